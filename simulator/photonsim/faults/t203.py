"""T203: somebody else has used Alexa's refresh token, and the access token ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from photonsim.house import House


class RefreshTokenTaken:
    """A refresh token works once; 90 days later Alexa finds hers used."""

    name = "T203"
    summary = "Alexa's refresh token was revoked or used by somebody else"

    async def on(self, house: House) -> None:
        account = house.alexa.account
        if account is not None and account.refresh_token is not None:
            house.particle.state.tokens.use_refresh(account.refresh_token)
        await house.advance(91 * 86_400)
        await house.alexa.discover()

    async def off(self, house: House) -> None:
        await house.link()


FAULT = RefreshTokenTaken()
