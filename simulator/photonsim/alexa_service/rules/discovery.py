"""Discover.Response. Source: Amazon's Smart Home v3 message schema, and its page on Alexa.Discovery."""

from __future__ import annotations

import json

from photonsim.alexa_service.rules.common import JSON, Breaches
from photonsim.alexa_service.rules.properties import VALUES

MAX_ENDPOINTS = 300
_COOKIE_BYTES = 5000
_CATEGORIES = frozenset("LIGHT SMARTPLUG SWITCH OTHER SCENE_TRIGGER ACTIVITY_TRIGGER".split())
_ATTRIBUTES = frozenset(
    "manufacturer model serialNumber firmwareVersion softwareVersion customIdentifier".split()
)
_REQUIRED = (
    "endpointId",
    "manufacturerName",
    "friendlyName",
    "description",
    "displayCategories",
    "capabilities",
)
_OPTIONAL = ("cookie", "additionalAttributes", "connections", "relationships", "registration")


def check_discovery(request: JSON, response: JSON) -> Breaches:
    """What is wrong with a Discover.Response."""
    breaches = Breaches()
    breaches.closed(response, "response", ("event",))
    event = breaches.as_object(response.get("event"), "event")
    if event is None:
        return breaches
    breaches.closed(event, "event", ("header", "payload"))
    breaches.header(event, "Alexa.Discovery", "Discover.Response", request)
    payload = breaches.as_object(event.get("payload"), "event.payload")
    if payload is None:
        return breaches
    breaches.closed(payload, "event.payload", ("endpoints",))
    endpoints = payload.get("endpoints")
    if not isinstance(endpoints, list):
        breaches.append("event.payload.endpoints is no list")
        return breaches
    check_endpoints(breaches, endpoints)
    return breaches


def check_endpoints(breaches: Breaches, endpoints: list[object]) -> None:
    """A list of endpoints, as a Discover.Response and an AddOrUpdateReport have one."""
    if len(endpoints) > MAX_ENDPOINTS:
        breaches.append(
            f"event.payload.endpoints has {len(endpoints)} endpoints, at most {MAX_ENDPOINTS} are taken"
        )
    for place, endpoint in breaches.each_once(endpoints, "endpoints", "endpointId"):
        _check_endpoint(breaches, endpoint, place)


def _check_endpoint(breaches: Breaches, endpoint: JSON, place: str) -> None:
    breaches.closed(endpoint, place, _REQUIRED, _OPTIONAL)
    breaches.endpoint_id(endpoint.get("endpointId"), f"{place}.endpointId")
    for name in ("manufacturerName", "friendlyName", "description"):
        breaches.text(endpoint.get(name), f"{place}.{name}", 128)
    categories = endpoint.get("displayCategories")
    if not isinstance(categories, list) or not categories or not set(map(str, categories)) <= _CATEGORIES:
        breaches.append(
            f"{place}.displayCategories is {categories!r}, expected one or more of {sorted(_CATEGORIES)}"
        )
    _check_extras(breaches, endpoint, place)
    capabilities = endpoint.get("capabilities")
    if not isinstance(capabilities, list) or not 1 <= len(capabilities) <= 100:
        breaches.append(f"{place}.capabilities is a list of 1 to 100 interfaces")
        return
    interfaces = []
    for number, item in enumerate(capabilities):
        capability = breaches.as_object(item, f"{place}.capabilities[{number}]")
        if capability is not None:
            interfaces.append(capability.get("interface"))
            _check_capability(breaches, capability, f"{place}.capabilities[{number}]")
    if "Alexa" not in interfaces:
        breaches.append(f"{place}.capabilities lacks the interface Alexa")
    if len(set(map(str, interfaces))) != len(interfaces):
        breaches.append(f"{place}.capabilities has an interface twice")


def _check_extras(breaches: Breaches, endpoint: JSON, place: str) -> None:
    cookie = endpoint.get("cookie", {})
    if not isinstance(cookie, dict) or not all(isinstance(value, str) for value in cookie.values()):
        breaches.append(f"{place}.cookie is an object of texts")
    elif len(json.dumps(cookie)) > _COOKIE_BYTES:
        breaches.append(f"{place}.cookie is larger than {_COOKIE_BYTES} bytes")
    attributes = endpoint.get("additionalAttributes", {})
    if not isinstance(attributes, dict):
        breaches.append(f"{place}.additionalAttributes is an object")
        return
    for name, value in attributes.items():
        if name not in _ATTRIBUTES:
            breaches.append(f"{place}.additionalAttributes.{name} is not known")
        breaches.text(value, f"{place}.additionalAttributes.{name}", 256)


def _check_capability(breaches: Breaches, capability: JSON, place: str) -> None:
    interface = capability.get("interface")
    if capability.get("type") != "AlexaInterface":
        breaches.append(f'{place}.type is {capability.get("type")!r}, expected "AlexaInterface"')
    if capability.get("version") not in ("3", "3.1", "3.2"):
        breaches.append(f'{place}.version is {capability.get("version")!r}, expected "3"')
    if interface == "Alexa.SceneController":
        breaches.closed(
            capability,
            place,
            ("type", "interface", "version", "supportsDeactivation"),
            ("proactivelyReported",),
        )
        return
    breaches.closed(capability, place, ("type", "interface", "version"), ("properties", "configuration"))
    known = {name for known_interface, name in VALUES if known_interface == interface}
    if interface == "Alexa":
        return
    if not known:
        breaches.append(f"{place}.interface is {interface!r}, which no light has")
        return
    properties = breaches.as_object(capability.get("properties"), f"{place}.properties")
    if properties is None:
        return
    breaches.closed(properties, f"{place}.properties", ("supported", "proactivelyReported", "retrievable"))
    supported = properties.get("supported")
    names = (
        [item.get("name") for item in supported if isinstance(item, dict)]
        if isinstance(supported, list)
        else []
    )
    if not names or not set(names) <= known:
        breaches.append(f"{place}.properties.supported is {supported!r}, expected {sorted(known)}")
    for name in ("proactivelyReported", "retrievable"):
        if not isinstance(properties.get(name), bool):
            breaches.append(f"{place}.properties.{name} is true or false")
