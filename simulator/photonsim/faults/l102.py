"""L102: the user name at Particle stands in the skill's field for the client id."""

from __future__ import annotations

from photonsim.faults._console import ConsoleEntries

FAULT = ConsoleEntries(
    "L102",
    "the client id in the skill is the user name at Particle",
    skill=lambda house: {"client_id": house.user},
    breaks_linking=True,
)
