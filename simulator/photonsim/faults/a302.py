"""A302: the Lambda's ARN was typed in and never saved."""

from __future__ import annotations

from photonsim.faults._console import ConsoleEntries

FAULT = ConsoleEntries(
    "A302",
    "the skill's manifest has no endpoint",
    manifest=lambda house: {"endpoints": {}},
    breaks_linking=True,
)
