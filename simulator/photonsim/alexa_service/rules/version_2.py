"""Answers of a skill of Smart Home version 2. Source: Amazon's sample and validator for version 2 (alexa-smarthome)."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from photonsim.alexa_service.rules.common import JSON, Breaches, is_number, is_whole
from photonsim.alexa_service.rules.discovery import MAX_ENDPOINTS

DISCOVERY, CONTROL = "Alexa.ConnectedHome.Discovery", "Alexa.ConnectedHome.Control"

_APPLIANCE_ID = re.compile(r"[a-zA-Z0-9_\-=;:?@&]{1,256}")
_NAME = re.compile(r"[a-zA-Z0-9 ]{1,128}")
_DETAILS_BYTES = 5000
_TEXTS = ("manufacturerName", "modelName", "version", "friendlyName", "friendlyDescription")
_REQUIRED = ("applianceId", *_TEXTS, "isReachable", "actions", "additionalApplianceDetails")
_ACTIONS = frozenset(
    """turnOn turnOff setPercentage incrementPercentage decrementPercentage setColor setColorTemperature
    incrementColorTemperature decrementColorTemperature""".split()
)
#: Members of the payload of each error; none where none are named.
ERRORS: Mapping[str, tuple[str, ...]] = {
    "ValueOutOfRangeError": ("minimumValue", "maximumValue"),
    "DependentServiceUnavailableError": ("dependentServiceName",),
    "TargetFirmwareOutdatedError": ("minimumFirmwareVersion", "currentFirmwareVersion"),
    "TargetBridgeFirmwareOutdatedError": ("minimumFirmwareVersion", "currentFirmwareVersion"),
    "UnableToSetValueError": ("errorInfo",),
    "RateLimitExceededError": ("rateLimit", "timeUnit"),
    "NotSupportedInCurrentModeError": ("currentDeviceMode",),
    "UnexpectedInformationReceivedError": ("faultingParameter",),
    **dict.fromkeys(
        """TargetOfflineError BridgeOfflineError NoSuchTargetError DriverInternalError
        TargetConnectivityUnstableError TargetBridgeConnectivityUnstableError TargetHardwareMalfunctionError
        TargetBridgeHardwareMalfunctionError ExpiredAccessTokenError InvalidAccessTokenError UnsupportedTargetError
        UnsupportedOperationError UnsupportedTargetSettingError""".split(),
        (),
    ),
}
#: What a member of an error's payload may be, where that is a choice.
_CHOICES = {
    "timeUnit": ("MINUTE", "HOUR", "DAY"),
    "currentDeviceMode": ("HEAT", "COOL", "AUTO", "AWAY", "COLOR", "OTHER"),
}
_CODES = ("DEVICE_BUSY", "DEVICE_OVERHEATED", "HARDWARE_FAILURE", "LOW_BATTERY", "NOT_CALIBRATED")


def check_version_2(sent: JSON, answer: object) -> Breaches:
    """What is wrong with the answer to a request of version 2."""
    breaches = Breaches()
    message = breaches.as_object(answer, "the answer")
    if message is None:
        return breaches
    breaches.closed(message, "the answer", ("header", "payload"))
    header = breaches.as_object(message.get("header"), "header")
    payload = breaches.as_object(message.get("payload"), "payload")
    if header is None or payload is None:
        return breaches
    breaches.closed(header, "header", ("namespace", "name", "payloadVersion", "messageId"))
    breaches.text(header.get("messageId"), "header.messageId", 127)
    if header.get("payloadVersion") != "2":
        breaches.append(f'header.payloadVersion is {header.get("payloadVersion")!r}, expected "2"')
    asked = sent["header"]
    if header.get("namespace") != asked["namespace"]:
        breaches.append(f"header.namespace is {header.get('namespace')!r}, expected {asked['namespace']!r}")
    name = str(header.get("name"))
    if asked["namespace"] == DISCOVERY:
        if name != "DiscoverAppliancesResponse":
            breaches.append(f"header.name is {name!r}: a discovery has no other answer")
        _check_discovery(breaches, payload)
    elif name in ERRORS:
        _check_error(breaches, name, payload)
    elif name == asked["name"].removesuffix("Request") + "Confirmation":
        _check_confirmation(breaches, name, payload)
    else:
        breaches.append(f"header.name is {name!r}, which is no answer to {asked['name']}")
    return breaches


def _check_discovery(breaches: Breaches, payload: JSON) -> None:
    breaches.closed(payload, "payload", ("discoveredAppliances",))
    appliances = payload.get("discoveredAppliances")
    if not isinstance(appliances, list) or len(appliances) > MAX_ENDPOINTS:
        breaches.append(f"payload.discoveredAppliances is no list of at most {MAX_ENDPOINTS}")
        return
    for place, appliance in breaches.each_once(appliances, "discoveredAppliances", "applianceId"):
        _check_appliance(breaches, appliance, place)


def _check_appliance(breaches: Breaches, appliance: JSON, place: str) -> None:
    breaches.closed(appliance, place, _REQUIRED, ("applianceTypes",))
    appliance_id = appliance.get("applianceId")
    if not isinstance(appliance_id, str) or not _APPLIANCE_ID.fullmatch(appliance_id):
        breaches.append(f"{place}.applianceId is {appliance_id!r}: 1 to 256 of a-z A-Z 0-9 _ - = ; : ? @ &")
    for name in _TEXTS:
        breaches.text(appliance.get(name), f"{place}.{name}", 128)
    if not _NAME.fullmatch(str(appliance.get("friendlyName"))):
        breaches.append(f"{place}.friendlyName has letters, digits and spaces only")
    if not isinstance(appliance.get("isReachable"), bool):
        breaches.append(f"{place}.isReachable is true or false")
    actions = appliance.get("actions")
    if not isinstance(actions, list) or not actions or not set(map(str, actions)) <= _ACTIONS:
        breaches.append(f"{place}.actions is {actions!r}, expected one or more of {sorted(_ACTIONS)}")
    details = appliance.get("additionalApplianceDetails")
    if not isinstance(details, dict) or not all(isinstance(value, str) for value in details.values()):
        breaches.append(f"{place}.additionalApplianceDetails is an object of texts")
    elif len(json.dumps(details)) > _DETAILS_BYTES:
        breaches.append(f"{place}.additionalApplianceDetails is larger than {_DETAILS_BYTES} bytes")


def _check_confirmation(breaches: Breaches, name: str, payload: JSON) -> None:
    if "Color" not in name:
        breaches.closed(payload, "payload", ())
        return
    breaches.closed(payload, "payload", ("achievedState",))
    state = payload.get("achievedState")
    if "Temperature" in name:
        temperature = state.get("colorTemperature") if isinstance(state, dict) else None
        kelvin = temperature.get("value") if isinstance(temperature, dict) else None
        if not is_whole(kelvin) or not 1000 <= kelvin <= 10000:
            breaches.append(
                "payload.achievedState.colorTemperature.value is a whole number from 1000 to 10000"
            )
        return
    color = state.get("color") if isinstance(state, dict) else None
    limits = {"hue": 360, "saturation": 1, "brightness": 1}
    if not isinstance(color, dict) or set(color) != set(limits):
        breaches.append("payload.achievedState.color has exactly hue, saturation and brightness")
    elif not all(is_number(color[part]) and 0 <= color[part] <= most for part, most in limits.items()):
        breaches.append(f"payload.achievedState.color is {color!r}, which is out of range")


def _check_error(breaches: Breaches, name: str, payload: JSON) -> None:
    breaches.closed(payload, "payload", ERRORS[name])
    for member, choice in _CHOICES.items():
        if member in payload and payload[member] not in choice:
            breaches.append(f"payload.{member} is {payload[member]!r}, expected one of {', '.join(choice)}")
    for member in ("minimumValue", "maximumValue"):
        if member in payload and not is_number(payload[member]):
            breaches.append(f"payload.{member} is no number")
    if "dependentServiceName" in payload and not _NAME.fullmatch(str(payload["dependentServiceName"])):
        breaches.append("payload.dependentServiceName has letters, digits and spaces only")
    if name == "UnableToSetValueError":
        info = payload.get("errorInfo")
        if (
            not isinstance(info, dict)
            or info.get("code") not in _CODES
            or not isinstance(info.get("description"), str)
        ):
            breaches.append(f"payload.errorInfo has a description and a code of {', '.join(_CODES)}")
