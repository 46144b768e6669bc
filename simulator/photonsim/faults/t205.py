"""T205: many attempts to link have left their tokens behind."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from photonsim.house import House


class PiledUp:
    """Each got as far as the exchange."""

    name = "T205"
    summary = "tokens of a dozen failed attempts to link lie in the account"

    async def on(self, house: House) -> None:
        self._made = [
            house.particle.create_token(house.user, 90 * 86_400, house.client.id) for _ in range(12)
        ]

    async def off(self, house: House) -> None:
        for token in self._made:
            house.particle.revoke_token(token)


FAULT = PiledUp()
