"""A319: a runtime that AWS has retired, too old for the package."""

from __future__ import annotations

from photonsim.faults._console import ConsoleEntries

FAULT = ConsoleEntries(
    "A319",
    "the function's runtime is python3.9",
    function=lambda house: {"runtime": "python3.9"},
)
