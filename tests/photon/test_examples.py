"""Each sketch of firmware/examples does on the simulated board what its first lines say."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from photonsim.photon.build import compile_project
from photonsim.photon.photon import Photon, load_firmware
from photonsim.photon.pins import PIN_NUMBERS
from photonsim.photon.sketch import read_project

from .conftest import Bench

pytestmark = pytest.mark.slow

EXAMPLES = Path(__file__).parents[2] / "firmware" / "examples"
Board = Callable[[str], Photon]


@pytest.fixture
def board(bench: Bench) -> Board:
    """A Photon with an example's firmware, without power yet."""
    return lambda name: bench.photon(load_firmware(compile_project(read_project(EXAMPLES / name))))


def pwm(board: Photon, pin: str) -> object:
    return board.pins.view(PIN_NUMBERS[pin])["pwm"]


def level(board: Photon, pin: str) -> object:
    return board.pins.view(PIN_NUMBERS[pin])["digital"]


def test_every_example_has_a_test() -> None:
    text = Path(__file__).read_text() + (Path(__file__).parent / "test_tinker.py").read_text()
    assert [path.name for path in EXAMPLES.iterdir() if f'"{path.name}"' not in text] == []


def test_pwm_dimmer_comes_back_after_a_power_cut(bench: Bench, board: Board) -> None:
    lamp = board("pwm-dimmer")

    async def scenario() -> None:
        lamp.plug_in()
        await bench.clock.sleep(10)
        assert pwm(lamp, "A5") == 0
        assert await lamp.call_function("brightness", "40") == 40
        assert pwm(lamp, "A5") == 102
        assert await lamp.call_function("brightness", "101") == -1
        lamp.unplug()
        lamp.plug_in()
        await bench.clock.sleep(10)
        assert pwm(lamp, "A5") == 102

    bench.run(scenario())


def test_rgb_strip_fades(bench: Bench, board: Board) -> None:
    strip = board("rgb-strip")

    async def scenario() -> None:
        strip.plug_in()
        await bench.clock.sleep(10)
        assert await strip.call_function("color", "200,100,0") == 0xC86400
        await bench.clock.sleep(0.5)
        halfway = pwm(strip, "D0")
        assert isinstance(halfway, int)
        assert 85 <= halfway <= 115
        await bench.clock.sleep(1)
        assert [pwm(strip, pin) for pin in ("D0", "D1", "A4")] == [200, 100, 0]
        assert await strip.call_function("color", "300,0,0") == -1
        assert await strip.call_function("color", "red") == -1

    bench.run(scenario())


def test_relay_timer_switches_off_by_itself(bench: Bench, board: Board) -> None:
    relay = board("relay-timer")

    async def scenario() -> None:
        relay.plug_in()
        await bench.clock.sleep(10)
        assert level(relay, "D6") == 1
        assert await relay.call_function("minutes", "3") == 3
        await bench.clock.advance(179)
        assert level(relay, "D6") == 0
        await bench.clock.advance(2)
        assert level(relay, "D6") == 1
        await relay.call_function("minutes", "3")
        await relay.call_function("minutes", "0")
        assert level(relay, "D6") == 1

    bench.run(scenario())


def test_button_dimmer_steps_and_ignores_bounces(bench: Bench, board: Board) -> None:
    lamp = board("button-dimmer")

    async def scenario() -> None:
        lamp.plug_in()
        await bench.clock.sleep(1)
        steps = []
        for _ in range(4):
            for seconds in (0.002, 0.002, 0.2):  # bounces
                lamp.press("D2", seconds)
                await bench.clock.sleep(seconds + 0.002)
            steps.append(pwm(lamp, "WKP"))
            await bench.clock.sleep(0.3)
        assert steps == [16, 100, 255, 0]

    bench.run(scenario())


def test_night_light_has_two_thresholds_and_tells_changes_only(bench: Bench, board: Board) -> None:
    lamp = board("night-light")

    async def scenario() -> None:
        lamp.pins.set_analog(PIN_NUMBERS["A0"], 3000)
        lamp.plug_in()
        await bench.clock.sleep(10)
        seen = []
        for light in (3000, 1000, 700, 1000, 1300):
            lamp.pins.set_analog(PIN_NUMBERS["A0"], light)
            await bench.clock.sleep(3)
            seen.append(level(lamp, "D7"))
        assert seen == [0, 0, 1, 1, 0]
        assert [event.data for event in bench.cloud.events if event.name == "night-light"] == ["on", "off"]

    bench.run(scenario())


def test_sunrise_gets_bright_before_its_time(bench: Bench, board: Board) -> None:
    lamp = board("sunrise")

    async def scenario() -> None:
        lamp.plug_in()
        await bench.clock.sleep(10)
        assert await lamp.call_function("zone", "1") == 60
        assert await lamp.call_function("wake", "noon") == -1
        # The house's clock shows 22:13 UTC, which is 23:13 there.
        assert await lamp.call_function("wake", "23:59") == 23 * 60 + 59
        assert pwm(lamp, "A4") is None
        await bench.clock.advance(31 * 60)
        halfway = pwm(lamp, "A4")
        assert isinstance(halfway, int)
        assert 100 <= halfway <= 160
        await bench.clock.advance(16 * 60)
        assert pwm(lamp, "A4") == 255

    bench.run(scenario())


def test_setvalue_onoff_keeps_its_level(bench: Bench, board: Board) -> None:
    lamp = board("setvalue-onoff")

    async def scenario() -> None:
        lamp.plug_in()
        await bench.clock.sleep(10)
        assert await lamp.call_function("setvalue", "40") == 40
        assert await lamp.call_function("onoff", "off") == 0
        assert pwm(lamp, "D0") == 0
        assert await lamp.call_function("onoff", "on") == 1
        assert pwm(lamp, "D0") == 102

    bench.run(scenario())


def test_follow_me_tells_the_others_and_follows(bench: Bench, board: Board) -> None:
    lamp = board("follow-me")

    async def scenario() -> None:
        lamp.plug_in()
        await bench.clock.sleep(10)
        lamp.press("D3", 0.2)
        await bench.clock.sleep(0.5)
        assert [event.data for event in bench.cloud.events if event.name == "follow-me"] == ["on"]
        assert level(lamp, "D7") == 0  # it follows the event, not the button
        lamp.deliver_event("follow-me", "on")
        await bench.clock.sleep(0.5)
        assert level(lamp, "D7") == 1

    bench.run(scenario())


def test_two_threads_blinks_while_the_application_hangs_until_the_watchdog_barks(
    bench: Bench, board: Board
) -> None:
    lamp = board("two-threads")

    async def scenario() -> None:
        lamp.plug_in()
        await bench.clock.sleep(10)
        assert await lamp.read_variable("lastReset") == "power"
        assert await lamp.call_function("period", "200") == 200
        with pytest.raises(ConnectionError):
            await lamp.call_function("hang", "")
        await bench.clock.sleep(10)
        assert await lamp.read_variable("lastReset") == "watchdog"
        seen = set()
        for _ in range(10):
            await bench.clock.sleep(0.11)
            seen.add(level(lamp, "D7"))
        assert seen == {0, 1}

    bench.run(scenario())
