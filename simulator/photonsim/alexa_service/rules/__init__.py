"""The rules that every message from a skill's function is held to, one module a kind of message."""

from __future__ import annotations

from photonsim.alexa_service.model import Endpoint
from photonsim.alexa_service.rules import scene
from photonsim.alexa_service.rules.accept_grant import check_accept_grant
from photonsim.alexa_service.rules.answers import check_answer
from photonsim.alexa_service.rules.common import JSON, Breaches
from photonsim.alexa_service.rules.discovery import check_discovery


def check(request: JSON, response: object, endpoint: Endpoint | None = None) -> list[str]:
    """What is wrong with the answer to a directive, as sentences; empty when Alexa takes it.

    `endpoint`: what discovery said of the one that the directive was for.
    """
    if not isinstance(response, dict):
        return [f"the answer is {type(response).__name__}, expected an object"]
    header = request["directive"]["header"]
    kind = (header["namespace"], header["name"])
    event = response.get("event")
    answered = event.get("header") if isinstance(event, dict) else None
    is_error = isinstance(answered, dict) and answered.get("name") == "ErrorResponse"
    if kind == ("Alexa.Authorization", "AcceptGrant"):
        return check_accept_grant(request, response)
    if kind == ("Alexa.Discovery", "Discover") and not is_error:
        return check_discovery(request, response)
    if kind[0] == scene.INTERFACE and not is_error:
        return scene.check_scene(request, response)
    return check_answer(request, response, endpoint)


__all__ = ["Breaches", "check"]
