"""A304: the handler's name, one letter short."""

from __future__ import annotations

from photonsim.faults._console import ConsoleEntries

FAULT = ConsoleEntries(
    "A304",
    "the function's handler is photonlnk.aws.handler, which its package does not have",
    function=lambda house: {"handler": "photonlnk.aws.handler"},
)
