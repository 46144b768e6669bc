"""A house behind synchronous calls: its loop runs in a thread of its own."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from photonsim.clock import HouseClock, new_event_loop

T = TypeVar("T")


class LoopThread:
    """Runs the loop of one clock. Each call waits for its result, so time may jump while it does."""

    def __init__(self, clock: HouseClock) -> None:
        self._clock = clock
        self._loop = new_event_loop(clock)
        self._thread = threading.Thread(target=self._loop.run_forever, name="photonlink-house", daemon=True)
        self._thread.start()

    def wait(self, coroutine: Coroutine[Any, Any, T]) -> T:
        """Run a coroutine in the house's loop and return its result; virtual time moves for it."""

        async def waited_for() -> T:
            with self._clock.waiting():
                return await coroutine

        return asyncio.run_coroutine_threadsafe(waited_for(), self._loop).result()

    def call(self, function: Callable[..., T], *args: Any, **keywords: Any) -> T:
        """Call a function in the house's loop, so that nothing else runs meanwhile; time stands still."""

        async def called() -> T:
            return function(*args, **keywords)

        return asyncio.run_coroutine_threadsafe(called(), self._loop).result()

    def close(self) -> None:
        async def finish() -> None:
            tasks = asyncio.all_tasks() - {asyncio.current_task()}
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

        asyncio.run_coroutine_threadsafe(finish(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()
