"""W406: the table of grants is empty."""

from __future__ import annotations

from typing import TYPE_CHECKING

from photonlink.alexa.reports.accounts import Accounts
from photonsim.faults._reports import change_a_light

if TYPE_CHECKING:
    from photonsim.house import House


class NoGrant:
    """Somebody made the table anew."""

    name = "W406"
    summary = "the Lambda's table has no grant of Alexa"

    async def on(self, house: House) -> None:
        accounts = Accounts(house.lambda_store())
        account = accounts.by_name(house.user)
        if account is not None:
            accounts.remove(account)

    async def off(self, house: House) -> None:
        await house.alexa.unlink()
        await house.link()
        await change_a_light(house)


FAULT = NoGrant()
