"""Where a sketch waits: delay(), timers inside it, calls behind it, hung neighbours, and jumps of the clock."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from photonsim.photon.wasm import Firmware

from .conftest import Bench

pytestmark = pytest.mark.slow

Sketch = Callable[[str], Firmware]
DAY = 86_400.0

DELAYING = """
int loops = 0, ticks = 0;
Timer ticker(100, [] { ticks++; });
void setup() {
    pinMode(D7, OUTPUT);
    Particle.function("now", now_ms);
    Particle.variable("loops", loops);
    Particle.variable("ticks", ticks);
    ticker.start();
}
void loop() {
    digitalWrite(D7, HIGH);
    delay(600);
    digitalWrite(D7, LOW);
    delay(300);
    loops++;
}
int now_ms(String argument) { return millis(); }
"""

SPINNING = """
SYSTEM_THREAD(%s);
volatile unsigned count = 0;
void setup() { Particle.function("hang", hang); Particle.function("fine", fine); }
void loop() {}
int fine(String) { return 1; }
int hang(String) { for (;;) count++; }
"""


def test_delay_blocks_the_sketch_while_timers_fire_and_calls_wait(bench: Bench, sketch: Sketch) -> None:
    board = bench.photon(sketch(DELAYING))

    async def scenario() -> None:
        board.plug_in()
        await bench.clock.sleep(30)
        assert board.online
        loops, ticks = await board.read_variable("loops"), await board.read_variable("ticks")
        began = bench.clock.now()
        await board.call_function("now", "")
        waited = bench.clock.now() - began
        # The background runs between two loop()s only, since no delay of this sketch is a second long.
        assert 0 < waited <= 0.91
        await bench.clock.sleep(9)
        more_loops = int(await board.read_variable("loops")) - int(loops)
        more_ticks = int(await board.read_variable("ticks")) - int(ticks)
        assert 9 <= more_loops <= 13
        assert more_ticks == pytest.approx((bench.clock.now() - began) * 10, abs=12)
        levels = set()
        for _ in range(10):
            await bench.clock.sleep(0.13)
            levels.add(board.pins.view(7)["digital"])
        assert levels == {0, 1}

    bench.run(scenario())


@pytest.mark.parametrize(("threaded", "stays"), [("ENABLED", True), ("DISABLED", False)])
def test_a_hung_device_hangs_alone(bench: Bench, sketch: Sketch, threaded: str, stays: bool) -> None:
    hung, neighbour = bench.photon(sketch(SPINNING % threaded)), bench.photon(sketch(DELAYING))

    async def scenario() -> None:
        hung.plug_in()
        neighbour.plug_in()
        await bench.clock.sleep(10)
        assert await hung.call_function("fine", "") == 1
        began = bench.clock.now()
        with pytest.raises((TimeoutError, ConnectionError)):
            await bench.clock.wait_for(hung.call_function("hang", ""), 30)
        assert await neighbour.call_function("now", "") > 0
        assert bench.clock.now() - began < 32
        assert hung.online is stays, "without SYSTEM_THREAD the cloud drops a device that handles nothing"
        # The RESET button is the way out, as on the board.
        hung.reset()
        await bench.clock.sleep(10)
        assert await hung.call_function("fine", "") == 1

    bench.run(scenario())


def test_a_jump_of_91_days_takes_less_than_a_second_and_fires_each_timer_at_most_once(
    bench: Bench, sketch: Sketch
) -> None:
    busy = bench.photon(sketch(DELAYING))
    spinning = bench.photon(sketch(SPINNING % "ENABLED"))

    async def scenario() -> None:
        busy.plug_in()
        spinning.plug_in()
        await bench.clock.sleep(10)
        ticks = int(await busy.read_variable("ticks"))
        before = busy.uptime_us()
        began = time.perf_counter()
        await bench.clock.advance(91 * DAY)
        took = time.perf_counter() - began
        assert took < 20, "a jump must not run what happened in it"
        assert busy.uptime_us() - before == pytest.approx(91 * DAY * 1e6, rel=1e-9)
        fired = int(await busy.read_variable("ticks")) - ticks
        assert fired < 91 * DAY / 100, "skipped, not run"
        assert [line for line in bench.summaries("skipped") if "p1" in line]

    bench.run(scenario())


def test_millis_wraps_after_49_days(bench: Bench, sketch: Sketch) -> None:
    board = bench.photon(sketch(DELAYING))

    async def scenario() -> None:
        board.plug_in()
        await bench.clock.advance(50 * DAY)
        now = await board.call_function("now", "")
        assert now & 0xFFFFFFFF == pytest.approx((50 * DAY * 1000) % 2**32, abs=5000)

    bench.run(scenario())


def test_a_sketch_that_polls_the_clock_in_a_loop_gets_on(bench: Bench, sketch: Sketch) -> None:
    board = bench.photon(
        sketch(
            "void setup() { pinMode(D6, OUTPUT); unsigned t = millis(); while (millis() - t < 2000); "
            "digitalWrite(D6, HIGH); }"
        )
    )

    async def scenario() -> None:
        board.plug_in()
        await bench.clock.sleep(5)
        assert board.pins.view(6)["digital"] == 0
        await bench.clock.sleep(2)
        assert board.pins.view(6)["digital"] == 1

    bench.run(scenario())


def test_an_interrupt_runs_inside_a_delay(bench: Bench, sketch: Sketch) -> None:
    board = bench.photon(
        sketch(
            """
int presses = 0;
void setup() {
    pinMode(D2, INPUT_PULLUP);
    attachInterrupt(D2, [] { presses++; }, FALLING);
    Particle.variable("presses", presses);
}
void loop() { delay(500); }
"""
        )
    )

    async def scenario() -> None:
        board.plug_in()
        await bench.clock.sleep(10)
        for _ in range(3):
            board.press("D2", 0.02)
            await bench.clock.sleep(0.05)
        assert await board.read_variable("presses") == 3

    bench.run(scenario())
