"""T201: Alexa does not refresh the access token, and its 90 days are over."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from photonsim.house import House


class NotRefreshed:
    """91 days pass."""

    name = "T201"
    summary = "the access token has expired, and Alexa has not refreshed it"

    async def on(self, house: House) -> None:
        house.alexa.linking.refreshes = False
        await house.advance(91 * 86_400)

    async def off(self, house: House) -> None:
        house.alexa.linking.refreshes = True
        await house.link()


FAULT = NotRefreshed()
