"""Faults that are other code in the function than ours: what several of these modules are made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from photonsim.lambda_service import Variant

if TYPE_CHECKING:
    from photonsim.house import House


@dataclass(frozen=True)
class OtherCode:
    """Uploads `variant` for the skill's function, and our own handler again.

    `breaks_linking`: the account is linked anew, as somebody does who has just uploaded it.
    """

    name: str
    summary: str
    variant: Variant
    breaks_linking: bool = False

    async def on(self, house: House) -> None:
        house.lambda_.deploy(self.variant)
        if self.breaks_linking:
            await house.alexa.unlink()
        await house.link()

    async def off(self, house: House) -> None:
        house.lambda_.deploy(None)
        await house.link()
