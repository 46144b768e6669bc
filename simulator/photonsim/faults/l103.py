"""L103: an access token stands in the skill's field for the client secret."""

from __future__ import annotations

from photonsim.faults._console import ConsoleEntries

FAULT = ConsoleEntries(
    "L103",
    "the client secret in the skill is an access token",
    skill=lambda house: {"client_secret": house.access_token},
    breaks_linking=True,
)
