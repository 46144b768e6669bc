"""Directives for one light: each is one command and one report of what the device then says is in force."""

from __future__ import annotations

from collections.abc import Callable

from photonlink.alexa.payload import Json, Payload
from photonlink.alexa.services import Services
from photonlink.alexa.v3.capabilities import all_capabilities
from photonlink.alexa.v3.message import Directive, state_event
from photonlink.clock import Deadline
from photonlink.lights.commands import Command, ReadState
from photonlink.operations import Sample


def control(
    services: Services, directive: Directive, deadline: Deadline, wish: Callable[[Payload], Command]
) -> Json:
    """Do what the directive wishes; the Response carries all properties of the light."""
    token, address = directive.token(), directive.address()
    sample = services.lights.control(token, address, wish(directive.payload), deadline)
    return state_event(directive, "Response", report(sample))


def report_state(services: Services, directive: Directive, deadline: Deadline) -> Json:
    """Alexa.ReportState: ask the device, which is the only one to know."""
    sample = services.lights.control(directive.token(), directive.address(), ReadState(), deadline)
    return state_event(directive, "StateReport", report(sample))


def report(sample: Sample) -> list[Json]:
    """All properties that a light in this state has, for a context."""
    return [
        value.render(sample.time, sample.seconds)
        for capability in all_capabilities()
        for value in capability.report(sample.state)
    ]
