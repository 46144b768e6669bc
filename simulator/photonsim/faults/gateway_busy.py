"""gateway-busy: Alexa's event gateway takes no reports for a while."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from photonsim.house import House


class GatewayBusy:
    """503 SERVICE_UNAVAILABLE_EXCEPTION, as on a bad day of Amazon's."""

    name = "gateway-busy"
    summary = "Alexa's event gateway answers 503"

    async def on(self, house: House) -> None:
        house.alexa.gateway.busy = True

    async def off(self, house: House) -> None:
        house.alexa.gateway.busy = False


FAULT = GatewayBusy()
