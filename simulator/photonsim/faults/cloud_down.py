"""cloud-down: Particle's cloud cannot be reached by the Lambda and by Alexa."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from photonsim.house import House


class CloudDown:
    """Requests inside the house find nobody; the cloud's own socket, where there is one, goes on."""

    name = "cloud-down"
    summary = "Particle's cloud cannot be reached"

    async def on(self, house: House) -> None:
        house.http.cut(house.addresses.particle)

    async def off(self, house: House) -> None:
        house.http.restore(house.addresses.particle)


FAULT = CloudDown()
