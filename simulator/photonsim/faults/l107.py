"""L107: client and skill use a redirect URI that already has a query."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from photonsim.house import House

VENDOR, LINKING_CLIENT = "M2AEXAMPLE1234", "photonlink"


class RedirectWithQuery:
    """The client is made with Alexa's old form of the redirect URI."""

    name = "L107"
    summary = "the redirect URI has a query (?vendorId=), to which Particle appends ?code="

    async def on(self, house: House) -> None:
        uri = f"{house.addresses.redirect_uri}?vendorId={VENDOR}"
        client = house.particle.create_client(house.user, LINKING_CLIENT, "web", uri)
        assert client.secret is not None
        self._made, self._right = client, house.alexa.skill
        house.alexa.configure(
            replace(self._right, redirect_uri=uri, client_id=client.id, client_secret=client.secret)
        )
        await house.alexa.unlink()
        await house.link()

    async def off(self, house: House) -> None:
        house.particle.state.clients.remove(self._made)
        house.alexa.configure(self._right)
        await house.link()


FAULT = RedirectWithQuery()
