"""W404: Alexa knows the skill as disabled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from photonsim.faults._reports import change_a_light

if TYPE_CHECKING:
    from photonsim.house import House


class SkillDisabled:
    """Somebody disabled the skill, and Alexa has told nobody."""

    name = "W404"
    summary = "the skill was disabled in the Alexa app, and the webhook still fires"

    async def on(self, house: House) -> None:
        house.alexa.gateway.disabled = True
        await change_a_light(house)

    async def off(self, house: House) -> None:
        house.alexa.gateway.disabled = False
        await house.alexa.unlink()
        await house.link()
        await change_a_light(house)


FAULT = SkillDisabled()
