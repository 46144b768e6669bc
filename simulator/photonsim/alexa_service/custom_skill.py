"""Custom skills: opened by their invocation name. What is said in a dialogue after that is not understood here."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime

from photonsim.alexa_service import speech
from photonsim.alexa_service.calls import Calls
from photonsim.alexa_service.model import Answer
from photonsim.alexa_service.utterances import Invoke
from photonsim.clock import HouseClock
from photonsim.consoles import CUSTOM_PRINCIPAL
from photonsim.trace import Trace


async def open_skill(calls: Calls, wish: Invoke, clock: HouseClock, trace: Trace) -> Answer:
    """Send the skill a LaunchRequest under its own trigger, and speak its answer."""
    consoles = calls.consoles
    if (
        consoles is None
        or not consoles.manifest.custom
        or wish.invocation != consoles.manifest.invocation_name
        or wish.request
    ):
        return Answer(f"Sorry, I can't find the skill {wish.invocation}.", ok=False)
    application = {"application": {"applicationId": consoles.manifest.id}}
    request = {
        "version": "1.0",
        "session": {"new": True, "sessionId": f"amzn1.echo-api.session.{uuid.uuid4()}", **application},
        "context": {"System": application},
        "request": {
            "type": "LaunchRequest",
            "requestId": f"amzn1.echo-api.request.{uuid.uuid4()}",
            "timestamp": f"{datetime.fromtimestamp(clock.now(), UTC):%Y-%m-%dT%H:%M:%SZ}",
            "locale": consoles.amazon.language,
        },
    }
    trace.record("directive", "LaunchRequest", message=request)
    answer, why = await calls.call(request, CUSTOM_PRINCIPAL)
    said = _spoken(answer)
    if said is None:
        trace.record("response", f"LaunchRequest: {why or 'an answer without speech'}")
        return Answer(speech.SKILL_FAILED, False, [request], [None])
    return Answer(said, True, [request], [answer if isinstance(answer, dict) else None])


def _spoken(answer: object) -> str | None:
    """The plain text that a custom skill's answer has spoken; None where there is none."""
    response = answer.get("response") if isinstance(answer, dict) else None
    output = response.get("outputSpeech") if isinstance(response, dict) else None
    text = output.get("text") if isinstance(output, dict) else None
    return text if isinstance(text, str) else None
