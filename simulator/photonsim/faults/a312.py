"""A312: the account is American, and reports go to Europe's event gateway."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from photonsim.house import House

_NAME = "ALEXA_EVENT_GATEWAY"


class WrongGateway:
    """Only one gateway is named, and not that of the account. The grant is lost with it: it is given anew."""

    name = "A312"
    summary = (
        "the function reports changes to the event gateway of Europe, the account is at home in North America"
    )

    async def on(self, house: House) -> None:
        self._right = house.lambda_.environment()
        house.lambda_.set_environment({**self._right, _NAME: f"{house.addresses.alexa}/eu/v3/events"})
        await self._link_anew(house)

    async def off(self, house: House) -> None:
        house.lambda_.set_environment(self._right)
        await self._link_anew(house)

    @staticmethod
    async def _link_anew(house: House) -> None:
        await house.alexa.unlink()
        await house.link()


FAULT = WrongGateway()
