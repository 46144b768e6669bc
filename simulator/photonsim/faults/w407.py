"""W407: the messaging pair was renewed in the console."""

from __future__ import annotations

from typing import TYPE_CHECKING

from photonsim.faults._reports import change_a_light

if TYPE_CHECKING:
    from photonsim.house import House


class PairRenewed:
    """The Lambda's environment still has the old one; it shows when the first token has ended."""

    name = "W407"
    summary = "the messaging pair was renewed in the console, and the Lambda has the old one"

    async def on(self, house: House) -> None:
        skill = house.alexa.skill
        house.alexa.login_with_amazon.remove_client(skill.messaging_client_id)
        await house.clock.advance(2 * 3600)
        await change_a_light(house)

    async def off(self, house: House) -> None:
        skill = house.alexa.skill
        house.alexa.login_with_amazon.add_client(skill.messaging_client_id, skill.messaging_client_secret)
        await house.alexa.unlink()
        await house.link()
        await house.clock.advance(2 * 3600)
        await change_a_light(house)


FAULT = PairRenewed()
