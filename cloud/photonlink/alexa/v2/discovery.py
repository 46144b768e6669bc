"""Discovery: every light of every device of the account as an appliance."""

from __future__ import annotations

import logging

from photonlink import __version__
from photonlink.alexa.payload import Json, Malformed, Payload
from photonlink.alexa.v2.control import REQUESTS
from photonlink.alexa.v2.errors import Unsupported
from photonlink.alexa.v2.message import DISCOVERY, message, token
from photonlink.clock import Deadline
from photonlink.logs import log
from photonlink.operations import MOST_LIGHTS, FoundLight, Lights, first_lights
from photonlink.particle.errors import ParticleError


def discover(lights: Lights, name: str, payload: Payload, deadline: Deadline) -> Json:
    """Answer DiscoverAppliancesRequest."""
    if name != "DiscoverAppliancesRequest":
        raise Unsupported
    try:
        found = first_lights(lights.discover(token(payload), deadline, enough=MOST_LIGHTS))
    except (Malformed, ParticleError) as error:
        # This protocol has no error for a discovery: all that it can say is "none".
        log(logging.ERROR, "discovery failed; v2 can only answer an empty list", reason=str(error))
        found = []
    appliances = [_appliance(each) for each in found]
    return message(DISCOVERY, "DiscoverAppliancesResponse", {"discoveredAppliances": appliances})


def _appliance(found: FoundLight) -> Json:
    device, light = found.device, found.light
    return {
        "applianceId": str(found.address),
        "manufacturerName": "photonlink",
        "modelName": device.model,
        "version": __version__,
        "friendlyName": light.name,
        "friendlyDescription": f"{light.kind} on {device.model} {device.name}".strip()[:128],
        "isReachable": device.online,
        "actions": [request.action for request in REQUESTS.values() if request.fits(light)],
        "applianceTypes": ["LIGHT"],
        "additionalApplianceDetails": {},
    }
