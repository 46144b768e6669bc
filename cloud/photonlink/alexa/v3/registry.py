"""Which directive is answered by what."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, partial

from photonlink.alexa.payload import Json
from photonlink.alexa.services import Services
from photonlink.alexa.v3 import scenes
from photonlink.alexa.v3.authorization import ACCEPT_GRANT, accept_grant
from photonlink.alexa.v3.capabilities import all_capabilities
from photonlink.alexa.v3.control import control, report_state
from photonlink.alexa.v3.discovery import discover
from photonlink.alexa.v3.message import Directive
from photonlink.clock import Deadline

Answer = Callable[[Services, Directive, Deadline], Json]


@cache
def answers() -> Mapping[tuple[str, str], Answer]:
    """All directives by namespace and name."""
    registry: dict[tuple[str, str], Answer] = {
        ACCEPT_GRANT: accept_grant,
        ("Alexa.Discovery", "Discover"): discover,
        ("Alexa", "ReportState"): report_state,
        (scenes.INTERFACE, "Activate"): scenes.activate,
    }
    for capability in all_capabilities():
        for name, wish in capability.directives().items():
            registry[capability.interface, name] = partial(control, wish=wish)
    return registry
