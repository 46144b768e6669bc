"""Rules that Alexa holds a function's messages to. Source: Amazon's Smart Home v3 message schema.

Breaches are sentences that name the offending member. Interfaces and categories of other devices than lights pass.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

Json = Mapping[str, Any]

MOST_ENDPOINTS = 300
_LONGEST = 128
_ENDPOINT_ID = re.compile(r"[a-zA-Z0-9_\-=#;:?@&]{1,256}")
_TIME = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,3})?(Z|[+-]\d{2}:\d{2})")
_ENDPOINT = (
    ("endpointId", "manufacturerName", "friendlyName", "description", "displayCategories", "capabilities"),
    ("cookie", "additionalAttributes", "connections", "relationships", "registration"),
)
_CAPABILITY = (
    ("type", "interface", "version"),
    (
        "properties", "configuration", "configurations", "instance", "capabilityResources", "semantics",
        "supportsDeactivation", "proactivelyReported", "verificationsRequired", "directiveConfigurations",
    ),
)  # fmt: skip
_PROPERTIES = (("supported",), ("proactivelyReported", "retrievable", "nonControllable"))
_PROPERTY = (("namespace", "name", "value", "timeOfSample", "uncertaintyInMilliseconds"), ("instance",))
_HEALTH = ("Alexa.EndpointHealth", "connectivity")
#: A light is in one of the two modes, so a report has one of them.
EITHER = frozenset(
    {
        ("Alexa.ColorController", "color"),
        ("Alexa.ColorTemperatureController", "colorTemperatureInKelvin"),
    }
)

Property = tuple[str, str]


def endpoint_breaches(endpoints: Iterable[object]) -> list[str]:
    """What is wrong with the endpoints of a Discover.Response."""
    found: list[str] = []
    seen: set[str] = set()
    listed = list(endpoints)
    if len(listed) > MOST_ENDPOINTS:
        found.append(f"{len(listed)} endpoints, and Alexa takes {MOST_ENDPOINTS}")
    for number, endpoint in enumerate(listed):
        if not isinstance(endpoint, Mapping):
            found.append(f"endpoints[{number}] is no object")
            continue
        name = str(endpoint.get("endpointId"))
        place = f"endpoint {name!r}"
        found += _members(endpoint, place, _ENDPOINT)
        if not _ENDPOINT_ID.fullmatch(name):
            found.append(f"{place}: an id has 1 to 256 of a-z A-Z 0-9 _ - = # ; : ? @ &")
        if name in seen:
            found.append(f"{place} is there twice")
        seen.add(name)
        for member in ("manufacturerName", "friendlyName", "description"):
            text = endpoint.get(member)
            if isinstance(text, str) and not 1 <= len(text.strip()) <= _LONGEST:
                found.append(
                    f"{place}: {member} has {len(text.strip())} characters, allowed are 1 to {_LONGEST}"
                )
        found += _capability_breaches(endpoint, place)
    return found


def _capability_breaches(endpoint: Json, place: str) -> list[str]:
    if not endpoint.get("displayCategories"):
        return [f"{place}: displayCategories is empty"]
    found: list[str] = []
    for capability in listed(endpoint.get("capabilities")):
        where = f"{place}, {capability.get('interface')}"
        found += _members(capability, where, _CAPABILITY)
        if capability.get("type", "AlexaInterface") != "AlexaInterface":
            found.append(f"{where}: type is {capability.get('type')!r}, not 'AlexaInterface'")
        properties = capability.get("properties")
        if isinstance(properties, Mapping):
            found += _members(properties, f"{where}, properties", _PROPERTIES)
    return found


def report_breaches(body: object, endpoint_id: str, correlation_token: str) -> list[str]:
    """What is wrong with the form of a StateReport; whether it is complete is another question."""
    if not isinstance(body, Mapping):
        return ["the answer is no object"]
    found = _members(body, "the answer", (("event", "context"), ()))
    event = body.get("event")
    if not isinstance(event, Mapping):
        return found
    found += _members(event, "event", (("header", "endpoint", "payload"), ()))
    header = event.get("header")
    if isinstance(header, Mapping):
        kind = (header.get("namespace"), header.get("name"), header.get("payloadVersion"))
        if kind != ("Alexa", "StateReport", "3"):
            found.append(f"event.header is {kind}, not ('Alexa', 'StateReport', '3')")
        if header.get("correlationToken") != correlation_token:
            found.append("event.header.correlationToken is not the directive's")
    endpoint = event.get("endpoint")
    if isinstance(endpoint, Mapping) and endpoint.get("endpointId") != endpoint_id:
        found.append(f"event.endpoint.endpointId is {endpoint.get('endpointId')!r}, not {endpoint_id!r}")
    for item in reported(body):
        where = f"the property {item.get('name')}"
        found += _members(item, where, _PROPERTY)
        if not _TIME.fullmatch(str(item.get("timeOfSample", ""))):
            found.append(
                f"{where}: timeOfSample is {item.get('timeOfSample')!r}, not YYYY-MM-DDThh:mm:ssZ with at most three "
                "digits of a second"
            )
    if _HEALTH not in {property_of(item) for item in reported(body)}:
        found.append("context.properties lacks Alexa.EndpointHealth.connectivity")
    return found


def reported(body: object) -> list[Json]:
    """The properties of an answer's context."""
    context = body.get("context") if isinstance(body, Mapping) else None
    return listed(context.get("properties") if isinstance(context, Mapping) else None)


def property_of(item: Json) -> Property:
    """Interface and name of a reported property."""
    return str(item.get("namespace")), str(item.get("name"))


def listed(value: object) -> list[Json]:
    """The objects of a list; none for what is no list."""
    return [item for item in value if isinstance(item, Mapping)] if isinstance(value, list) else []


def declared(endpoint: Json) -> set[Property]:
    """The properties that an endpoint of a Discover.Response declares."""
    found = set()
    for capability in listed(endpoint.get("capabilities")):
        properties = capability.get("properties")
        if isinstance(properties, Mapping):
            for item in listed(properties.get("supported")):
                found.add((str(capability.get("interface")), str(item.get("name"))))
    return found


def _members(value: Json, place: str, allowed: tuple[tuple[str, ...], tuple[str, ...]]) -> list[str]:
    required, optional = allowed
    lacking = [f"{place}: {name} is missing" for name in required if name not in value]
    return lacking + [
        f"{place}: {name!r} is not allowed" for name in value if name not in required + optional
    ]
