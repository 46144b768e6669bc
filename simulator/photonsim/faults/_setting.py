"""A fault that is one setting of the simulated Particle cloud: what several of these modules are made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from photonsim.house import House


@dataclass(frozen=True)
class CloudSetting:
    """Sets `setting` of the cloud's faults (photonsim.particle_cloud.CloudFaults) to `bad`, and back to `good`.

    `breaks_linking`: the account is linked anew each time, as somebody does who meets this fault at the beginning.
    `relink_after`: once more when it is mended, although it is linked then.
    """

    name: str
    summary: str
    setting: str
    bad: Any = True
    good: Any = False
    breaks_linking: bool = False
    relink_after: bool = False

    async def on(self, house: House) -> None:
        setattr(house.particle.faults, self.setting, self.bad)
        if self.breaks_linking:
            await house.alexa.unlink()
            await house.link()

    async def off(self, house: House) -> None:
        setattr(house.particle.faults, self.setting, self.good)
        if self.relink_after:
            await house.alexa.unlink()
        if self.breaks_linking:
            await house.link()
