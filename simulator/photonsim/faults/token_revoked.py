"""T204: the linked access token was revoked in the account."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from photonsim.house import House


class TokenRevoked:
    """Somebody changed the password, or signed out everywhere. Mended by linking again."""

    name = "T204"
    summary = "the access token that Alexa holds was revoked in Particle's account"

    async def on(self, house: House) -> None:
        token = house.alexa.access_token
        if token is not None:
            house.particle.revoke_token(token)

    async def off(self, house: House) -> None:
        await house.link()


FAULT = TokenRevoked()
