"""T208: nobody has used the link for 110 days."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from photonsim.house import House


class LongSilence:
    """The refresh token lives 14 days longer than the access token's 90."""

    name = "T208"
    summary = "the link was not used for 110 days, so that the refresh token has expired"

    async def on(self, house: House) -> None:
        await house.advance(110 * 86_400)
        await house.alexa.discover()

    async def off(self, house: House) -> None:
        await house.link()


FAULT = LongSilence()
