"""From a custom skill's event to its answer."""

from __future__ import annotations

import logging
from collections.abc import Mapping

from photonlink.alexa.custom_skill.intent import Ask, Failed, Session
from photonlink.alexa.custom_skill.intents import all_intents
from photonlink.alexa.custom_skill.intents.conversation import NEED_NO_ACCOUNT
from photonlink.alexa.custom_skill.languages import texts_for
from photonlink.alexa.custom_skill.reply import Reply
from photonlink.alexa.custom_skill.request import Request
from photonlink.alexa.payload import Json
from photonlink.clock import Deadline
from photonlink.logs import log
from photonlink.operations import Lights
from photonlink.particle.errors import ParticleError, TokenRefused


def dispatch(lights: Lights, skill_id: str, event: Mapping[str, object], deadline: Deadline) -> Json:
    """Answer any event; never raises. `skill_id` is the only skill that may ask."""
    request = Request.read(event)
    texts = texts_for(request.locale)
    session = Session(request, texts, lights, deadline)
    failure: Exception | None = None
    try:
        reply = _reply(session, skill_id)
    except Ask as question:
        reply = Reply(str(question), ends=False, reprompt=str(question))
    except TokenRefused:
        reply = Reply(texts.link, offers_linking=True)
    except Failed as failed:
        reply = Reply(str(failed))
    except ParticleError as error:
        reply = Reply(str(Failed(texts, error)))
    except Exception as error:
        reply, failure = Reply(texts.failed), error
    level = logging.ERROR if failure else logging.INFO
    log(level, "custom skill", failure=failure, type=request.type[:100], intent=request.intent[:100])
    return reply.render()


def _reply(session: Session, skill_id: str) -> Reply:
    request, texts = session.request, session.texts
    if not skill_id or request.application_id != skill_id:
        log(
            logging.ERROR,
            "request refused: its application id is not PHOTONLINK_SKILL_ID",
            application_id=repr(request.application_id)[:200],
            expected=repr(skill_id) if skill_id else "(not set)",
        )
        return Reply(texts.not_for_us)
    if request.type == "SessionEndedRequest":
        return Reply()
    if request.type == "LaunchRequest":
        if not request.token:
            return Reply(texts.link, offers_linking=True)
        return Reply(texts.welcome, ends=False, reprompt=texts.again)
    answer = all_intents().get(request.intent) if request.type == "IntentRequest" else None
    if answer is None:
        return Reply(texts.not_understood, ends=False, reprompt=texts.again)
    if not request.token and request.intent not in NEED_NO_ACCOUNT:
        return Reply(texts.link, offers_linking=True)
    return answer(session)
