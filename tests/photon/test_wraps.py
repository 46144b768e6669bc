"""Counters that wrap: what a sketch sees after 71 minutes, 49.7 days and 90 days, in a test of a second."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from photonsim.photon.wasm import Firmware

from .conftest import Bench

pytestmark = pytest.mark.slow

SKETCH = """
SYSTEM_THREAD(ENABLED);
unsigned last_us = 0, last_ms = 0;
int us_wraps = 0, ms_wraps = 0, waited = 0;
unsigned since = 0;
int watch(String) {
    us_wraps += micros() < last_us;
    ms_wraps += millis() < last_ms;
    last_us = micros();
    last_ms = millis();
    return us_wraps + 100 * ms_wraps;
}
int begin(String) { since = millis(); return 0; }
int elapsed(String) { return millis() - since; }  // right over the wrap, as unsigned arithmetic is
void setup() {
    Particle.function("watch", watch);
    Particle.function("begin", begin);
    Particle.function("elapsed", elapsed);
    Particle.variable("uptime", [] { return (int)System.uptime(); });
}
void loop() { delay(1000); }
"""


def test_micros_wraps_after_71_minutes_and_millis_after_49_days(
    bench: Bench, sketch: Callable[[str], Firmware]
) -> None:
    board = bench.photon(sketch(SKETCH))

    async def scenario() -> None:
        board.plug_in()
        await bench.clock.advance(71 * 60)
        assert await board.call_function("watch", "") == 0
        await bench.clock.advance(60)
        assert await board.call_function("watch", "") == 1, "2^32 microseconds are 71.58 minutes"
        await bench.clock.advance(2**32 / 1000 - board.uptime_us() / 1e6 - 5)
        before = await board.call_function("watch", "")
        await board.call_function("begin", "")
        await bench.clock.advance(10)
        assert await board.call_function("watch", "") // 100 == before // 100 + 1
        assert 10_000 <= await board.call_function("elapsed", "") < 13_000
        await bench.clock.advance(41 * 86_400)
        assert await board.read_variable("uptime") == pytest.approx(90.71 * 86_400, abs=1000), (
            "this one does not wrap"
        )

    bench.run(scenario())
