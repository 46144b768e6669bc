"""A311: the privacy policy's page is not there."""

from __future__ import annotations

from photonsim.faults._console import ConsoleEntries

FAULT = ConsoleEntries(
    "A311",
    "the skill's manifest has no privacy policy URL",
    manifest=lambda house: {"privacy_policy_url": ""},
)
