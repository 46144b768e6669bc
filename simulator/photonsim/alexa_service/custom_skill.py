"""Custom skills: opened or asked by their invocation name, one request and its answer.

Source: Amazon's page "Request and Response JSON Reference".
"""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import Any

from photonsim.alexa_service import speech
from photonsim.alexa_service.calls import Calls
from photonsim.alexa_service.interaction_model import model_of
from photonsim.alexa_service.model import Answer
from photonsim.alexa_service.rules.custom import check_custom
from photonsim.alexa_service.utterances import Invoke
from photonsim.clock import HouseClock
from photonsim.consoles import CUSTOM_PRINCIPAL
from photonsim.trace import Trace

JSON = dict[str, Any]


async def open_skill(
    calls: Calls, wish: Invoke, token: str | None, clock: HouseClock, trace: Trace
) -> Answer:
    """Send the skill a LaunchRequest, or the intent that was asked of it, and speak its answer.

    `token` is the linked account's, None where none is linked. A session that the skill leaves open is ended, since
    nobody says anything more.
    """
    consoles = calls.consoles
    if (
        consoles is None
        or not consoles.manifest.custom
        or wish.invocation != consoles.manifest.invocation_name
    ):
        return Answer(f"Sorry, I can't find the skill {wish.invocation}.", ok=False)
    locale = consoles.amazon.language
    if wish.request:
        intent = model_of(locale).understand(wish.request)
        asked: JSON = {"type": "IntentRequest", "intent": intent.as_json()}
    else:
        asked = {"type": "LaunchRequest"}
    conversation = _Conversation(calls, token, locale, consoles.manifest.id, clock, trace)
    request, answer, breaches = await conversation.send(asked)
    said = _spoken(answer)
    if breaches or said is None or not isinstance(answer, dict):
        return Answer(speech.SKILL_FAILED, False, [request], [answer if isinstance(answer, dict) else None])
    if answer["response"].get("shouldEndSession") is False:
        await conversation.send({"type": "SessionEndedRequest", "reason": "EXCEEDED_MAX_REPROMPTS"})
    wants_linking = (answer["response"].get("card") or {}).get("type") == "LinkAccount"
    return Answer(said, not wants_linking, [request], [answer])


class _Conversation:
    """One session: its requests share an id, the application and the user."""

    def __init__(
        self, calls: Calls, token: str | None, locale: str, skill_id: str, clock: HouseClock, trace: Trace
    ) -> None:
        self._calls, self._locale, self._clock, self._trace = calls, locale, clock, trace
        user = {"userId": "amzn1.ask.account.HOUSE", **({"accessToken": token} if token else {})}
        self._who = {"application": {"applicationId": skill_id}, "user": user}
        self._session = f"amzn1.echo-api.session.{uuid.uuid4()}"
        self._new = True

    async def send(self, asked: JSON) -> tuple[JSON, object, list[str]]:
        """The request, the answer to it, and what is wrong with that."""
        moment = datetime.fromtimestamp(self._clock.now(), UTC)
        request = {
            "version": "1.0",
            "session": {"new": self._new, "sessionId": self._session, **self._who},
            "context": {"System": {**self._who, "apiEndpoint": "https://api.amazonalexa.com"}},
            "request": {
                "requestId": f"amzn1.echo-api.request.{uuid.uuid4()}",
                "timestamp": f"{moment:%Y-%m-%dT%H:%M:%SZ}",
                "locale": self._locale,
                **asked,
            },
        }
        self._new = False
        name = str(asked.get("intent", {}).get("name", asked["type"]))
        self._trace.record("directive", name, message=request)
        answer, why = await self._calls.call(request, CUSTOM_PRINCIPAL)
        ended = asked["type"] == "SessionEndedRequest"
        breaches = [] if why else check_custom(answer, ended=ended)
        self._trace.record("response", f"{name}: {why or 'answered'}", message=answer)
        if breaches:
            self._trace.record(
                "breach", f"the answer to {name} breaks the rules: {breaches[0]}", breaches=breaches
            )
        return request, answer, breaches


def _spoken(answer: object) -> str | None:
    """The plain text that a custom skill's answer has spoken; None where there is none."""
    response = answer.get("response") if isinstance(answer, dict) else None
    output = response.get("outputSpeech") if isinstance(response, dict) else None
    text = output.get("text") if isinstance(output, dict) else None
    return text if isinstance(text, str) else None
