"""Faults that are other firmware: variants of ours, which ship built (photonsim.photon.variants)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from photonsim.photon.build import built_firmware

if TYPE_CHECKING:
    from photonsim.house import House
    from photonsim.photon.wasm import Firmware

#: Until a Photon has taken new firmware, has started it, and has settled, in seconds.
_SETTLED_S = 30.0


class OtherFirmware:
    """The first Photon of the house runs the built module `module`, by default the one that is named as the fault."""

    def __init__(self, name: str, summary: str, module: str | None = None) -> None:
        self.name, self.summary = name, summary
        self._module = module or name.lower()
        self._before: Firmware | None = None

    async def on(self, house: House) -> None:
        self._before = house.photons[0].firmware
        await _flash(house, built_firmware(self._module))

    async def off(self, house: House) -> None:
        if self._before is not None:
            await _flash(house, self._before.image)


async def _flash(house: House, image: bytes) -> None:
    photon = house.photons[0]
    await house.clock.wait_for(photon.update(image), 120)
    await house.clock.advance(_SETTLED_S)
    house.learn(photon)
    await house.clock.advance(1)
