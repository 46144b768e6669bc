"""Answers to Alexa.SceneController. Source: Amazon's page on the interface, and the message schema."""

from __future__ import annotations

from photonsim.alexa_service.rules.common import JSON, Breaches

INTERFACE = "Alexa.SceneController"
_ANSWERS = {"Activate": "ActivationStarted", "Deactivate": "DeactivationStarted"}
_CAUSES = ("VOICE_INTERACTION", "APP_INTERACTION", "PHYSICAL_INTERACTION", "PERIODIC_POLL", "RULE_TRIGGER")


def check_scene(request: JSON, response: JSON) -> Breaches:
    """What is wrong with the answer to Activate or Deactivate that is no error."""
    breaches = Breaches()
    breaches.closed(response, "response", ("event",), ("context",))
    event = breaches.as_object(response.get("event"), "event")
    if event is None:
        return breaches
    breaches.closed(event, "event", ("header", "endpoint", "payload"))
    asked = request["directive"]["header"]["name"]
    breaches.header(event, INTERFACE, _ANSWERS.get(asked, asked), request)
    breaches.endpoint(event, request)
    payload = breaches.as_object(event.get("payload"), "event.payload")
    if payload is None:
        return breaches
    breaches.closed(payload, "event.payload", ("cause", "timestamp"))
    cause = payload.get("cause")
    if not isinstance(cause, dict) or cause.get("type") not in _CAUSES:
        breaches.append(f"event.payload.cause is {cause!r}, expected one of {', '.join(_CAUSES)}")
    breaches.time(payload.get("timestamp"), "event.payload.timestamp")
    return breaches
