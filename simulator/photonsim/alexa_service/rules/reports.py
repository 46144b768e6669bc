"""Messages that a skill sends by itself: ChangeReport, AddOrUpdateReport, DeleteReport."""

from __future__ import annotations

from collections.abc import Mapping

from photonsim.alexa_service.model import Endpoint
from photonsim.alexa_service.rules.common import JSON, Breaches
from photonsim.alexa_service.rules.discovery import MAX_ENDPOINTS, check_endpoints
from photonsim.alexa_service.rules.properties import check_properties

_CAUSES = frozenset(
    "APP_INTERACTION PHYSICAL_INTERACTION PERIODIC_POLL RULE_TRIGGER VOICE_INTERACTION ALEXA_INTERACTION".split()
)


def check_scope(message: JSON, token: str) -> Breaches:
    """Whether the token that a message came with stands in its endpoint, or in the payload where there is none.

    Source: Amazon's page "Send Events to the Alexa Event Gateway".
    """
    breaches = Breaches()
    event = breaches.as_object(message.get("event"), "event")
    if event is None:
        return breaches
    place = "endpoint" if "endpoint" in event else "payload"
    part = event.get(place)
    scope = part.get("scope") if isinstance(part, dict) else None
    if not isinstance(scope, dict) or (scope.get("type"), scope.get("token")) != ("BearerToken", token):
        breaches.append(f"event.{place}.scope is no BearerToken with the token of the Authorization header")
    return breaches


def too_many_endpoints(message: JSON) -> bool:
    """Whether a report has more endpoints than Amazon takes at a time."""
    event = message.get("event")
    payload = event.get("payload") if isinstance(event, dict) else None
    endpoints = payload.get("endpoints") if isinstance(payload, dict) else None
    return isinstance(endpoints, list) and len(endpoints) > MAX_ENDPOINTS


def check_change_report(message: JSON, endpoints: Mapping[str, Endpoint]) -> Breaches:
    """What is wrong with a ChangeReport; `endpoints` are those that were discovered, by id."""
    breaches = Breaches()
    breaches.closed(message, "message", ("event", "context"))
    event = breaches.as_object(message.get("event"), "event")
    if event is None:
        return breaches
    breaches.closed(event, "event", ("header", "endpoint", "payload"))
    breaches.header(event, "Alexa", "ChangeReport", None)
    breaches.endpoint(event, None)
    endpoint_part = event.get("endpoint")
    endpoint_id = endpoint_part.get("endpointId") if isinstance(endpoint_part, dict) else None
    endpoint = endpoints.get(endpoint_id) if isinstance(endpoint_id, str) else None
    if endpoint is None:
        breaches.append("event.endpoint.endpointId was never discovered")
        return breaches
    payload = breaches.as_object(event.get("payload"), "event.payload")
    change = (
        breaches.as_object(payload.get("change"), "event.payload.change") if payload is not None else None
    )
    if payload is None or change is None:
        return breaches
    breaches.closed(payload, "event.payload", ("change",))
    breaches.closed(change, "event.payload.change", ("cause", "properties"))
    cause = change.get("cause")
    if not isinstance(cause, dict) or cause.get("type") not in _CAUSES:
        breaches.append(f"event.payload.change.cause is {cause!r}")
    changed = check_properties(breaches, change.get("properties"), "change.properties", endpoint.properties)
    if not changed:
        breaches.append("event.payload.change.properties is empty")
    for interface, name in sorted(changed):
        if interface not in endpoint.proactive:
            breaches.append(f"{interface}.{name} was not declared as proactivelyReported")
    context = breaches.as_object(message.get("context"), "context")
    if context is not None:
        others = check_properties(
            breaches, context.get("properties"), "context.properties", endpoint.properties
        )
        for interface, name in sorted(changed & others):
            breaches.append(f"{interface}.{name} stands in change and in context")
    return breaches


def check_add_or_update_report(message: JSON) -> Breaches:
    """What is wrong with an AddOrUpdateReport."""
    breaches, endpoints = _discovery_report(message, "AddOrUpdateReport")
    if endpoints is not None:
        check_endpoints(breaches, endpoints)
    return breaches


def check_delete_report(message: JSON) -> Breaches:
    """What is wrong with a DeleteReport."""
    breaches, endpoints = _discovery_report(message, "DeleteReport")
    for number, item in enumerate(endpoints or []):
        endpoint = breaches.as_object(item, f"endpoints[{number}]")
        if endpoint is not None:
            breaches.closed(endpoint, f"endpoints[{number}]", ("endpointId",))
            breaches.endpoint_id(endpoint.get("endpointId"), f"endpoints[{number}].endpointId")
    return breaches


def _discovery_report(message: JSON, name: str) -> tuple[Breaches, list[object] | None]:
    breaches = Breaches()
    breaches.closed(message, "message", ("event",))
    event = breaches.as_object(message.get("event"), "event")
    if event is None:
        return breaches, None
    breaches.closed(event, "event", ("header", "payload"))
    breaches.header(event, "Alexa.Discovery", name, None)
    payload = breaches.as_object(event.get("payload"), "event.payload")
    if payload is None:
        return breaches, None
    breaches.closed(payload, "event.payload", ("endpoints", "scope"))
    endpoints = payload.get("endpoints")
    if not isinstance(endpoints, list) or not endpoints:
        breaches.append("event.payload.endpoints is a list of one or more endpoints")
        return breaches, None
    return breaches, endpoints
