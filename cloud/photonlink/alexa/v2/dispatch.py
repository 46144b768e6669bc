"""From a v2 event to its answer."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping

from photonlink.alexa.payload import Json, Payload, mapping, text
from photonlink.alexa.v2.control import control
from photonlink.alexa.v2.discovery import discover
from photonlink.alexa.v2.errors import Unsupported, error_message
from photonlink.alexa.v2.message import CONTROL, DISCOVERY, SYSTEM, message
from photonlink.clock import Deadline
from photonlink.logs import log
from photonlink.operations import Lights


def dispatch(lights: Lights, event: object, deadline: Deadline) -> Json:
    """Answer any event; never raises."""
    header = mapping(mapping(event).get("header"))
    namespace, name = text(header.get("namespace")), text(header.get("name"))
    payload = mapping(mapping(event).get("payload"))
    outcome: dict[str, object] = {}
    failure: Exception | None = None
    try:
        response = _ANSWERS.get(namespace, _unsupported)(lights, name, payload, deadline)
    except Exception as error:
        response = error_message(error)
        outcome = {"error": mapping(response["header"])["name"], "reason": str(error) or type(error).__name__}
        failure = error if outcome["error"] == "DriverInternalError" else None
    level = logging.ERROR if failure else logging.WARNING if outcome else logging.INFO
    log(level, "v2 request", failure=failure, namespace=namespace[:100], name=name[:100], **outcome)
    return response


def _system(lights: Lights, name: str, payload: Payload, deadline: Deadline) -> Json:
    if name != "HealthCheckRequest":
        raise Unsupported
    return message(SYSTEM, "HealthCheckResponse", {"description": "The skill answers.", "isHealthy": True})


def _unsupported(lights: Lights, name: str, payload: Payload, deadline: Deadline) -> Json:
    raise Unsupported


_ANSWERS: Mapping[str, Callable[[Lights, str, Payload, Deadline], Json]] = {
    DISCOVERY: discover,
    CONTROL: control,
    SYSTEM: _system,
}
