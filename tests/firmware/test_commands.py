"""What people and scripts call, and what they get back: docs/firmware.md."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from .conftest import LightsBench

MALFORMED, UNKNOWN, RANGE, CANNOT, NAME = -1, -2, -3, -4, -6


@pytest.mark.parametrize(
    ("function", "argument", "answer"),
    [
        ("power", "kitchen=on", 1),
        ("power", "kitchen=off", 0),
        ("power", "kitchen=toggle", 1),
        ("power", "hall=toggle", 1),
        ("brightness", "kitchen=40", 40),
        ("brightness", "kitchen=0", 0),
        ("brightness", "kitchen=100", 100),
        ("brightness", "kitchen=+10", 10),
        ("brightness", "kitchen=-10", 0),
        ("color", "accent=#ff8000", 0xFF8000),
        ("color", "accent=#FF8000", 0xFF8000),
        ("color", "accent=240,100,100", 0x0000FF),
        ("temperature", "desk=4000", 4000),
        ("temperature", "desk=1000", 2000),
        ("temperature", "desk=10000", 9000),
        ("temperature", "desk=cooler", 4000),
        ("temperature", "desk=warmer", 2200),
        ("name", "kitchen=Ceiling lamp 2", 0),
    ],
)
def test_a_command_returns_the_value_now_in_force(
    lights: LightsBench, function: str, argument: str, answer: int
) -> None:
    async def scenario() -> int:
        await lights.power_up()
        return await lights.call(function, argument)

    assert lights.run(scenario()) == answer


BAD = [
    ("power", "kitchen", MALFORMED),
    ("power", "", MALFORMED),
    ("power", "=on", MALFORMED),
    ("power", "kitchen=", MALFORMED),
    ("power", "kitchen=ON", MALFORMED),
    ("power", "kitchen=on ", MALFORMED),
    ("power", "attic=on", UNKNOWN),
    ("power", "Kitchen=on", UNKNOWN),
    ("brightness", "kitchen= 10", MALFORMED),
    ("brightness", "kitchen=ten", MALFORMED),
    ("brightness", "kitchen=4.5", MALFORMED),
    ("brightness", "kitchen=40%", MALFORMED),
    ("brightness", "kitchen=++1", MALFORMED),
    ("brightness", "kitchen=+", MALFORMED),
    ("brightness", "kitchen=99999999999", MALFORMED),
    ("brightness", "kitchen=101", RANGE),
    ("brightness", "kitchen=+101", RANGE),
    ("brightness", "hall=40", CANNOT),
    ("color", "accent=red", MALFORMED),
    ("color", "accent=#ff80", MALFORMED),
    ("color", "accent=#ff80zz", MALFORMED),
    ("color", "accent=1,2", MALFORMED),
    ("color", "accent=1,2,3,4", MALFORMED),
    ("color", "accent=361,50,50", RANGE),
    ("color", "accent=100,101,50", RANGE),
    ("color", "kitchen=#ff8000", CANNOT),
    ("color", "kitchen=400,50,50", CANNOT),
    ("temperature", "desk=999", RANGE),
    ("temperature", "desk=10001", RANGE),
    ("temperature", "desk=warm", MALFORMED),
    ("temperature", "kitchen=4000", CANNOT),
    ("name", "kitchen=", MALFORMED),
    ("name", "kitchen= lamp", MALFORMED),
    ("name", 'kitchen=lamp"]', MALFORMED),
    ("name", "kitchen=Lämpchen", MALFORMED),
    ("name", "kitchen=" + "x" * 41, NAME),
    ("light", "kitchen=power", MALFORMED),
    ("light", "kitchen=blink,1,voice", MALFORMED),
    ("light", "kitchen=brightness,,voice", MALFORMED),
    ("light", "kitchen=brightness,40,alien", MALFORMED),
    ("light", "attic=state", UNKNOWN),
    ("light", "hall=brightness,40,voice", CANNOT),
]


def test_every_bad_argument_has_its_code_and_changes_nothing(lights: LightsBench) -> None:
    async def scenario() -> None:
        await lights.power_up()
        await lights.call("brightness", "kitchen=37")
        before, names, wear = await lights.state(), await lights.lights(), lights.board.eeprom.writes
        for function, argument, code in BAD:
            assert await lights.call(function, argument) == code, (function, argument)
        assert await lights.state() == before
        assert await lights.lights() == names
        assert lights.board.eeprom.writes == wear

    lights.run(scenario())


def test_the_packed_state_says_everything_in_one_answer(lights: LightsBench) -> None:
    async def scenario() -> None:
        await lights.power_up()
        packed = await lights.call("light", "accent=color,277,86,94,voice")
        assert packed == 1 << 30 | 100 << 23 | 277 << 14 | 86 << 7 | 94
        packed = await lights.call("light", "accent=brightness,55,voice")
        assert packed == 1 << 30 | 55 << 23 | 277 << 14 | 86 << 7 | 94
        assert await lights.call("light", "desk=temperature,5500,voice") == 100 << 23 | 4 << 20 | 5500
        assert await lights.call("light", "kitchen=brightness,40,voice") == 40 << 23 | 1 << 20
        assert await lights.call("light", "hall=power,on,voice") == 100 << 23
        assert await lights.call("light", "hall=power,off") == 0

    lights.run(scenario())


def test_off_keeps_level_and_colour_and_on_restores_the_last_level(lights: LightsBench) -> None:
    async def scenario() -> None:
        await lights.power_up()
        await lights.call("color", "accent=120,50,80")
        await lights.call("brightness", "accent=30")
        for way in (("power", "accent=off"), ("brightness", "accent=0")):
            await lights.call(*way)
            off = await lights.packed("accent")
            assert (off["power"], off["brightness"], off["color"]["hue"]) == ("OFF", 0, 120)
            assert await lights.call("power", "accent=on") == 1
            on = await lights.packed("accent")
            assert (on["power"], on["brightness"], on["color"]["hue"]) == ("ON", 30, 120)

    lights.run(scenario())


def test_adjusting_a_light_that_is_off_begins_at_0(lights: LightsBench) -> None:
    async def scenario() -> None:
        await lights.power_up()
        await lights.call("brightness", "kitchen=80")
        await lights.call("power", "kitchen=off")
        assert await lights.call("brightness", "kitchen=-25") == 0
        assert (await lights.packed("kitchen"))["power"] == "OFF"
        assert await lights.call("brightness", "kitchen=+25") == 25
        assert await lights.call("brightness", "kitchen=+100") == 100
        assert await lights.call("brightness", "kitchen=-100") == 0

    lights.run(scenario())


def test_colour_temperature_goes_by_the_known_whites_and_on_to_the_lamps_ends(lights: LightsBench) -> None:
    async def scenario() -> None:
        await lights.power_up()
        await lights.call("temperature", "desk=2200")
        ups = [await lights.call("temperature", "desk=cooler") for _ in range(6)]
        assert ups == [2700, 4000, 5500, 7000, 9000, 9000]
        downs = [await lights.call("temperature", "desk=warmer") for _ in range(7)]
        assert downs == [7000, 5500, 4000, 2700, 2200, 2000, 2000]

    lights.run(scenario())


def test_names_change_without_flashing_and_survive_a_power_cut(lights: LightsBench) -> None:
    async def scenario() -> None:
        await lights.power_up()
        assert await lights.call("name", "kitchen=Ceiling lamp") == 0
        lights.board.unplug()
        await lights.power_up()
        assert [light.name for light in await lights.lights()][:2] == ["Ceiling lamp", "accent light"]

    lights.run(scenario())


def test_a_manifest_with_the_longest_names_fits_into_a_variable(lights: LightsBench) -> None:
    async def scenario() -> None:
        await lights.power_up()
        for key in ("kitchen", "accent", "desk", "hall"):
            assert await lights.call("name", f"{key}={'x' * 40}") == 0
        assert len(str(await lights.board.read_variable("lights"))) <= 622

    lights.run(scenario())


def test_the_description_is_within_768_bytes(lights: LightsBench) -> None:
    async def scenario() -> int:
        await lights.power_up()
        return lights.board.description.size()

    assert lights.run(scenario()) <= 768


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    arguments=st.lists(
        st.tuples(
            st.sampled_from(["power", "brightness", "color", "temperature", "name", "light"]),
            st.text(max_size=60),
        ),
        min_size=20,
        max_size=40,
    )
)
def test_no_argument_whatever_breaks_the_firmware(arguments: list[tuple[str, str]]) -> None:
    bench = LightsBench()

    async def scenario() -> None:
        await bench.power_up()
        for function, value in arguments:
            for argument in (value, f"accent={value}", f"accent=color,{value},voice"):
                assert -6 <= await bench.call(function, argument.replace("\0", "")) <= 0x7FFFFFFF
        assert bench.board.panicked is None
        assert len(await bench.lights()) == 4

    bench.run(scenario())
