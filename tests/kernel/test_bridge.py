"""Synchronous code in the house's one thread."""

from __future__ import annotations

import asyncio

import pytest

from photonsim.bridge import Freezer, GreenletExecutor, await_, run_sync
from photonsim.clock import HouseClock, run


def test_synchronous_code_waits_without_blocking_the_loop() -> None:
    clock = HouseClock(0.0, virtual=True)
    order: list[str] = []

    def synchronous() -> float:
        order.append("begins")
        await_(clock.sleep(10))
        order.append("goes on")
        return clock.now()

    async def neighbour() -> None:
        await clock.sleep(5)
        order.append("neighbour")

    async def scenario() -> float:
        other = asyncio.ensure_future(neighbour())
        result = await run_sync(synchronous)
        await other
        return result

    assert run(clock, scenario()) == 10.0
    assert order == ["begins", "neighbour", "goes on"]


def test_exceptions_cross_the_bridge_both_ways() -> None:
    clock = HouseClock(0.0, virtual=True)

    async def fails() -> None:
        raise LookupError("from the coroutine")

    def synchronous() -> None:
        with pytest.raises(LookupError, match="from the coroutine"):
            await_(fails())
        raise OSError("from the function")

    with pytest.raises(OSError, match="from the function"):
        run(clock, run_sync(synchronous))


def test_await_outside_the_bridge_says_what_to_do() -> None:
    clock = HouseClock(0.0, virtual=True)
    with pytest.raises(RuntimeError, match="run_sync"):
        await_(clock.sleep(1))


def test_an_executor_works_in_parallel_in_house_time() -> None:
    clock = HouseClock(0.0, virtual=True)

    def slow(n: int) -> int:
        await_(clock.sleep(3))
        return n * n

    def synchronous() -> list[int]:
        with GreenletExecutor(max_workers=5) as executor:
            return list(executor.map(slow, range(10)))

    assert run(clock, run_sync(synchronous)) == [n * n for n in range(10)]
    assert clock.now() == 6.0


def test_a_frozen_greenlet_is_not_resumed_until_it_thaws() -> None:
    clock = HouseClock(0.0, virtual=True)
    steps: list[float] = []

    async def scenario() -> None:
        freezer = Freezer()

        def background() -> None:
            await_(clock.sleep(1))
            steps.append(clock.now())

        def handler() -> str:
            GreenletExecutor(freezer=freezer).submit(background)
            await_(clock.sleep(0.5))
            return "answer"

        assert await run_sync(handler, freezer=freezer) == "answer"
        freezer.freeze()
        await clock.sleep(100)
        assert steps == []
        freezer.thaw()
        await clock.sleep(0)
        assert steps == [100.5]

    run(clock, scenario())
