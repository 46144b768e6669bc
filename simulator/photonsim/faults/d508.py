"""D508: the Photons belong to another account."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from photonsim.house import House


class ClaimedByAnother:
    """Somebody else claimed them, as happens with boards that were bought used."""

    name = "D508"
    summary = "the Photons are claimed by another Particle account"

    async def on(self, house: House) -> None:
        house.particle.add_user(_OTHER, "the password of somebody else")
        self._move(house, _OTHER)

    async def off(self, house: House) -> None:
        self._move(house, house.user)

    def _move(self, house: House, username: str) -> None:
        user, fleet = house.particle.state.users.find(username), house.particle.state.fleet
        assert user is not None
        for photon in house.photons:
            device = fleet.get(photon.device_id)
            assert device is not None
            fleet.hand_over(device, user.id)


_OTHER = "somebody.else@example.com"
FAULT = ClaimedByAnother()
