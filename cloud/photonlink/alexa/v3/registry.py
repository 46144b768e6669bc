"""Which directive is answered by what."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, partial

from photonlink.alexa.payload import Json
from photonlink.alexa.services import Services
from photonlink.alexa.v3.capabilities import all_capabilities
from photonlink.alexa.v3.control import control, report_state
from photonlink.alexa.v3.message import Directive
from photonlink.clock import Deadline

Answer = Callable[[Services, Directive, Deadline], Json]

ACCEPT_GRANT = ("Alexa.Authorization", "AcceptGrant")


@cache
def answers() -> Mapping[tuple[str, str], Answer]:
    """All directives by namespace and name."""
    registry: dict[tuple[str, str], Answer] = {
        ACCEPT_GRANT: _accept_grant,
        ("Alexa.Discovery", "Discover"): _discover,
        ("Alexa", "ReportState"): report_state,
        ("Alexa.SceneController", "Activate"): _activate_scene,
    }
    for capability in all_capabilities():
        for name, wish in capability.directives().items():
            registry[capability.interface, name] = partial(control, wish=wish)
    return registry


# What is rarely asked is imported when it is: a cold start pays for every import before it can switch a light.


def _accept_grant(services: Services, directive: Directive, deadline: Deadline) -> Json:
    from photonlink.alexa.v3.authorization import accept_grant

    return accept_grant(services, directive, deadline)


def _discover(services: Services, directive: Directive, deadline: Deadline) -> Json:
    from photonlink.alexa.v3.discovery import discover

    return discover(services, directive, deadline)


def _activate_scene(services: Services, directive: Directive, deadline: Deadline) -> Json:
    from photonlink.alexa.v3.scenes import activate

    return activate(services, directive, deadline)
