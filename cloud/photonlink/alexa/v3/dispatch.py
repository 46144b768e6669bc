"""From an event to its answer; whatever comes in, an answer that Amazon's schema allows goes out."""

from __future__ import annotations

import logging

from photonlink.alexa.payload import Json
from photonlink.alexa.services import Services
from photonlink.alexa.v3.errors import AlexaError, malformed, translate
from photonlink.alexa.v3.message import Directive, error_event
from photonlink.alexa.v3.registry import ACCEPT_GRANT, answers
from photonlink.clock import Deadline
from photonlink.logs import log


def dispatch(services: Services, event: object, deadline: Deadline) -> Json:
    """Answer any event; never raises."""
    directive = Directive.read(event)
    try:
        answer = _answer(services, directive, deadline)
    except Exception as failure:
        error = translate(failure)
        unforeseen = failure if error.type == "INTERNAL_ERROR" else None
        _log(logging.ERROR if unforeseen else logging.WARNING, directive, error, unforeseen)
        if (directive.namespace, directive.name) == ACCEPT_GRANT:
            from photonlink.alexa.v3 import authorization

            return error_event(directive, authorization.failed(error), authorization.NAMESPACE)
        return error_event(directive, error)
    _log(logging.INFO, directive)
    return answer


def _answer(services: Services, directive: Directive, deadline: Deadline) -> Json:
    if directive.version != "3":
        raise malformed("the payloadVersion of the directive is not 3, or the event is no directive")
    answer = answers().get((directive.namespace, directive.name))
    if answer is None:
        raise malformed(f"nothing here answers {directive.namespace} {directive.name}"[:200])
    return answer(services, directive, deadline)


def _log(
    level: int, directive: Directive, error: AlexaError | None = None, failure: Exception | None = None
) -> None:
    outcome = {"error": error.type, "reason": error.message} if error else {}
    log(
        level,
        "directive",
        failure=failure,
        namespace=directive.namespace[:100],
        name=directive.name[:100],
        endpoint=directive.endpoint_id,
        **outcome,
    )
