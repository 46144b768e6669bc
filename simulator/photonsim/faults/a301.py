"""A301: the ARN of a function in a region of AWS that Alexa does not call."""

from __future__ import annotations

from photonsim.consoles import function_arn
from photonsim.faults._console import ConsoleEntries

FAULT = ConsoleEntries(
    "A301",
    "the skill's endpoint is a function in eu-central-1, which Alexa does not call",
    manifest=lambda house: {"endpoints": {"default": function_arn("eu-central-1")}},
    breaks_linking=True,
)
