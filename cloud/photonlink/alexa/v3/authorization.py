"""Alexa.Authorization: the grant that lets us send events to Alexa for this user.

Linking as a whole fails when this is answered wrongly, so a failure says what to mend.
"""

from __future__ import annotations

from photonlink.alexa.payload import Json, Malformed, member
from photonlink.alexa.reports.errors import GrantError
from photonlink.alexa.services import Services
from photonlink.alexa.v3.errors import AlexaError
from photonlink.alexa.v3.message import Directive, event
from photonlink.clock import Deadline
from photonlink.particle.errors import ParticleError

NAMESPACE = "Alexa.Authorization"


def accept_grant(services: Services, directive: Directive, deadline: Deadline) -> Json:
    """Answer AcceptGrant. Raises AlexaError of the type ACCEPT_GRANT_FAILED, the only one there is here."""
    try:
        code = member(directive.payload, "grant").get("code")
        if not isinstance(code, str) or not code:
            raise Malformed("code", "the grant has no code")
        services.grants().accept(directive.token(), code, deadline)
    except (AlexaError, Malformed, GrantError, ParticleError) as error:
        raise AlexaError("ACCEPT_GRANT_FAILED", str(error) or type(error).__name__) from error
    return event(NAMESPACE, "AcceptGrant.Response", {})
