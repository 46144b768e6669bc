"""narrow-client: the OAuth client is limited to looking: its tokens may not call functions."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from photonsim.house import House

_LOOKING = (
    "devices:list devices:get devices.variable:get integrations:create integrations:list integrations:remove"
)


class NarrowClient:
    """Somebody who gave the client a scope forgot that lights are switched by functions. Mended by linking again."""

    name = "narrow-client"
    summary = "the OAuth client's scope lets Alexa see the devices, and not call their functions"

    async def on(self, house: House) -> None:
        await self._limit(house, _LOOKING)

    async def off(self, house: House) -> None:
        await self._limit(house, "")

    async def _limit(self, house: House, scope: str) -> None:
        clients = house.particle.state.clients
        client = clients.get(house.client.id)
        assert client is not None
        clients.update(client, scope=scope)
        await house.alexa.unlink()
        await house.link()


FAULT = NarrowClient()
