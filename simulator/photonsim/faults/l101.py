"""L101: the OAuth client is of type installed, so that a code cannot be exchanged."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from photonsim.house import House
    from photonsim.particle_cloud import OAuthClient


class InstalledClient:
    """The client's type as Particle's console once suggested it."""

    name = "L101"
    summary = "the OAuth client is of type installed, not web"

    async def on(self, house: House) -> None:
        _client(house).type = "installed"
        await house.alexa.unlink()
        await house.link()

    async def off(self, house: House) -> None:
        _client(house).type = "web"
        await house.link()


def _client(house: House) -> OAuthClient:
    client = house.particle.state.clients.get(house.client.id)
    assert client is not None
    return client


FAULT = InstalledClient()
