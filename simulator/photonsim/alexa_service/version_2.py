"""Smart Home version 2, for skills whose manifest names it: what Alexa then sends, and what she reads.

Source: Amazon's page "Smart Home Skill API v2 Message Reference". It has discovery and control; state reports,
AcceptGrant and reports of changes came with version 3.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable

from photonsim.alexa_service.model import JSON
from photonsim.alexa_service.rules.version_2 import CONTROL, DISCOVERY

#: Interface and property of version 3 by an action that an appliance of version 2 declares.
_ABILITIES = {
    "turnOn": ("Alexa.PowerController", "powerState"),
    "setPercentage": ("Alexa.BrightnessController", "brightness"),
    "setColor": ("Alexa.ColorController", "color"),
    "setColorTemperature": ("Alexa.ColorTemperatureController", "colorTemperatureInKelvin"),
}
#: Errors of version 2 by the one of version 3 that they are; UnableToSetValueError and the rest are a malfunction.
_ERRORS = {
    "TargetOfflineError": "ENDPOINT_UNREACHABLE",
    "TargetConnectivityUnstableError": "ENDPOINT_UNREACHABLE",
    "BridgeOfflineError": "BRIDGE_UNREACHABLE",
    "TargetBridgeConnectivityUnstableError": "BRIDGE_UNREACHABLE",
    "DependentServiceUnavailableError": "BRIDGE_UNREACHABLE",
    "NoSuchTargetError": "NO_SUCH_ENDPOINT",
    "ExpiredAccessTokenError": "EXPIRED_AUTHORIZATION_CREDENTIAL",
    "InvalidAccessTokenError": "INVALID_AUTHORIZATION_CREDENTIAL",
    "UnsupportedOperationError": "INVALID_DIRECTIVE",
    "UnsupportedTargetError": "INVALID_DIRECTIVE",
    "UnsupportedTargetSettingError": "INVALID_DIRECTIVE",
    "UnexpectedInformationReceivedError": "INVALID_VALUE",
    "ValueOutOfRangeError": "VALUE_OUT_OF_RANGE",
    "NotSupportedInCurrentModeError": "NOT_SUPPORTED_IN_CURRENT_MODE",
    "TargetFirmwareOutdatedError": "FIRMWARE_OUT_OF_DATE",
    "TargetBridgeFirmwareOutdatedError": "FIRMWARE_OUT_OF_DATE",
    "TargetHardwareMalfunctionError": "HARDWARE_MALFUNCTION",
    "TargetBridgeHardwareMalfunctionError": "HARDWARE_MALFUNCTION",
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


def answer_of(answer: JSON) -> JSON:
    """An answer of version 2 that the rules have passed, in the terms of version 3."""
    name, payload = answer["header"]["name"], answer["payload"]
    if name == "DiscoverAppliancesResponse":
        endpoints = [_endpoint(each) for each in payload["discoveredAppliances"]]
        return _event("Discover.Response", {"endpoints": endpoints})
    if not name.endswith("Error"):
        return _event("Response", {})
    error: JSON = {"type": _ERRORS.get(name, "INTERNAL_ERROR"), "message": name}
    if name == "ValueOutOfRangeError":
        error["validRange"] = payload
    return _event("ErrorResponse", error)


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
