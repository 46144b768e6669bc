"""L109: the authorization URI is the token URI."""

from __future__ import annotations

from photonsim.faults._console import ConsoleEntries

FAULT = ConsoleEntries(
    "L109",
    "the authorization URI is /oauth/token, not /oauth/authorize",
    skill=lambda house: {"authorization_uri": f"{house.addresses.particle}/oauth/token"},
    breaks_linking=True,
)
