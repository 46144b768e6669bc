"""A320: the function's role was made for a function that keeps nothing."""

from __future__ import annotations

from photonsim.faults._console import ConsoleEntries

FAULT = ConsoleEntries(
    "A320",
    "the function's role may write its log, and not the table of grants",
    function=lambda house: {"actions": ("logs:CreateLogStream", "logs:PutLogEvents")},
    breaks_linking=True,
)
