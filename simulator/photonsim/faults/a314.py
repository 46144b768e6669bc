"""A314: the app is signed in with another Amazon account than the one that develops the skill."""

from __future__ import annotations

from photonsim.faults._console import ConsoleEntries

FAULT = ConsoleEntries(
    "A314",
    "the skill is in development, and the Alexa account is not the developer's",
    amazon=lambda house: {"email": "bob@example.com"},
    breaks_linking=True,
)
