"""A change of a light that is reported to Alexa: what faults of reports need to show themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from photonsim.house import House
    from photonsim.particle_cloud.model.webhooks import Webhook


async def change_a_light(house: House, *, wait: float = 3.0) -> None:
    """Somebody switches the last light of the first Photon by another program than Alexa; then `wait` seconds pass."""
    photon = house.photons[0]
    lights = house.twins.lights(photon.device_id)
    if lights and photon.online:
        await photon.call_function("power", f"{lights[-1].key}=toggle")
    await house.clock.advance(wait)


def webhooks(house: House) -> list[Webhook]:
    """Those of the house's account."""
    user = house.particle.state.users.find(house.user)
    assert user is not None
    return house.particle.state.webhooks.owned_by(user.id)
