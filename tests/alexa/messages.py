"""Good messages, to be broken by tests."""

from __future__ import annotations

from typing import Any

from photonsim.alexa_service.model import Endpoint

JSON = dict[str, Any]

INTERFACES = {
    "Alexa.PowerController": "powerState",
    "Alexa.BrightnessController": "brightness",
    "Alexa.ColorController": "color",
    "Alexa.EndpointHealth": "connectivity",
}
VALUES: JSON = {
    "powerState": "ON",
    "brightness": 40,
    "color": {"hue": 277.5, "saturation": 0.86, "brightness": 0.94},
    "connectivity": {"value": "OK"},
}


def request(
    namespace: str = "Alexa.PowerController", name: str = "TurnOn", endpoint: str = "dev:key"
) -> JSON:
    header = {
        "namespace": namespace,
        "name": name,
        "payloadVersion": "3",
        "messageId": "m-1",
        "correlationToken": "token==",
    }
    return {
        "directive": {
            "header": header,
            "endpoint": {
                "scope": {"type": "BearerToken", "token": "t"},
                "endpointId": endpoint,
                "cookie": {},
            },
            "payload": {},
        }
    }


def properties() -> list[JSON]:
    return [
        {
            "namespace": interface,
            "name": name,
            "value": VALUES[name],
            "timeOfSample": "2026-11-24T09:00:00.123Z",
            "uncertaintyInMilliseconds": 200,
        }
        for interface, name in INTERFACES.items()
    ]


def response(name: str = "Response") -> JSON:
    header = {
        "namespace": "Alexa",
        "name": name,
        "payloadVersion": "3",
        "messageId": "m-2",
        "correlationToken": "token==",
    }
    return {
        "event": {"header": header, "endpoint": {"endpointId": "dev:key"}, "payload": {}},
        "context": {"properties": properties()},
    }


def error(kind: str = "ENDPOINT_UNREACHABLE", **extra: Any) -> JSON:
    event = response()["event"]
    event["header"]["name"] = "ErrorResponse"
    event["payload"] = {"type": kind, "message": "why", **extra}
    return {"event": event}


def discovered() -> JSON:
    capabilities: list[JSON] = [{"type": "AlexaInterface", "interface": "Alexa", "version": "3"}]
    for interface, name in INTERFACES.items():
        capabilities.append(
            {
                "type": "AlexaInterface",
                "interface": interface,
                "version": "3",
                "properties": {
                    "supported": [{"name": name}],
                    "proactivelyReported": interface != "Alexa.EndpointHealth",
                    "retrievable": True,
                },
            }
        )
    return {
        "endpointId": "dev:key",
        "manufacturerName": "photonlink",
        "friendlyName": "kitchen light",
        "description": "a light",
        "displayCategories": ["LIGHT"],
        "cookie": {"kind": "d"},
        "additionalAttributes": {"manufacturer": "photonlink", "model": "photon-lights"},
        "capabilities": capabilities,
    }


def endpoint() -> Endpoint:
    return Endpoint.from_discovery(discovered())


def discover_request() -> JSON:
    asked = request("Alexa.Discovery", "Discover")
    del asked["directive"]["endpoint"]
    del asked["directive"]["header"]["correlationToken"]
    asked["directive"]["payload"] = {"scope": {"type": "BearerToken", "token": "t"}}
    return asked


def discovery(*endpoints: JSON) -> JSON:
    header = {
        "namespace": "Alexa.Discovery",
        "name": "Discover.Response",
        "payloadVersion": "3",
        "messageId": "m-2",
    }
    return {"event": {"header": header, "payload": {"endpoints": list(endpoints) or [discovered()]}}}


def change_report() -> JSON:
    changed, *others = properties()
    header = {"namespace": "Alexa", "name": "ChangeReport", "payloadVersion": "3", "messageId": "m-3"}
    change = {"cause": {"type": "PHYSICAL_INTERACTION"}, "properties": [changed]}
    return {
        "event": {
            "header": header,
            "endpoint": {"endpointId": "dev:key"},
            "payload": {"change": change},
        },
        "context": {"properties": others},
    }


def endpoints_report(name: str, token: str, endpoints: list[JSON]) -> JSON:
    """An AddOrUpdateReport or a DeleteReport."""
    header = {"namespace": "Alexa.Discovery", "name": name, "payloadVersion": "3", "messageId": "m-4"}
    payload = {"endpoints": endpoints, "scope": {"type": "BearerToken", "token": token}}
    return {"event": {"header": header, "payload": payload}}
