"""Which of Alexa's three protocols an event is in. Each is imported when it is first spoken.

A fourth kind of event is one that the function has sent itself (photonlink.afterwards).
"""

from __future__ import annotations

from collections.abc import Mapping

from photonlink.alexa.payload import Json
from photonlink.alexa.services import Services
from photonlink.alexa.v3.dispatch import dispatch
from photonlink.clock import Deadline


def answer(services: Services, event: object, deadline: Deadline) -> Json:
    """Answer any event; never raises. What is in no protocol gets v3's error."""
    if not isinstance(event, Mapping) or "directive" in event:
        return dispatch(services, event, deadline)
    if "request" in event:
        from photonlink.alexa.custom_skill.dispatch import dispatch as dispatch_custom_skill

        return dispatch_custom_skill(services.lights, services.skill_id, event, deadline)
    if "header" in event:
        from photonlink.alexa.v2.dispatch import dispatch as dispatch_v2

        return dispatch_v2(services.lights, event, deadline)
    if "photonlink" in event:
        from photonlink.afterwards import run

        return run(services, event, deadline)
    return dispatch(services, event, deadline)
