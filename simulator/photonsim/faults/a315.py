"""A315: the account is Canadian, and the skill has no locale for Canada."""

from __future__ import annotations

from photonsim.faults._console import ConsoleEntries

FAULT = ConsoleEntries(
    "A315",
    "the account's language and country are Canada's, which the skill does not serve",
    amazon=lambda house: {"country": "CA", "language": "en-CA"},
    breaks_linking=True,
)
