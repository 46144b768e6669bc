"""W405: Particle lets the webhook rest after many errors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from photonsim.faults._reports import change_a_light, webhooks

if TYPE_CHECKING:
    from photonsim.house import House


class Throttled:
    """Its target was broken for some minutes; it is mended, and Particle does not call it yet."""

    name = "W405"
    summary = "the webhook failed so often that Particle does not call it for a while"

    async def on(self, house: House) -> None:
        right = [(hook, hook.url) for hook in webhooks(house)]
        for hook, url in right:
            hook.url = f"{url}-that-fails"
        for _ in range(3):
            await change_a_light(house, wait=100.0)
        await change_a_light(house, wait=35.0)
        for hook, url in right:
            hook.url = url

    async def off(self, house: House) -> None:
        await house.clock.advance(300)
        await change_a_light(house)


FAULT = Throttled()
