"""L108: the access token URI is that of Particle's list of tokens."""

from __future__ import annotations

from photonsim.faults._console import ConsoleEntries

FAULT = ConsoleEntries(
    "L108",
    "the access token URI is /v1/access_tokens, not /oauth/token",
    skill=lambda house: {"access_token_uri": f"{house.addresses.particle}/v1/access_tokens"},
    breaks_linking=True,
)
