"""Without a system thread a sketch stands still while the system connects: what SYSTEM_THREAD(ENABLED) is there for."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from photonsim.photon.photon import Photon
from photonsim.photon.wasm import Firmware

from .conftest import Bench

pytestmark = pytest.mark.slow

Sketch = Callable[[str], Firmware]

LIGHT = """
%s
int loops = 0, ticks = 0, pressed = 0;
Timer timer(100, [] { ++ticks; digitalWrite(D6, ticks & 1); });
void setup() {
    pinMode(D7, OUTPUT);
    pinMode(D6, OUTPUT);
    pinMode(D5, OUTPUT);
    pinMode(D2, INPUT_PULLUP);
    attachInterrupt(D2, [] { digitalWrite(D5, ++pressed & 1); }, FALLING);
    timer.start();
}
void loop() { digitalWrite(D7, ++loops & 1); delay(10); }
"""


class Watch:
    """Counts how often outputs change."""

    def __init__(self, bench: Bench, board: Photon) -> None:
        self._bench, self._board = bench, board
        self.changes: dict[int, int] = {}
        board.pins.on_output = self._changed

    def _changed(self, pin: int, _level: int) -> None:
        self.changes[pin] = self.changes.get(pin, 0) + 1

    async def during(self, seconds: float) -> tuple[int, int]:
        """How often loop() (D7) and the timer (D6) have written in this time."""
        self.changes.clear()
        await self._bench.clock.sleep(seconds)
        return self.changes.get(7, 0), self.changes.get(6, 0)


@pytest.mark.parametrize(("first_line", "threaded"), [("", False), ("SYSTEM_THREAD(ENABLED);", True)])
def test_while_wifi_is_lost_loop_stands_still_and_timers_and_interrupts_do_not(
    bench: Bench, sketch: Sketch, first_line: str, threaded: bool
) -> None:
    board = bench.photon(sketch(LIGHT % first_line))

    async def scenario() -> None:
        board.plug_in()
        await bench.clock.sleep(10)
        watch = Watch(bench, board)
        loops, ticks = await watch.during(2)
        assert loops > 150
        assert ticks == 20
        board.set_wifi(False)
        await bench.clock.sleep(1)
        loops, ticks = await watch.during(10)
        assert (loops > 800) == threaded, loops
        assert loops == 0 or threaded
        assert ticks in (99, 100, 101)
        board.pins.set_pin("D2", digital=0)
        await bench.clock.sleep(0.1)
        assert board.pins.view(5)["digital"] == 1, "the interrupt handler has run"
        # An attempt ends after 30 s, the next begins 2 s later: in between loop() runs.
        loops, _ = await watch.during(32)
        assert loops > 150
        board.set_wifi(True)
        await bench.clock.sleep(40)
        assert board.online
        loops, _ = await watch.during(2)
        assert loops > 150

    bench.run(scenario())


def test_in_listening_mode_timers_go_on(bench: Bench, sketch: Sketch) -> None:
    board = bench.photon(sketch(LIGHT % ""))

    async def scenario() -> None:
        board.plug_in()
        await bench.clock.sleep(10)
        board.listen()
        await bench.clock.sleep(1)
        watch = Watch(bench, board)
        loops, ticks = await watch.during(10)
        assert loops == 0
        assert ticks in (99, 100, 101)
        board.leave_listening()
        await bench.clock.sleep(10)
        assert board.online
        loops, _ = await watch.during(2)
        assert loops > 150

    bench.run(scenario())
