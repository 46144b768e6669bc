"""What comes out of the pins: fades, the curve, colours, buttons."""

from __future__ import annotations

import itertools

import pytest

from photonsim.views import device_view

from .conftest import PWM_MAX, LightsBench


def cie(level: float) -> float:
    """CIE 1931: share of the light for a lightness in percent."""
    return level / 903.3 if level <= 8 else ((level + 16) / 116) ** 3


def test_the_curve_is_cie_lightness_strictly_monotonic_at_15_bits(lights: LightsBench) -> None:
    async def scenario() -> None:
        await lights.power_up()
        duties = []
        for level in range(101):
            await lights.call("brightness", f"kitchen={level}")
            await lights.clock.sleep(0.5)
            view = lights.board.pins.views()["A5"]
            assert (view["resolution"], view["frequency"]) == (15, 500)
            duties.append(int(str(view["pwm"])))
        assert duties[0] == 0
        assert duties[100] == PWM_MAX
        assert all(a < b for a, b in itertools.pairwise(duties))
        for level, duty in enumerate(duties):
            assert duty == pytest.approx(cie(level) * PWM_MAX, abs=1.5)

    lights.run(scenario())


def test_a_fade_takes_400_ms_is_monotonic_and_never_blocks_a_call(lights: LightsBench) -> None:
    async def scenario() -> None:
        await lights.power_up()
        began = lights.clock.now()
        assert await lights.call("brightness", "kitchen=100") == 100
        assert lights.clock.now() - began < 0.05
        seen = []
        while lights.clock.now() - began < 0.38:
            await lights.clock.sleep(0.02)
            seen.append(lights.duty("A5"))
        assert seen == sorted(seen)
        assert len(set(seen)) > 10
        assert 0 < seen[0] < seen[-1] < 1
        await lights.clock.sleep(0.05)
        assert lights.duty("A5") == 1.0

    lights.run(scenario())


def test_a_new_command_takes_over_from_where_a_fade_is(lights: LightsBench) -> None:
    async def scenario() -> None:
        await lights.power_up()
        await lights.call("brightness", "kitchen=100")
        await lights.clock.sleep(0.2)
        middle = lights.duty("A5")
        await lights.call("power", "kitchen=off")
        await lights.clock.sleep(0.012)
        assert lights.duty("A5") <= middle
        assert lights.duty("A5") > middle * 0.6
        await lights.clock.sleep(0.5)
        assert lights.duty("A5") == 0

    lights.run(scenario())


@pytest.mark.parametrize(
    ("color", "hue", "saturation"),
    [
        ("0,100,100", 0, 1.0),
        ("120,100,100", 120, 1.0),
        ("277,86,94", 277, 0.86),
        ("39,100,100", 39, 1.0),
        ("348,25,100", 348, 0.25),
    ],
)
def test_the_emitted_colour_is_the_one_that_was_set_at_every_level(
    lights: LightsBench, color: str, hue: float, saturation: float
) -> None:
    async def scenario() -> None:
        await lights.power_up()
        light = next(light for light in await lights.lights() if light.key == "accent")
        await lights.call("color", f"accent={color}")
        for level in (100, 50, 20):
            await lights.call("brightness", f"accent={level}")
            await lights.clock.sleep(0.5)
            view = device_view(light, lights.board.pins.duty)
            assert view is not None
            emitted = view["color"]
            assert isinstance(emitted, dict)
            assert view["brightness"] == level
            assert min(abs(emitted["hue"] - hue), 360 - abs(emitted["hue"] - hue)) <= 2
            assert emitted["saturation"] == pytest.approx(saturation, abs=0.02)

    lights.run(scenario())


def test_white_tone_changes_the_mix_and_leaves_the_light(lights: LightsBench) -> None:
    async def scenario() -> None:
        await lights.power_up()
        await lights.call("brightness", "desk=60")
        totals = []
        for kelvin in (2000, 2700, 4000, 9000):
            await lights.call("temperature", f"desk={kelvin}")
            await lights.clock.sleep(0.5)
            totals.append(lights.duty("TX") + lights.duty("RX"))
            cool = (1e6 / kelvin - 1e6 / 2000) / (1e6 / 9000 - 1e6 / 2000)
            assert lights.duty("RX") / totals[-1] == pytest.approx(cool, abs=0.01)
        assert totals == pytest.approx([cie(60)] * 4, abs=0.001)

    lights.run(scenario())


def test_a_click_switches_and_is_debounced(lights: LightsBench) -> None:
    async def scenario() -> None:
        await lights.power_up()
        lights.board.press("A0", 0.01)  # bounces
        await lights.clock.sleep(0.2)
        assert (await lights.packed("kitchen"))["power"] == "OFF"
        lights.board.press("A0", 0.1)
        await lights.clock.sleep(0.6)
        assert (await lights.packed("kitchen"))["power"] == "ON"
        assert lights.duty("A5") == 1.0
        lights.board.press("D4", 0.1)
        await lights.clock.sleep(0.2)
        assert lights.board.pins.views()["D6"]["digital"] == 1

    lights.run(scenario())


def test_holding_dims_up_and_then_down_and_is_told_once(lights: LightsBench) -> None:
    async def scenario() -> None:
        await lights.power_up()
        lights.board.press("A0", 2.5)  # half a second until it counts, then 25 % a second
        await lights.clock.sleep(4.5)
        up = (await lights.packed("kitchen"))["brightness"]
        assert up == pytest.approx(50, abs=3)
        lights.board.press("A0", 1.5)
        await lights.clock.sleep(4)
        down = (await lights.packed("kitchen"))["brightness"]
        assert down == pytest.approx(up - 25, abs=3)
        told = lights.states_told()
        assert [t["kitchen"]["bri"] for t in told] == [up, down]
        assert {t["kitchen"]["cause"] for t in told} == {"button"}

    lights.run(scenario())


def test_a_click_fades_like_a_command(lights: LightsBench) -> None:
    async def scenario() -> None:
        await lights.power_up()
        lights.board.press("A0", 0.1)
        while not lights.duty("A5"):
            await lights.clock.sleep(0.001)
        await lights.clock.sleep(0.2)
        assert 0.1 < lights.duty("A5") < 0.3, "half of the way for the eye"

    lights.run(scenario())


def test_holding_stops_at_the_ends(lights: LightsBench) -> None:
    async def scenario() -> None:
        await lights.power_up()
        for end in (100, 1):
            lights.board.press("A0", 8)
            await lights.clock.sleep(9)
            assert (await lights.packed("kitchen"))["brightness"] == end

    lights.run(scenario())


def test_holding_the_button_of_a_light_that_does_not_dim_switches_it(lights: LightsBench) -> None:
    async def scenario() -> None:
        await lights.power_up()
        lights.board.press("D4", 3)
        await lights.clock.sleep(4)
        assert (await lights.packed("hall"))["power"] == "ON"

    lights.run(scenario())


def test_a_button_that_is_pressed_while_the_power_comes_back_does_nothing(lights: LightsBench) -> None:
    async def scenario() -> None:
        lights.board.press("A0", 5)
        await lights.power_up()
        assert (await lights.packed("kitchen"))["power"] == "OFF"
        lights.board.press("A0", 0.1)
        await lights.clock.sleep(0.3)
        assert (await lights.packed("kitchen"))["power"] == "ON"

    lights.run(scenario())


def test_after_a_reset_a_light_is_at_its_level_without_a_way_there(lights: LightsBench) -> None:
    async def scenario() -> None:
        await lights.power_up()
        await lights.call("brightness", "kitchen=60")
        await lights.call("temperature", "desk=3000")
        await lights.call("power", "hall=on")
        await lights.clock.sleep(6)
        lit = [lights.duty(pin) for pin in ("A5", "TX", "RX", "D6")]
        assert min(lit) > 0
        lights.board.reset()
        seen = set()
        for _ in range(1000):
            await lights.clock.sleep(0.001)
            seen.add(tuple(lights.duty(pin) for pin in ("A5", "TX", "RX", "D6")))
        assert seen == {(0, 0, 0, 0), tuple(lit)}

    lights.run(scenario())
