"""Alexa.Discovery: every light of every device of the account as an endpoint."""

from __future__ import annotations

from photonlink import __version__
from photonlink.alexa.payload import Json
from photonlink.alexa.services import Services
from photonlink.alexa.v3 import scenes
from photonlink.alexa.v3.capabilities import all_capabilities
from photonlink.alexa.v3.message import Directive, event
from photonlink.clock import Deadline
from photonlink.operations import MOST_LIGHTS, FoundLight, first_lights


def discover(services: Services, directive: Directive, deadline: Deadline) -> Json:
    """Answer Discover; an empty list means an account without lights, never a failure."""
    found = services.lights.discover(directive.token(), deadline, enough=MOST_LIGHTS)
    endpoints = [endpoint(light, services.reports_changes) for light in first_lights(found)]
    endpoints += scenes.endpoints(services.scenes, found)[: MOST_LIGHTS - len(endpoints)]
    return event("Alexa.Discovery", "Discover.Response", {"endpoints": endpoints})


def endpoint(found: FoundLight, proactively: bool) -> Json:
    """One light as discovery describes it; `proactively`: whether its changes are reported."""
    device, light = found.device, found.light
    proactively = proactively and found.tells
    return {
        "endpointId": str(found.address),
        "manufacturerName": "photonlink",
        "friendlyName": light.name,
        "description": f"{light.kind} on {device.model} {device.name}".strip()[:128],
        "displayCategories": ["LIGHT"],
        "additionalAttributes": _attributes(found),
        "capabilities": [
            {"type": "AlexaInterface", "interface": "Alexa", "version": "3"},
            *(each.declare(proactively) for each in all_capabilities() if each.fits(light)),
        ],
    }


def _attributes(found: FoundLight) -> Json:
    device = found.device
    attributes = {
        "manufacturer": "Particle",
        "model": device.model,
        "serialNumber": device.serial_number,
        "firmwareVersion": device.system_version,
        "softwareVersion": __version__,
        "customIdentifier": str(found.address),
    }
    return {name: value[:256] for name, value in attributes.items() if value}
