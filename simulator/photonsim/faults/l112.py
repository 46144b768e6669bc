"""L112: a long time passes between the login and the exchange of the code."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from photonsim.house import House


class LateExchange:
    """Amazon's servers ask for the token after the code's life."""

    name = "L112"
    summary = "the code is exchanged 45 s after the login, when it has expired"

    async def on(self, house: House) -> None:
        house.alexa.linking.exchange_delay = 45.0
        await house.alexa.unlink()
        await house.link()

    async def off(self, house: House) -> None:
        house.alexa.linking.exchange_delay = 0.0
        await house.link()


FAULT = LateExchange()
