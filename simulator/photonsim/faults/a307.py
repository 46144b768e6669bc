"""A307: "Send Alexa Events" is on, and the messaging pair was never copied into the function's environment."""

from __future__ import annotations

from photonsim.faults._console import ConsoleEntries

FAULT = ConsoleEntries(
    "A307",
    "the function's environment lacks ALEXA_CLIENT_ID and ALEXA_CLIENT_SECRET",
    environment=lambda house: {"ALEXA_CLIENT_ID": None, "ALEXA_CLIENT_SECRET": None},
    breaks_linking=True,
)
