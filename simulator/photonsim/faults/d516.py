"""D516: the first Photon loses its connection again and again."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from photonsim.house import House


class DropsOff:
    """Five times within some minutes; at the moment it is there."""

    name = "D516"
    summary = "the first Photon drops off the cloud and comes back, again and again"

    async def on(self, house: House) -> None:
        for _ in range(5):
            house.photons[0].unplug()
            await house.clock.advance(60)
            house.photons[0].plug_in()
            await house.clock.advance(10)

    async def off(self, house: House) -> None:
        await house.clock.advance(86_400)


FAULT = DropsOff()
