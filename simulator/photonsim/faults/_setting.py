"""A fault that is one setting of the simulated Particle cloud: what several of these modules are made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from photonsim.house import House


@dataclass(frozen=True)
class CloudSetting:
    """Sets `setting` of the cloud's faults (photonsim.particle_cloud.CloudFaults) to `bad`, and back to `good`."""

    name: str
    summary: str
    setting: str
    bad: Any = True
    good: Any = False

    async def on(self, house: House) -> None:
        setattr(house.particle.faults, self.setting, self.bad)

    async def off(self, house: House) -> None:
        setattr(house.particle.faults, self.setting, self.good)
