"""L115: the skill links through Login with Amazon."""

from __future__ import annotations

from typing import TYPE_CHECKING

from photonsim.faults._console import ConsoleEntries

if TYPE_CHECKING:
    from photonsim.house import House

_ID = "amzn1.application-oa2-client.5ecur1typr0f11e5ecur1typr0f11e00"
_SECRET = "amzn1.oa2-cs.v1.5ecur1typr0f11e5ecur1typr0f11e"


class LoginWithAmazonProvider(ConsoleEntries):
    """Console entries, and the security profile that they name."""

    async def on(self, house: House) -> None:
        house.alexa.login_with_amazon.add_client(_ID, _SECRET)
        await super().on(house)


FAULT = LoginWithAmazonProvider(
    "L115",
    "the skill links through Login with Amazon, so Particle's cloud gets Amazon's token",
    skill=lambda house: {
        "authorization_uri": f"{house.addresses.alexa}/ap/oa",
        "access_token_uri": f"{house.addresses.alexa}/auth/o2/token",
        "client_id": _ID,
        "client_secret": _SECRET,
        "scopes": ("profile",),
    },
    breaks_linking=True,
)
