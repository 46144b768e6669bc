"""T207: an access token stands among the Lambda's environment variables."""

from __future__ import annotations

from photonsim.faults._console import ConsoleEntries

FAULT = ConsoleEntries(
    "T207",
    "the Lambda's environment holds an access token in clear",
    environment=lambda house: {"MY_PARTICLE_TOKEN": house.access_token},
)
