"""Smart Home v3: directives to send, and Amazon's rules for what comes back, typed from her schema."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from .stand_in import DEVICE, TOKEN, walk

KITCHEN = f"{DEVICE}:kitchen"

ERRORS = set(
    "ENDPOINT_UNREACHABLE BRIDGE_UNREACHABLE NO_SUCH_ENDPOINT INVALID_VALUE VALUE_OUT_OF_RANGE INVALID_DIRECTIVE "
    "EXPIRED_AUTHORIZATION_CREDENTIAL INVALID_AUTHORIZATION_CREDENTIAL INSUFFICIENT_PERMISSIONS INTERNAL_ERROR "
    "HARDWARE_MALFUNCTION FIRMWARE_OUT_OF_DATE NOT_SUPPORTED_IN_CURRENT_MODE NOT_IN_OPERATION NOT_CALIBRATED "
    "RATE_LIMIT_EXCEEDED ENDPOINT_BUSY ENDPOINT_LOW_POWER".split()
)


def directive(namespace: str, name: str, payload: object = None, endpoint: str = KITCHEN) -> dict[str, Any]:
    """A directive for a light."""
    return {
        "directive": {
            "header": {
                "namespace": namespace,
                "name": name,
                "payloadVersion": "3",
                "messageId": "1bd5d003-31b9-476f-ad03-71d471922820",
                "correlationToken": "dFMb0z+PgpgdDmluhJ1LddFvSqZ/jCc8ptlAKulUj90jSqg==",
            },
            "endpoint": {
                "scope": {"type": "BearerToken", "token": TOKEN},
                "endpointId": endpoint,
                "cookie": {},
            },
            "payload": {} if payload is None else payload,
        }
    }


def discover() -> dict[str, Any]:
    """A Discover directive."""
    header = {"namespace": "Alexa.Discovery", "name": "Discover", "payloadVersion": "3", "messageId": "d-1"}
    return {
        "directive": {"header": header, "payload": {"scope": {"type": "BearerToken", "token": TOKEN}}},
    }


def accept_grant(code: object = "RHxyzcode") -> dict[str, Any]:
    """An AcceptGrant directive."""
    header = {
        "namespace": "Alexa.Authorization",
        "name": "AcceptGrant",
        "payloadVersion": "3",
        "messageId": "g-1",
    }
    payload = {
        "grant": {"type": "OAuth2.AuthorizationCode", "code": code},
        "grantee": {"type": "BearerToken", "token": TOKEN},
    }
    return {"directive": {"header": header, "payload": payload}}


def properties(response: dict[str, Any]) -> dict[str, Any]:
    """Name and value of what a Response reports."""
    return {each["name"]: each["value"] for each in response["context"]["properties"]}


def error_type(response: dict[str, Any]) -> str:
    """The type of an ErrorResponse; fails on anything else."""
    assert response["event"]["header"]["name"] == "ErrorResponse", response
    return str(response["event"]["payload"]["type"])


def _closed(value: dict[str, Any], required: str, optional: str = "") -> None:
    assert set(required.split()) <= set(value) <= {*required.split(), *optional.split()}, value


def check(message: dict[str, Any]) -> None:
    """Fail unless the message is one that Amazon takes."""
    json.dumps(message, allow_nan=False)
    assert TOKEN not in [part for part in walk(message) if isinstance(part, str)]
    _closed(message, "event", "context")
    event = message["event"]
    _closed(event, "header payload", "endpoint")
    header = event["header"]
    _closed(header, "namespace name payloadVersion messageId", "correlationToken")
    assert header["payloadVersion"] == "3"
    assert re.fullmatch(r"[a-zA-Z0-9-]{1,127}", header["messageId"])
    if "correlationToken" in header:
        assert header["correlationToken"]
    if "endpoint" in event:
        assert re.fullmatch(r"[a-zA-Z0-9_\-=#;:?@&]{1,256}", event["endpoint"]["endpointId"])
    _SHAPES[header["namespace"], header["name"]](message)


def _check_state(message: dict[str, Any]) -> None:
    assert message["event"]["payload"] == {}
    assert "correlationToken" in message["event"]["header"]
    assert "endpointId" in message["event"]["endpoint"]
    reported = message["context"]["properties"]
    names = [(each["namespace"], each["name"]) for each in reported]
    assert len(set(names)) == len(names)
    assert ("Alexa.EndpointHealth", "connectivity") in names
    for each in reported:
        _closed(each, "namespace name value timeOfSample uncertaintyInMilliseconds")
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z", each["timeOfSample"])
        assert type(each["uncertaintyInMilliseconds"]) is int
        assert each["uncertaintyInMilliseconds"] >= 0
        assert _VALUES[each["namespace"], each["name"]](each["value"]), each


_VALUES: dict[tuple[str, str], Callable[[Any], bool]] = {
    ("Alexa.PowerController", "powerState"): lambda value: value in ("ON", "OFF"),
    ("Alexa.BrightnessController", "brightness"): lambda value: type(value) is int and 0 <= value <= 100,
    ("Alexa.ColorController", "color"): lambda value: (
        set(value) == {"hue", "saturation", "brightness"}
        and 0 <= value["hue"] <= 360
        and 0 <= value["saturation"] <= 1
        and 0 <= value["brightness"] <= 1
    ),
    ("Alexa.ColorTemperatureController", "colorTemperatureInKelvin"): lambda value: (
        type(value) is int and 1000 <= value <= 10000
    ),
    ("Alexa.EndpointHealth", "connectivity"): lambda value: (
        value in ({"value": "OK"}, {"value": "UNREACHABLE"})
    ),
}


def _check_error(message: dict[str, Any]) -> None:
    assert "context" not in message
    payload = message["event"]["payload"]
    extra = {"VALUE_OUT_OF_RANGE": "validRange", "NOT_SUPPORTED_IN_CURRENT_MODE": "currentDeviceMode"}
    _closed(payload, "type message", extra.get(payload.get("type"), ""))
    assert payload["type"] in ERRORS
    assert isinstance(payload["message"], str)
    assert payload["message"]
    if payload["type"] == "NOT_SUPPORTED_IN_CURRENT_MODE":
        assert payload["currentDeviceMode"] in ("COLOR", "ASLEEP", "NOT_PROVISIONED", "OTHER")
    if "validRange" in payload:
        _closed(payload["validRange"], "minimumValue maximumValue")


def _check_discovery(message: dict[str, Any]) -> None:
    assert "context" not in message
    assert "endpoint" not in message["event"]
    _closed(message["event"]["payload"], "endpoints")
    endpoints = message["event"]["payload"]["endpoints"]
    assert len(endpoints) <= 300
    assert len({each["endpointId"] for each in endpoints}) == len(endpoints)
    for each in endpoints:
        _closed(
            each,
            "endpointId manufacturerName friendlyName description displayCategories capabilities",
            "cookie additionalAttributes connections",
        )
        assert re.fullmatch(r"[a-zA-Z0-9_\-=#;:?@&]{1,256}", each["endpointId"])
        for name in ("manufacturerName", "friendlyName", "description"):
            assert 1 <= len(each[name]) <= 128
        assert re.fullmatch(r"[A-Za-z0-9 ]+", each["friendlyName"])
        assert set(each.get("additionalAttributes", {})) <= set(
            "manufacturer model serialNumber firmwareVersion softwareVersion customIdentifier".split()
        )
        assert all(1 <= len(value) <= 256 for value in each.get("additionalAttributes", {}).values())
        interfaces = [capability["interface"] for capability in each["capabilities"]]
        assert len(set(interfaces)) == len(interfaces)
        assert "Alexa" in interfaces
        assert all(
            capability["type"] == "AlexaInterface" and capability["version"] == "3"
            for capability in each["capabilities"]
        )


def _check_grant(message: dict[str, Any]) -> None:
    assert set(message) == {"event"}
    assert set(message["event"]) == {"header", "payload"}
    assert message["event"]["payload"] == {}


def _check_grant_error(message: dict[str, Any]) -> None:
    payload = message["event"]["payload"]
    _closed(payload, "type message")
    assert payload["type"] == "ACCEPT_GRANT_FAILED"
    assert payload["message"]


_SHAPES: dict[tuple[str, str], Callable[[dict[str, Any]], None]] = {
    ("Alexa", "Response"): _check_state,
    ("Alexa", "StateReport"): _check_state,
    ("Alexa", "ErrorResponse"): _check_error,
    ("Alexa.Discovery", "Discover.Response"): _check_discovery,
    ("Alexa.Authorization", "AcceptGrant.Response"): _check_grant,
    ("Alexa.Authorization", "ErrorResponse"): _check_grant_error,
}
