"""D508: the Photons belong to another account."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from photonsim.house import House


class ClaimedByAnother:
    """Somebody else claimed them, as happens with boards that were bought used."""

    name = "D508"
    summary = "the Photons are claimed by another Particle account"

    async def on(self, house: House) -> None:
        house.particle.add_user(_OTHER, "the password of somebody else")
        self._move(house, dict.fromkeys((photon.device_id for photon in house.photons), _OTHER))

    async def off(self, house: House) -> None:
        self._move(house, {photon.device_id: house.owner_of(photon) for photon in house.photons})

    def _move(self, house: House, owners: Mapping[str, str]) -> None:
        fleet = house.particle.state.fleet
        for device_id, username in owners.items():
            user, device = house.particle.state.users.find(username), fleet.get(device_id)
            assert user is not None
            assert device is not None
            fleet.hand_over(device, user.id)


_OTHER = "somebody.else@example.com"
FAULT = ClaimedByAnother()
