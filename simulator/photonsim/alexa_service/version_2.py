"""Smart Home version 2, for skills whose manifest names it: what Alexa then sends, and what she reads.

Source: Amazon's page "Smart Home Skill API v2 Message Reference". It has discovery and control; state reports,
AcceptGrant and reports of changes came with version 3.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable

from photonsim.alexa_service.model import JSON

DISCOVERY, CONTROL = "Alexa.ConnectedHome.Discovery", "Alexa.ConnectedHome.Control"

#: Interface and property of version 3 by an action that an appliance of version 2 declares.
_ABILITIES = {
    "turnOn": ("Alexa.PowerController", "powerState"),
    "setPercentage": ("Alexa.BrightnessController", "brightness"),
    "setColor": ("Alexa.ColorController", "color"),
    "setColorTemperature": ("Alexa.ColorTemperatureController", "colorTemperatureInKelvin"),
}
#: Errors of version 2 that mean the same as one of version 3; the others mean a malfunction.
_ERRORS = {
    "TargetOfflineError": "ENDPOINT_UNREACHABLE",
    "BridgeOfflineError": "BRIDGE_UNREACHABLE",
    "NoSuchTargetError": "NO_SUCH_ENDPOINT",
    "ExpiredAccessTokenError": "EXPIRED_AUTHORIZATION_CREDENTIAL",
    "InvalidAccessTokenError": "INVALID_AUTHORIZATION_CREDENTIAL",
    "UnsupportedOperationError": "INVALID_DIRECTIVE",
    "ValueOutOfRangeError": "VALUE_OUT_OF_RANGE",
    "TargetFirmwareOutdatedError": "FIRMWARE_OUT_OF_DATE",
    "RateLimitExceededError": "RATE_LIMIT_EXCEEDED",
}


def _steps(payload: JSON) -> tuple[str, JSON]:
    delta = payload["brightnessDelta"]
    name = "IncrementPercentageRequest" if delta >= 0 else "DecrementPercentageRequest"
    return name, {"deltaPercentage": {"value": abs(delta)}}


#: What a directive of version 3 is in version 2: the name, and the payload without token and appliance.
_REQUESTS: dict[str, Callable[[JSON], tuple[str, JSON]]] = {
    "TurnOn": lambda payload: ("TurnOnRequest", {}),
    "TurnOff": lambda payload: ("TurnOffRequest", {}),
    "SetBrightness": lambda payload: (
        "SetPercentageRequest",
        {"percentageState": {"value": payload["brightness"]}},
    ),
    "AdjustBrightness": _steps,
    "SetColor": lambda payload: ("SetColorRequest", {"color": payload["color"]}),
    "SetColorTemperature": lambda payload: (
        "SetColorTemperatureRequest",
        {"colorTemperature": {"value": payload["colorTemperatureInKelvin"]}},
    ),
    "IncreaseColorTemperature": lambda payload: ("IncrementColorTemperatureRequest", {}),
    "DecreaseColorTemperature": lambda payload: ("DecrementColorTemperatureRequest", {}),
}


def request_of(request: JSON) -> JSON | None:
    """A directive as version 2 sends it; None: it has none of the kind."""
    directive = request["directive"]
    name = directive["header"]["name"]
    if name == "Discover":
        token = directive["payload"]["scope"]["token"]
        return _message(DISCOVERY, "DiscoverAppliancesRequest", {"accessToken": token})
    if name not in _REQUESTS:
        return None
    kind, payload = _REQUESTS[name](directive["payload"])
    endpoint = directive["endpoint"]
    appliance = {"applianceId": endpoint["endpointId"], "additionalApplianceDetails": endpoint["cookie"]}
    return _message(
        CONTROL, kind, {"accessToken": endpoint["scope"]["token"], "appliance": appliance, **payload}
    )


def answer_of(sent: JSON, answer: object) -> JSON | str:
    """An answer of version 2 in the terms of version 3, or a sentence on why Alexa cannot read it."""
    header = answer.get("header") if isinstance(answer, dict) else None
    payload = answer.get("payload") if isinstance(answer, dict) else None
    if not isinstance(header, dict) or not isinstance(payload, dict):
        return "the answer has no header and payload, as one of version 2 has"
    name, asked = str(header.get("name")), sent["header"]["name"]
    if header.get("payloadVersion") != "2":
        return f"the answer's payloadVersion is {header.get('payloadVersion')!r}, not '2'"
    if name == "DiscoverAppliancesResponse" and asked == "DiscoverAppliancesRequest":
        appliances = payload.get("discoveredAppliances")
        if not isinstance(appliances, list):
            return "payload.discoveredAppliances is no list"
        return _event("Discover.Response", {"endpoints": [_endpoint(each) for each in appliances]})
    if name == asked.replace("Request", "Confirmation"):
        return _event("Response", {})
    if name.endswith("Error"):
        return _event("ErrorResponse", {"type": _ERRORS.get(name, "INTERNAL_ERROR"), "message": name})
    return f"{name} is no answer to {asked}"


def _endpoint(appliance: JSON) -> JSON:
    abilities = [_ABILITIES[action] for action in appliance.get("actions", ()) if action in _ABILITIES]
    return {
        "endpointId": appliance["applianceId"],
        "friendlyName": appliance["friendlyName"],
        "displayCategories": appliance.get("applianceTypes", []),
        "cookie": appliance.get("additionalApplianceDetails", {}),
        "capabilities": [
            {"interface": interface, "properties": {"supported": [{"name": name}]}}
            for interface, name in abilities
        ],
    }


def _event(name: str, payload: JSON) -> JSON:
    return {"event": {"header": {"name": name}, "payload": payload}}


def _message(namespace: str, name: str, payload: JSON) -> JSON:
    header = {"namespace": namespace, "name": name, "payloadVersion": "2", "messageId": str(uuid.uuid4())}
    return {"header": header, "payload": payload}
