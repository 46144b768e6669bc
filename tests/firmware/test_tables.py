"""Other tables of lights: all kinds, many lights, and what is remembered when a table is edited."""

from __future__ import annotations

import json
from typing import Any

import pytest

from photonsim.photon.photon import Photon
from photonsim.photon.pins import PIN_NUMBERS
from photonsim.photon.wasm import Firmware

from .conftest import LightsBench
from .tables import RGBW, firmware, table

pytestmark = pytest.mark.slow

#: Fourteen lights whose manifest has 622 bytes, all that fits into a variable.
FULL_PINS = ["D0", "D1", "D2", "D3", "D4", "D5", "D6", "D7", "A0", "A1", "A2", "A3", "A4", "A5"]
FULL_NAMES = [f"lamp number {number} in the {'x' * 8}" for number in range(10, 24)]
FULL_NAMES[-1] = FULL_NAMES[-1][:-1]
WRONG_MODE, NAME_DOES_NOT_FIT = -5, -6


@pytest.fixture(scope="module")
def rgbw() -> Firmware:
    return firmware(RGBW)


@pytest.fixture(scope="module")
def full() -> Firmware:
    lines = zip(FULL_PINS, FULL_NAMES, strict=True)
    return firmware(table(*(f'onOff("l{i}", "{name}", {pin})' for i, (pin, name) in enumerate(lines))))


@pytest.fixture(scope="module")
def edited() -> Firmware:
    """The table RGBW after somebody has moved its lines, added one, and changed kinds and a name."""
    return firmware(
        table(
            'onOff("new", "new light", D7)',
            'onOff("porch", "porch light", D6).activeLow()',
            'dimmable("shelf", "wall light", WKP)',
            'tunable("desk", "desk lamp", TX, RX, 4000, 5000)',
            'dimmable("strip", "led strip", A5)',
        )
    )


async def read(board: Photon, variable: str) -> Any:
    return json.loads(str(await board.read_variable(variable)))


def test_a_lamp_with_colour_and_white_is_in_one_mode_at_a_time(rgbw: Firmware) -> None:
    lights = LightsBench(rgbw)

    async def scenario() -> None:
        await lights.power_up()
        white = await lights.call("light", "strip=brightness,50,voice")
        assert white == 50 << 23 | 3 << 20 | 4000
        await lights.clock.sleep(0.5)
        assert lights.duty("A5") == pytest.approx(0.1842, abs=0.001)
        assert [lights.duty(pin) for pin in ("D0", "D1", "A4")] == [0, 0, 0]
        assert (await lights.state())["strip"] == {"on": 1, "bri": 50, "ct": 4000}

        red = await lights.call("light", "strip=color,0,100,100,voice")
        assert red == 1 << 30 | 50 << 23 | 0 << 14 | 100 << 7 | 100
        await lights.clock.sleep(0.5)
        assert lights.duty("D0") == pytest.approx(0.1842, abs=0.001)
        assert [lights.duty(pin) for pin in ("D1", "A4", "A5")] == [0, 0, 0]
        assert (await lights.state())["strip"] == {"on": 1, "bri": 50, "hsv": [0, 100, 100]}
        assert await lights.call("temperature", "strip=warmer") == WRONG_MODE
        assert await lights.call("light", "strip=temperature,cooler,voice") == WRONG_MODE
        assert await lights.call("light", "strip=state") == red

        await lights.clock.sleep(2)
        lights.cloud.events.clear()
        assert await lights.call("temperature", "strip=2700") == 4000, "the only white that it has"
        await lights.clock.sleep(2)
        assert lights.states_told() == [
            {"strip": {"on": 1, "bri": 50, "ct": 4000, "changed": ["temperature"], "cause": "cloud"}}
        ]
        assert await lights.call("temperature", "strip=warmer") == 4000, "at its end it stays"

    lights.run(scenario())


def test_every_kind_is_in_the_manifest_with_what_belongs_to_it(rgbw: Firmware) -> None:
    lights = LightsBench(rgbw)

    async def scenario() -> None:
        await lights.power_up()
        assert await read(lights.board, "lights") == [
            1,
            ["strip", "led strip", "w", 4000, 4000],
            ["desk", "desk lamp", "t", 2700, 6500],
            ["shelf", "shelf light", "d"],
            ["porch", "porch light", "s"],
        ]
        assert await read(lights.board, "pins") == {
            "strip": "D0,D1,A4,A5",
            "desk": "TX,RX",
            "shelf": "WKP",
            "porch": "!D6",
        }
        assert await lights.call("temperature", "desk=9000") == 6500

    lights.run(scenario())


def test_an_active_low_light_is_dark_when_its_pin_is_high(rgbw: Firmware) -> None:
    lights = LightsBench(rgbw)

    async def scenario() -> None:
        await lights.power_up()
        assert lights.board.pins.views()["D6"]["digital"] == 1
        await lights.call("power", "porch=on")
        assert lights.board.pins.views()["D6"]["digital"] == 0

    lights.run(scenario())


def test_a_light_can_have_a_fade_of_its_own(rgbw: Firmware) -> None:
    lights = LightsBench(rgbw)

    async def scenario() -> None:
        await lights.power_up()
        await lights.call("brightness", "shelf=100")
        await lights.clock.sleep(1.0)
        assert lights.duty("WKP") == pytest.approx(0.1842, abs=0.01), "half of the way for the eye"
        await lights.clock.sleep(1.1)
        assert lights.duty("WKP") == 1.0

    lights.run(scenario())


def test_a_full_table_fits_to_the_byte_and_a_longer_name_is_refused(full: Firmware) -> None:
    lights = LightsBench(full)

    async def scenario() -> None:
        await lights.power_up()
        manifest = await lights.board.read_variable("lights")
        assert len(str(manifest)) == 622
        assert await lights.call("name", f"l0={FULL_NAMES[0]}z") == NAME_DOES_NOT_FIT
        assert await lights.board.read_variable("lights") == manifest
        assert await lights.call("name", f"l0={FULL_NAMES[0][:-1]}") == 0
        assert await lights.call("name", f"l1={FULL_NAMES[1]}z") == 0, "there is room for one letter now"
        assert len(str(await lights.board.read_variable("lights"))) == 622

    lights.run(scenario())


def test_more_changes_than_an_event_holds_are_told_in_the_next_one(full: Firmware) -> None:
    lights = LightsBench(full)

    async def scenario() -> None:
        await lights.power_up()
        for number in range(14):
            assert await lights.call("power", f"l{number}=on") == 1
        await lights.clock.sleep(10)
        told = lights.states_told()
        assert sorted(key for event in told for key in event) == sorted(f"l{n}" for n in range(14))
        assert all(light["on"] == 1 for event in told for light in event.values())
        sizes = [len(str(event.data)) for event in lights.cloud.events]
        assert len(sizes) == 3, "the first change, then the thirteen others in two"
        assert max(sizes) <= 622

    lights.run(scenario())


async def moved_to(firmware: Firmware, lights: LightsBench) -> Photon:
    """The board after another firmware was flashed: its EEPROM stays."""
    await lights.clock.sleep(6)
    lights.board.unplug()
    board = lights.photon(firmware, eeprom=lights.board.eeprom.content)
    board.plug_in()
    await lights.clock.sleep(10)
    return board


def test_a_line_that_moves_in_the_table_keeps_its_state_and_its_new_name(
    rgbw: Firmware, edited: Firmware
) -> None:
    lights = LightsBench(rgbw)

    async def scenario() -> None:
        await lights.power_up()
        await lights.call("name", "porch=entrance")
        await lights.call("power", "porch=on")
        await lights.call("brightness", "shelf=30")
        board = await moved_to(edited, lights)
        assert ["porch", "entrance", "s"] in await read(board, "lights")
        state = await read(board, "state")
        assert (state["shelf"]["bri"], state["porch"]["on"]) == (30, 1)
        assert (state["strip"]["on"], state["new"]["on"]) == (0, 0)

    lights.run(scenario())


def test_a_name_that_is_edited_in_the_table_wins_over_an_older_rename(
    rgbw: Firmware, edited: Firmware
) -> None:
    lights = LightsBench(rgbw)

    async def scenario() -> None:
        await lights.power_up()
        await lights.call("name", "shelf=bookcase")
        await lights.call("brightness", "shelf=30")
        board = await moved_to(edited, lights)
        assert ["shelf", "wall light", "d"] in await read(board, "lights")
        assert (await read(board, "state"))["shelf"]["bri"] == 30

    lights.run(scenario())


def test_a_light_of_another_kind_takes_over_what_it_can(rgbw: Firmware, edited: Firmware) -> None:
    lights = LightsBench(rgbw)

    async def scenario() -> None:
        await lights.power_up()
        await lights.call("color", "strip=#ff0000")
        await lights.call("brightness", "strip=40")
        await lights.call("temperature", "desk=2700")
        board = await moved_to(edited, lights)
        assert await board.call_function("light", "strip=state") == 40 << 23 | 1 << 20
        assert await board.call_function("light", "desk=state") == 100 << 23 | 4 << 20 | 4000
        assert board.pins.duty(PIN_NUMBERS["A5"]) > 0

    lights.run(scenario())


def test_lines_that_are_taken_out_and_put_back_find_their_memory_again(
    rgbw: Firmware, full: Firmware
) -> None:
    lights = LightsBench(rgbw)

    async def scenario() -> None:
        await lights.power_up()
        await lights.call("name", "shelf=bookcase")
        await lights.call("brightness", "shelf=30")
        lights.board = await moved_to(full, lights)
        for number in range(14):
            await lights.call("power", f"l{number}=on")
        lights.board = await moved_to(rgbw, lights)
        assert ["shelf", "bookcase", "d"] in await read(lights.board, "lights")
        assert (await lights.state())["shelf"]["bri"] == 30
        lights.board = await moved_to(full, lights)
        assert all(light["on"] for light in (await lights.state()).values())

    lights.run(scenario())
