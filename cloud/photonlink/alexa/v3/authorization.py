"""Alexa.Authorization: the grant that lets us send events to Alexa for this user.

Linking as a whole fails when this is answered wrongly, so a failure says what to mend.
"""

from __future__ import annotations

from photonlink.alexa.payload import Json, Malformed, member, text
from photonlink.alexa.services import Services
from photonlink.alexa.v3.errors import AlexaError
from photonlink.alexa.v3.message import Directive, event
from photonlink.clock import Deadline

NAMESPACE = "Alexa.Authorization"


def accept_grant(services: Services, directive: Directive, deadline: Deadline) -> Json:
    """Answer AcceptGrant. Raises Malformed, AlexaError, GrantError and ParticleError."""
    code = text(member(directive.payload, "grant").get("code"))
    if not code:
        raise Malformed("code", "the grant has no code")
    services.grants().accept(directive.token(), code, deadline)
    return event(NAMESPACE, "AcceptGrant.Response", {})


def failed(error: AlexaError) -> AlexaError:
    """Whatever went wrong, here it has one type only."""
    return AlexaError("ACCEPT_GRANT_FAILED", error.message)
