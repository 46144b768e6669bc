"""L114: the access token URI is an address of the home network: the browser gets through, Amazon does not."""

from __future__ import annotations

from photonsim.faults._console import ConsoleEntries

FAULT = ConsoleEntries(
    "L114",
    "the access token URI is a private address that Amazon cannot reach",
    skill=lambda house: {"access_token_uri": "https://photonlink.local/oauth/token"},
    breaks_linking=True,
)
