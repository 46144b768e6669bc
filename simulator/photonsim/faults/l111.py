"""L111: the client is limited to one scope, and the skill asks for another."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from photonsim.house import House
    from photonsim.particle_cloud import OAuthClient


class WrongScope:
    """The client has a scope, and the console another."""

    name = "L111"
    summary = "the skill asks for a scope that the OAuth client does not have"

    async def on(self, house: House) -> None:
        self._right = house.alexa.skill
        _client(house).scope = "events"
        house.alexa.configure(replace(self._right, scopes=("profile",)))
        await house.alexa.unlink()
        await house.link()

    async def off(self, house: House) -> None:
        _client(house).scope = None
        house.alexa.configure(self._right)
        await house.link()


def _client(house: House) -> OAuthClient:
    client = house.particle.state.clients.get(house.client.id)
    assert client is not None
    return client


FAULT = WrongScope()
