"""A303: the function's only trigger is that of a custom skill."""

from __future__ import annotations

from photonsim.consoles import CUSTOM_PRINCIPAL
from photonsim.faults._console import ConsoleEntries

FAULT = ConsoleEntries(
    "A303",
    "the function's trigger is Alexa Skills Kit, where a smart home skill needs Alexa Smart Home",
    function=lambda house: {"triggers": ((CUSTOM_PRINCIPAL, house.manifest.id, None),)},
)
