"""Which of Alexa's three protocols an event is in. Each is imported when it is first spoken."""

from __future__ import annotations

from collections.abc import Mapping

from photonlink.alexa.payload import Json
from photonlink.alexa.v3.dispatch import dispatch
from photonlink.alexa.v3.services import Services
from photonlink.clock import Deadline


def answer(services: Services, event: object, deadline: Deadline) -> Json:
    """Answer any event; never raises. What is in no protocol gets v3's error."""
    if isinstance(event, Mapping) and "directive" not in event and "header" in event:
        from photonlink.alexa.v2.dispatch import dispatch as dispatch_v2

        return dispatch_v2(services.lights, event, deadline)
    return dispatch(services, event, deadline)
