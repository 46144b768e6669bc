"""D501: the device is offline."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from photonsim.house import House


class DeviceOffline:
    """All Photons of the house lose their power."""

    name = "D501"
    summary = "the Photons are offline: somebody pulled the plug"

    async def on(self, house: House) -> None:
        for photon in house.photons:
            photon.unplug()
        # Particle notices a device that vanished after about twice its keep-alive.
        await house.clock.advance(60)

    async def off(self, house: House) -> None:
        for photon in house.photons:
            photon.plug_in()
        await house.clock.advance(5)


FAULT = DeviceOffline()
