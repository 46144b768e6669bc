"""House time: the one clock of a simulated house, in real and in virtual time.

Everything that is due is in one heap. In real time the heap follows the wall clock plus an offset. In
virtual time the clock stands still until something waits for an answer and nothing can run; then it jumps
to the next thing that is due. `advance()` runs what is due in order, in both modes.
"""

from __future__ import annotations

import asyncio
import heapq
import selectors
import time
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

T = TypeVar("T")

#: How slow and how fast house time may run beside the wall clock's.
SPEEDS = (0.001, 1000.0)

#: The longest that the loop sleeps in real time before it looks at the heap again, so that a wall clock
#: that is set back or a suspended machine does not leave it asleep.
_LONGEST_SLEEP_S = 3600.0

#: So many cancelled timers may wait in the heap for their time; more are thrown out when they are the greater part.
_MOST_CANCELLED = 100


@dataclass(eq=False, slots=True)
class Timer:
    """Something due at `when` (house time). `cancel()` may be called at any time, more than once."""

    when: float
    callback: Callable[[], None] | None
    clock: HouseClock

    def cancel(self) -> None:
        if self.callback is not None:
            self.callback = None
            self.clock.cancelled_one()


@dataclass
class Jump:
    """An `advance()` under way: what runs in it may look at its end to skip work that nobody will see."""

    number: int
    target: float


class HouseClock:
    """The time of one house, in Unix seconds (UTC).

    `start` is the time at which the house begins; the wall clock's by default. `speed`: seconds of the house in one of
    the wall clock, while time is real: 0.1 is slowed to a tenth.
    """

    def __init__(self, start: float | None = None, *, virtual: bool = False, speed: float = 1.0) -> None:
        self.virtual = virtual
        self._speed = _checked_speed(speed)
        self.jump: Jump | None = None
        self._jumps = 0
        self._base = time.time() if start is None else float(start)
        self._wall = time.monotonic()
        self._heap: list[tuple[float, int, Timer]] = []  # by time, then in the order of the calls
        self._order = 0
        self._cancelled = 0
        self._waiting = 0
        self._outside = 0
        self._holds = 0
        self._loop: asyncio.AbstractEventLoop | None = None
        self._alarm: asyncio.TimerHandle | None = None
        self._alarm_for = 0.0
        self._due_scheduled = False
        self._arrived: asyncio.Future[None] | None = None
        self._advance_lock = asyncio.Lock()

    # -- reading and scheduling ------------------------------------------------------------------

    def now(self) -> float:
        """House time in Unix seconds, UTC."""
        if self.virtual or self.jump is not None:
            return self._base
        return self._base + (time.monotonic() - self._wall) * self._speed

    @property
    def speed(self) -> float:
        """Seconds of the house in one of the wall clock, while time is real. Raises ValueError on setting."""
        return self._speed

    @speed.setter
    def speed(self, speed: float) -> None:
        wanted = _checked_speed(speed)
        self._base, self._wall = self.now(), time.monotonic()
        self._speed = wanted
        self._rearm()

    def ahead(self) -> float:
        """By how many seconds house time is ahead of the wall clock."""
        return self.now() - time.time()

    def call_at(self, when: float, callback: Callable[[], None]) -> Timer:
        """Call `callback` at house time `when` (at once, but not inside this call, when that has passed)."""
        self._order += 1
        timer = Timer(when, callback, self)
        heapq.heappush(self._heap, (when, self._order, timer))
        if self._heap[0][2] is timer:
            self._arm()
        return timer

    def call_later(self, delay: float, callback: Callable[[], None]) -> Timer:
        """Call `callback` in `delay` seconds of house time."""
        return self.call_at(self.now() + max(0.0, delay), callback)

    def cancelled_one(self) -> None:
        """Told by each timer that is cancelled: time-outs of calls that were answered would pile up otherwise."""
        self._cancelled += 1
        if self._cancelled > _MOST_CANCELLED and 2 * self._cancelled > len(self._heap):
            self._heap = [entry for entry in self._heap if entry[2].callback is not None]
            heapq.heapify(self._heap)
            self._cancelled = 0

    async def sleep(self, seconds: float) -> None:
        """Wait `seconds` of house time."""
        woken: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        timer = self.call_later(seconds, lambda: _settle(woken))
        try:
            await woken
        finally:
            timer.cancel()

    async def wait_for(self, awaitable: Awaitable[T], timeout: float | None) -> T:
        """The awaitable's result, or TimeoutError after `timeout` seconds of house time (it is then cancelled)."""
        if timeout is None:
            return await awaitable
        task = asyncio.ensure_future(awaitable)
        settled: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        task.add_done_callback(lambda _: _settle(settled))
        timer = self.call_later(timeout, lambda: _settle(settled))
        try:
            await settled
        finally:
            timer.cancel()
            if not task.done():
                task.cancel()
                await asyncio.wait({task})
        if task.cancelled():
            raise TimeoutError(f"no answer within {timeout:g} s")
        return task.result()

    async def wall_sleep(self, seconds: float) -> None:
        """Wait `seconds` of wall time: for what real sockets need whatever the house's clock does."""
        await asyncio.sleep(seconds)

    # -- virtual time ----------------------------------------------------------------------------

    @contextmanager
    def waiting(self, *, outside: bool = False) -> Iterator[None]:
        """Something waits for an answer of the house: virtual time may jump while nothing can run.

        `outside` says that it waits at a real socket, and so cannot be computing meanwhile.
        """
        self._waiting += 1
        self._outside += outside
        try:
            yield
        finally:
            self._waiting -= 1
            self._outside -= outside

    @contextmanager
    def hold(self) -> Iterator[None]:
        """A program outside the house computes: virtual time stands still, unless that program waits for us."""
        self._holds += 1
        try:
            yield
        finally:
            self._holds -= 1

    async def advance(self, seconds: float) -> None:
        """Let `seconds` of house time pass at once: what is due in them runs in order, at its time.

        Raises ValueError for a negative or infinite time.
        """
        if not 0 <= seconds < float("inf"):
            raise ValueError(f"a clock advances by 0 seconds or more, not by {seconds!r}")
        async with self._advance_lock:
            start = self.now()
            self._base = start
            self._jumps += 1
            self.jump = Jump(self._jumps, start + seconds)
            self._arrived = asyncio.get_running_loop().create_future()
            try:
                await self._arrived
            finally:
                self._base = max(self._base, self.jump.target) if self._arrived.done() else self._base
                self.jump = None
                self._arrived = None
                self._wall = time.monotonic()
                self._rearm()

    # -- driving ---------------------------------------------------------------------------------

    def attach(self, loop: asyncio.AbstractEventLoop) -> None:
        """Belong to `loop`; called by `new_event_loop`."""
        self._loop = loop
        self._arm()

    def on_idle(self) -> bool:
        """Nothing can run: move to the next thing that is due, if time may move. True if something was started."""
        self._drop_cancelled()
        if self._due_scheduled:
            return False
        if self.jump is not None:
            if self._heap and self._heap[0][0] <= self.jump.target:
                self._jump_to(self._heap[0][0])
            else:
                self._base = self.jump.target
                if self._arrived is not None:
                    _settle(self._arrived)
            return True
        may_jump = self._waiting > 0 and (self._holds == 0 or self._outside > 0)
        if self.virtual and may_jump and self._heap:
            self._jump_to(self._heap[0][0])
            return True
        return False

    def _jump_to(self, when: float) -> None:
        self._base = max(self._base, when)
        self._schedule_due()

    def _schedule_due(self) -> None:
        if self._loop is not None and not self._due_scheduled:
            self._due_scheduled = True
            self._loop.call_soon(self._run_due)

    def _run_due(self) -> None:
        self._due_scheduled = False
        now = self.now()
        newest = self._order  # what is scheduled from here on waits for the next round, so that time can move
        later: list[tuple[float, int, Timer]] = []
        while self._heap and self._heap[0][0] <= now:
            entry = heapq.heappop(self._heap)
            timer = entry[2]
            if entry[1] > newest:
                later.append(entry)
                continue
            callback, timer.callback = timer.callback, None
            if callback is None:
                self._cancelled -= 1
                continue
            try:
                callback()
            except Exception as error:
                assert self._loop is not None
                self._loop.call_exception_handler(
                    {"message": f"a timer failed: {error!r}", "exception": error}
                )
        for entry in later:
            heapq.heappush(self._heap, entry)
        self._arm()

    def _drop_cancelled(self) -> None:
        while self._heap and self._heap[0][2].callback is None:
            heapq.heappop(self._heap)
            self._cancelled -= 1

    def _rearm(self) -> None:
        """As `_arm`, when the alarm was set for another time than now holds."""
        if self._alarm is not None:
            self._alarm.cancel()
            self._alarm = None
        self._arm()

    def _arm(self) -> None:
        """See to it that the loop wakes for the first thing in the heap (in real time only)."""
        if self._loop is None or self.jump is not None:
            return
        self._drop_cancelled()
        if not self._heap:
            return
        first = self._heap[0][0]
        if self.virtual:
            if first <= self._base:
                self._schedule_due()
            return
        if self._alarm is not None:
            if self._alarm_for <= first and not self._alarm.cancelled():
                return
            self._alarm.cancel()
        self._alarm_for = first
        delay = min(max(0.0, first - self.now()) / self._speed, _LONGEST_SLEEP_S)
        self._alarm = self._loop.call_later(delay, self._alarm_rings)

    def _alarm_rings(self) -> None:
        self._alarm = None
        if self.jump is None:
            self._run_due()


def _checked_speed(speed: float) -> float:
    low, high = SPEEDS
    if not low <= speed <= high:
        raise ValueError(
            f"a clock runs at {low:g} to {high:g} times the wall clock's speed, not at {speed!r}"
        )
    return float(speed)


def _settle(future: asyncio.Future[None]) -> None:
    if not future.done():
        future.set_result(None)


class _IdleSelector(selectors.DefaultSelector):
    """Tells the clock when the loop is about to block, that is, when no callback is ready and no socket is."""

    def __init__(self, clock: HouseClock) -> None:
        super().__init__()
        self._clock = clock

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is not None and timeout <= 0:
            return super().select(0)
        ready = super().select(0)
        if ready or self._clock.on_idle():
            return ready
        return super().select(timeout)


def new_event_loop(clock: HouseClock) -> asyncio.AbstractEventLoop:
    """An asyncio loop that drives `clock`. A clock belongs to one loop."""
    loop = asyncio.SelectorEventLoop(_IdleSelector(clock))
    clock.attach(loop)
    return loop


def run(clock: HouseClock, coroutine: Coroutine[Any, Any, T]) -> T:
    """Run `coroutine` in a loop of its own while it is waited for, then close the loop."""
    loop = new_event_loop(clock)

    async def waited_for() -> T:
        with clock.waiting():
            return await coroutine

    try:
        return loop.run_until_complete(waited_for())
    finally:
        _cancel_all(loop)
        loop.close()


def _cancel_all(loop: asyncio.AbstractEventLoop) -> None:
    tasks = asyncio.all_tasks(loop)
    for task in tasks:
        task.cancel()
    if tasks:
        loop.run_until_complete(asyncio.gather(*tasks, return_exceptions=True))
    loop.run_until_complete(loop.shutdown_asyncgens())
