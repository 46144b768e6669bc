"""Answers to directives for an endpoint: Response, StateReport, ErrorResponse, DeferredResponse."""

from __future__ import annotations

from photonsim.alexa_service.model import Endpoint
from photonsim.alexa_service.rules.common import JSON, Breaches, is_number, is_whole
from photonsim.alexa_service.rules.properties import check_properties

#: Error types of the namespace Alexa that a light may use.
ERROR_TYPES = frozenset(
    """ALREADY_IN_OPERATION BRIDGE_UNREACHABLE CLOUD_CONTROL_DISABLED ENDPOINT_BUSY ENDPOINT_LOW_POWER
    ENDPOINT_UNREACHABLE EXPIRED_AUTHORIZATION_CREDENTIAL FIRMWARE_OUT_OF_DATE HARDWARE_MALFUNCTION
    INSUFFICIENT_PERMISSIONS INTERNAL_ERROR INVALID_AUTHORIZATION_CREDENTIAL INVALID_DIRECTIVE INVALID_VALUE
    NOT_CALIBRATED NOT_IN_OPERATION NOT_SUPPORTED_IN_CURRENT_MODE NO_SUCH_ENDPOINT PARTNER_OUTAGE
    RATE_LIMIT_EXCEEDED VALUE_OUT_OF_RANGE""".split()
)
_MODES = ("COLOR", "ASLEEP", "NOT_PROVISIONED", "OTHER")
#: Modes exclude each other, so one of the two is missing from a report.
_EITHER = {
    ("Alexa.ColorController", "color"),
    ("Alexa.ColorTemperatureController", "colorTemperatureInKelvin"),
}


def check_answer(request: JSON, response: JSON, endpoint: Endpoint | None) -> Breaches:
    """What is wrong with the answer to a directive that was for an endpoint."""
    breaches = Breaches()
    event = breaches.as_object(response.get("event"), "event")
    if event is None:
        return breaches
    header = event.get("header")
    name = header.get("name") if isinstance(header, dict) else None
    if name == "ErrorResponse":
        breaches.closed(response, "response", ("event",))
        breaches.closed(event, "event", ("header", "payload"), ("endpoint",))
        breaches.header(event, "Alexa", "ErrorResponse", request)
        if "endpoint" in event:
            breaches.endpoint(event, request)
        _check_error(breaches, event.get("payload"))
    elif name == "DeferredResponse":
        breaches.closed(response, "response", ("event",))
        breaches.closed(event, "event", ("header", "payload"))
        breaches.header(event, "Alexa", "DeferredResponse", request)
        payload = breaches.as_object(event.get("payload"), "event.payload")
        if payload is not None:
            breaches.closed(payload, "event.payload", (), ("estimatedDeferralInSeconds",))
            if not is_whole(payload.get("estimatedDeferralInSeconds", 0)):
                breaches.append("event.payload.estimatedDeferralInSeconds is a whole number")
    else:
        _check_success(breaches, request, response, event, endpoint)
    return breaches


def _check_success(
    breaches: Breaches, request: JSON, response: JSON, event: JSON, endpoint: Endpoint | None
) -> None:
    asked = request["directive"]["header"]
    reports = (asked["namespace"], asked["name"]) == ("Alexa", "ReportState")
    breaches.closed(response, "response", ("event", "context"))
    breaches.closed(event, "event", ("header", "endpoint", "payload"))
    breaches.header(event, "Alexa", "StateReport" if reports else "Response", request)
    breaches.endpoint(event, request)
    payload = breaches.as_object(event.get("payload"), "event.payload")
    if payload is not None and reports:
        breaches.closed(payload, "event.payload", ())
    context = breaches.as_object(response.get("context"), "context")
    if context is None:
        return
    breaches.closed(context, "context", ("properties",))
    declared = endpoint.properties if endpoint is not None else None
    found = check_properties(breaches, context.get("properties"), "context.properties", declared)
    if declared is not None:
        wanted = {(interface, name) for interface, names in declared.items() for name in names}
        missing = wanted - found
        if wanted >= _EITHER and _EITHER & found:
            missing -= _EITHER
        for interface, name in sorted(missing):
            breaches.append(f"context.properties lacks {interface}.{name}, which discovery declared")


def _check_error(breaches: Breaches, value: object) -> None:
    payload = breaches.as_object(value, "event.payload")
    if payload is None:
        return
    kind = payload.get("type")
    optional: tuple[str, ...] = ()
    required: tuple[str, ...] = ("type", "message")
    if kind == "VALUE_OUT_OF_RANGE":
        optional = ("validRange",)
    elif kind == "ENDPOINT_LOW_POWER":
        optional = ("percentageState",)
    elif kind == "NOT_SUPPORTED_IN_CURRENT_MODE":
        required = ("type", "message", "currentDeviceMode")
        if payload.get("currentDeviceMode") not in _MODES:
            breaches.append(f"event.payload.currentDeviceMode is one of {', '.join(_MODES)}")
    breaches.closed(payload, "event.payload", required, optional)
    if kind not in ERROR_TYPES:
        breaches.append(f"event.payload.type is {kind!r}, which is no error of a light")
    if not isinstance(payload.get("message"), str):
        breaches.append("event.payload.message is no text")
    if "validRange" in payload:
        valid = payload["validRange"]
        if not isinstance(valid, dict) or not {"minimumValue", "maximumValue"} <= set(valid):
            breaches.append("event.payload.validRange has minimumValue and maximumValue")
        elif not all(is_number(valid[name]) for name in ("minimumValue", "maximumValue")):
            breaches.append("event.payload.validRange has numbers")
