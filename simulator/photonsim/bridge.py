"""Synchronous code inside the house's loop: greenlets that are suspended where a thread would block.

The Lambda handler and `requests` are synchronous. Run in a greenlet they take part in the one loop of the
house, so that a run stays deterministic and virtual time knows exactly whether they compute or wait.
"""

from __future__ import annotations

import asyncio
import concurrent.futures
from collections.abc import Awaitable, Callable, Iterable, Iterator
from typing import Any, TypeVar

from greenlet import getcurrent, greenlet

T = TypeVar("T")


class Freezer:
    """Holds greenlets still, as AWS Lambda freezes a process between invocations."""

    def __init__(self) -> None:
        self._open = asyncio.Event()
        self._open.set()

    @property
    def frozen(self) -> bool:
        return not self._open.is_set()

    def freeze(self) -> None:
        """From now on no greenlet of this freezer is resumed."""
        self._open.clear()

    def thaw(self) -> None:
        self._open.set()

    async def passage(self) -> None:
        """Returns when greenlets may run."""
        await self._open.wait()


class _Bridged(greenlet):
    """A greenlet that `await_` may suspend."""


async def run_sync(
    function: Callable[..., T], *args: Any, freezer: Freezer | None = None, **keywords: Any
) -> T:
    """Run `function` in a greenlet of this task; inside it, `await_()` waits without blocking the loop."""
    bridged = _Bridged(function)
    bridged.gr_context = getcurrent().gr_context
    result = bridged.switch(*args, **keywords)
    while not bridged.dead:
        try:
            value = await result
        except BaseException as error:
            if freezer is not None and not isinstance(error, asyncio.CancelledError):
                await freezer.passage()
            result = bridged.throw(error)
        else:
            if freezer is not None and freezer.frozen:
                await freezer.passage()
            result = bridged.switch(value)
    return result  # type: ignore[no-any-return]


def await_(awaitable: Awaitable[T]) -> T:
    """Wait for `awaitable` in code that `run_sync` runs. Raises RuntimeError elsewhere."""
    current = getcurrent()
    if not isinstance(current, _Bridged):
        close = getattr(awaitable, "close", None)
        if close is not None:
            close()
        raise RuntimeError("await_() works only inside code that photonsim.bridge.run_sync() runs")
    parent = current.parent
    assert parent is not None
    return parent.switch(awaitable)  # type: ignore[no-any-return]


def in_bridge() -> bool:
    """Whether the running code may call `await_()`."""
    return isinstance(getcurrent(), _Bridged)


class GreenletFuture(concurrent.futures.Future[T]):
    """A future whose `result()` suspends the calling greenlet instead of blocking the only thread."""

    def __init__(self) -> None:
        super().__init__()
        self._settled = asyncio.get_running_loop().create_future()
        self.add_done_callback(self._settle)

    def _settle(self, _: object) -> None:
        if not self._settled.done():
            self._settled.set_result(None)

    def result(self, timeout: float | None = None) -> T:
        self._wait(timeout)
        return super().result(0)

    def exception(self, timeout: float | None = None) -> BaseException | None:
        self._wait(timeout)
        return super().exception(0)

    def _wait(self, timeout: float | None) -> None:
        if self.done():
            return
        if timeout is not None:
            raise RuntimeError(
                "a greenlet's future takes no time-out, which would be in wall time: give the work one"
            )
        await_(asyncio.shield(self._settled))


class GreenletExecutor(concurrent.futures.Executor):
    """An executor for code that `run_sync` runs: at most `max_workers` tasks at once, each a greenlet.

    `concurrent.futures.wait` and `as_completed` block the thread and so cannot be used with it; `map` and
    `Future.result` can.
    """

    def __init__(self, max_workers: int = 32, *, freezer: Freezer | None = None) -> None:
        self._slots = asyncio.Semaphore(max_workers)
        self._freezer = freezer
        self._tasks: set[asyncio.Task[None]] = set()

    def submit(self, fn: Callable[..., T], /, *args: Any, **kwargs: Any) -> GreenletFuture[T]:
        future: GreenletFuture[T] = GreenletFuture()
        task = asyncio.get_running_loop().create_task(self._work(future, fn, args, kwargs))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return future

    async def _work(
        self, future: GreenletFuture[T], fn: Callable[..., T], args: Any, kwargs: dict[str, Any]
    ) -> None:
        async with self._slots:
            if self._freezer is not None:
                await self._freezer.passage()
            if not future.set_running_or_notify_cancel():
                return
            try:
                result = await run_sync(fn, *args, freezer=self._freezer, **kwargs)
            except asyncio.CancelledError as error:
                future.set_exception(error)
                raise
            except BaseException as error:
                future.set_exception(error)
            else:
                future.set_result(result)

    def map(
        self,
        fn: Callable[..., T],
        *iterables: Iterable[Any],
        timeout: float | None = None,
        chunksize: int = 1,
        buffersize: int | None = None,
    ) -> Iterator[T]:
        futures = [self.submit(fn, *args) for args in zip(*iterables, strict=False)]
        return (future.result(timeout) for future in futures)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        tasks = list(self._tasks)
        if cancel_futures:
            for task in tasks:
                task.cancel()
        if wait and tasks and in_bridge():
            await_(asyncio.wait(tasks))
