"""W401: the webhook was deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from photonsim.faults._reports import webhooks

if TYPE_CHECKING:
    from photonsim.house import House


class NoWebhook:
    """Somebody deleted all integrations of the account."""

    name = "W401"
    summary = "the webhook that tells of changes was deleted"

    async def on(self, house: House) -> None:
        for hook in webhooks(house):
            house.particle.state.webhooks.remove(hook)

    async def off(self, house: House) -> None:
        await house.alexa.unlink()
        await house.link()


FAULT = NoWebhook()
