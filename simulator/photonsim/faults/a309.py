"""A309: a placeholder was left where the skill id belongs."""

from __future__ import annotations

from photonsim.faults._console import ConsoleEntries

FAULT = ConsoleEntries(
    "A309",
    "PHOTONLINK_SKILL_ID is still the placeholder of an example",
    environment=lambda house: {"PHOTONLINK_SKILL_ID": "amzn1.ask.skill.YOUR-SKILL-ID"},
)
