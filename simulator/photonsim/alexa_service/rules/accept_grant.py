"""AcceptGrant.Response, and the error that stands in its place."""

from __future__ import annotations

from photonsim.alexa_service.rules.common import JSON, Breaches


def check_accept_grant(request: JSON, response: JSON) -> Breaches:
    """What is wrong with the answer to AcceptGrant."""
    breaches = Breaches()
    breaches.closed(response, "response", ("event",))
    event = breaches.as_object(response.get("event"), "event")
    if event is None:
        return breaches
    breaches.closed(event, "event", ("header", "payload"))
    header = event.get("header")
    payload = breaches.as_object(event.get("payload"), "event.payload")
    if isinstance(header, dict) and header.get("name") == "ErrorResponse":
        breaches.header(event, "Alexa.Authorization", "ErrorResponse", request)
        if payload is not None:
            breaches.closed(payload, "event.payload", ("type", "message"))
            if payload.get("type") != "ACCEPT_GRANT_FAILED":
                breaches.append("event.payload.type of a failed AcceptGrant is ACCEPT_GRANT_FAILED")
        return breaches
    breaches.header(event, "Alexa.Authorization", "AcceptGrant.Response", request)
    if payload is not None:
        breaches.closed(payload, "event.payload", ())
    return breaches
