"""A308: Lambda's own time-out of 3 s, where a start and a slow cloud take longer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from photonsim.bridge import await_

if TYPE_CHECKING:
    from photonsim.house import House

#: What a new function gets, in seconds, and what this one needs: less than Alexa waits.
NEW_TIMEOUT_S, NEEDED_S = 3.0, 3.5


class ShortTimeout:
    """The time-out as AWS sets it, and code that needs a little more."""

    name = "A308"
    summary = "the function's time-out is 3 s, and its answers take 3.5 s"

    async def on(self, house: House) -> None:
        def slow(event: Any, run: Callable[[], Any]) -> Any:
            del event
            await_(house.clock.sleep(NEEDED_S))
            return run()

        self._right = house.function
        house.function = replace(house.function, timeout=NEW_TIMEOUT_S)
        house.lambda_.deploy(slow)

    async def off(self, house: House) -> None:
        house.function = self._right
        house.lambda_.deploy(None)


FAULT = ShortTimeout()
