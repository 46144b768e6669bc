"""W402: the webhook calls another URL than that of the handler."""

from __future__ import annotations

from typing import TYPE_CHECKING

from photonsim.faults._reports import change_a_light, webhooks

if TYPE_CHECKING:
    from photonsim.house import House


class OtherUrl:
    """The function was deployed anew, and has another URL."""

    name = "W402"
    summary = "the webhook calls a URL at which no handler is"

    async def on(self, house: House) -> None:
        self._right = [(hook, hook.url) for hook in webhooks(house)]
        for hook, url in self._right:
            hook.url = f"{url}-of-yesterday"
        await change_a_light(house)

    async def off(self, house: House) -> None:
        for hook, url in self._right:
            hook.url = url
        await change_a_light(house)


FAULT = OtherUrl()
