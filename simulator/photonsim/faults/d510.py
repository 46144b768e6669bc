"""D510: the first Photon has an older Device OS than its firmware needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from photonsim.house import House

_OLD = "1.5.2"


class OldSystem:
    """It breathes magenta: safe mode."""

    name = "D510"
    summary = f"the first Photon has Device OS {_OLD}, too old for its firmware: safe mode"

    async def on(self, house: House) -> None:
        self._right = house.photons[0].system_version
        await _restart(house, _OLD)

    async def off(self, house: House) -> None:
        await _restart(house, self._right)
        house.learn(house.photons[0])


async def _restart(house: House, system_version: str) -> None:
    photon = house.photons[0]
    photon.unplug()
    await house.clock.advance(60)
    photon.change_system(system_version)
    photon.plug_in()
    await house.clock.advance(10)


FAULT = OldSystem()
