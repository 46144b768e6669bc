"""House time: real, virtual, and jumps."""

from __future__ import annotations

import asyncio
import gc
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from photonsim.clock import HouseClock, Timer, new_event_loop, run

DAY = 86_400.0


def test_virtual_time_jumps_to_what_is_due_while_something_waits() -> None:
    clock = HouseClock(1000.0, virtual=True)

    async def wait_long() -> float:
        await clock.sleep(90 * DAY)
        return clock.now()

    began = time.monotonic()
    assert run(clock, wait_long()) == 1000.0 + 90 * DAY
    assert time.monotonic() - began < 5


def test_virtual_time_stands_still_while_nothing_waits() -> None:
    clock = HouseClock(1000.0, virtual=True)
    loop = new_event_loop(clock)
    fired: list[float] = []

    async def scenario() -> None:
        clock.call_later(5, lambda: fired.append(clock.now()))
        await clock.wall_sleep(0.02)
        assert clock.now() == 1000.0
        assert fired == []
        with clock.waiting():
            await clock.sleep(6)

    loop.run_until_complete(scenario())
    loop.close()
    assert fired == [1005.0]


def test_real_time_follows_the_wall_clock() -> None:
    clock = HouseClock()

    async def scenario() -> float:
        began = clock.now()
        await clock.sleep(0.05)
        return clock.now() - began

    assert 0.05 <= run(clock, scenario()) < 2


@pytest.mark.parametrize("virtual", [True, False])
def test_advance_runs_what_is_due_in_order_at_its_time(virtual: bool) -> None:
    clock = HouseClock(0.0, virtual=virtual)
    seen: list[tuple[str, float]] = []

    async def scenario() -> None:
        begin = clock.now()
        for name, delay in (("late", 50.0), ("early", 10.0), ("beyond", 500.0)):
            clock.call_later(delay, lambda name=name: seen.append((name, round(clock.now() - begin, 1))))
        await clock.advance(100)
        assert clock.now() - begin == pytest.approx(100, abs=1)

    run(clock, scenario())
    assert seen[:2] == [("early", 10.0), ("late", 50.0)]
    assert "beyond" not in [name for name, _ in seen]


def test_what_a_timer_starts_is_done_before_time_moves_on() -> None:
    clock = HouseClock(0.0, virtual=True)
    seen: list[float] = []

    async def chain() -> None:
        for _ in range(5):
            await asyncio.sleep(0)
        seen.append(clock.now())

    async def scenario() -> None:
        clock.call_later(10, lambda: asyncio.ensure_future(chain()) and None)
        clock.call_later(20, lambda: None)
        await clock.advance(30)

    run(clock, scenario())
    assert seen == [10.0]


def test_a_periodic_callback_cannot_stop_time_from_moving() -> None:
    clock = HouseClock(0.0, virtual=True)
    calls = 0

    def again() -> None:
        nonlocal calls
        calls += 1
        clock.call_at(clock.now(), again) if calls < 1000 else None

    async def scenario() -> None:
        clock.call_later(1, again)
        await clock.advance(2)

    run(clock, scenario())
    assert calls == 1000
    assert clock.now() == 2.0


def test_wait_for_raises_in_house_time_and_cancels() -> None:
    clock = HouseClock(0.0, virtual=True)
    cancelled = False

    async def hang() -> None:
        nonlocal cancelled
        try:
            await asyncio.get_running_loop().create_future()
        except asyncio.CancelledError:
            cancelled = True
            raise

    async def scenario() -> None:
        with pytest.raises(TimeoutError):
            await clock.wait_for(hang(), 30)
        assert clock.now() == 30.0

    run(clock, scenario())
    assert cancelled


def test_virtual_time_stands_still_while_a_program_outside_computes() -> None:
    clock = HouseClock(0.0, virtual=True)
    fired: list[str] = []

    async def scenario() -> None:
        clock.call_later(1, lambda: fired.append("timer"))
        with clock.hold():
            await clock.wall_sleep(0.02)
            assert fired == []
            with clock.waiting(outside=True):
                await clock.sleep(2)
            assert fired == ["timer"]

    run(clock, scenario())


def test_after_a_jump_in_real_time_what_is_due_soon_is_not_late() -> None:
    clock = HouseClock()

    async def scenario() -> float:
        clock.call_later(5, lambda: None)  # the loop sleeps for this one, which the jump passes
        await clock.advance(90 * DAY)
        began = time.monotonic()
        await clock.sleep(0.01)
        return time.monotonic() - began

    assert run(clock, scenario()) < 2


def test_the_time_outs_of_answered_calls_do_not_pile_up() -> None:
    clock = HouseClock(0.0, virtual=True)
    fired: list[int] = []

    async def answered() -> None:
        return None

    async def scenario() -> None:
        for number in range(2000):
            if number % 100 == 0:
                clock.call_later(60 - number / 100, lambda number=number: fired.append(number))
            await clock.wait_for(answered(), 60)
        gc.collect()
        assert sum(isinstance(found, Timer) for found in gc.get_objects()) < 300
        await clock.sleep(61)
        assert fired == list(range(1900, -1, -100))

    run(clock, scenario())


@pytest.mark.parametrize("seconds", [-1.0, float("inf"), float("nan")])
def test_a_clock_refuses_to_advance_by_nonsense(seconds: float) -> None:
    clock = HouseClock(0.0, virtual=True)
    with pytest.raises(ValueError, match="advances by 0 seconds or more"):
        run(clock, clock.advance(seconds))


@given(st.lists(st.tuples(st.floats(0, 1e7), st.booleans()), max_size=30), st.floats(0, 1e7))
def test_exactly_what_is_due_and_not_cancelled_runs(timers: list[tuple[float, bool]], span: float) -> None:
    clock = HouseClock(0.0, virtual=True)
    ran: list[float] = []

    async def scenario() -> None:
        for when, cancel in timers:
            timer = clock.call_at(when, lambda when=when: ran.append(when))
            if cancel:
                timer.cancel()
        await clock.advance(span)

    run(clock, scenario())
    due = sorted(when for when, cancel in timers if not cancel and when <= span)
    assert ran[: len(due)] == due


def test_slowed_time_takes_longer_on_the_wall_clock_and_can_be_changed_under_way() -> None:
    clock = HouseClock(1000.0, speed=0.5)

    async def scenario() -> tuple[float, float]:
        began = time.monotonic()
        await clock.sleep(0.05)
        slow = time.monotonic() - began
        asleep = asyncio.ensure_future(clock.sleep(0.5))
        await asyncio.sleep(0)
        clock.speed = 50.0
        began = time.monotonic()
        await asleep
        return slow, time.monotonic() - began

    slow, fast = run(clock, scenario())
    assert slow >= 0.1
    assert fast < 0.5, "the alarm that was set at the old speed is set anew"
    assert clock.now() >= 1000.55


def test_a_jump_in_slowed_time_goes_as_far_as_it_says() -> None:
    clock = HouseClock(1000.0, speed=0.01)

    async def scenario() -> None:
        await clock.advance(3600)

    run(clock, scenario())
    assert 4600 <= clock.now() < 4601


@pytest.mark.parametrize("speed", [0, -1.0, float("nan"), 1e9])
def test_a_clock_refuses_a_speed_that_is_none(speed: float) -> None:
    clock = HouseClock(1000.0)
    with pytest.raises(ValueError, match="times the wall clock's speed"):
        clock.speed = speed
    with pytest.raises(ValueError, match="times the wall clock's speed"):
        HouseClock(1000.0, speed=speed)
