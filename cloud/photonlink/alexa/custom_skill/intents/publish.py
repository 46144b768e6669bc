"""An event for the account's devices, which subscribe to it by the name that was spoken."""

from __future__ import annotations

import re

from photonlink.alexa.custom_skill.intent import Ask, Failed, Intents, Session
from photonlink.alexa.custom_skill.reply import Reply
from photonlink.particle.errors import ParticleError, TokenRefused

#: Longest name of an event, and the prefixes that the cloud keeps for itself (Particle's documentation).
MOST_CHARACTERS = 64
RESERVED = ("spark", "particle", "hook", "iotcloud")


def event_name(spoken: str) -> str:
    """ "Good night" becomes `good-night`; an empty text if no name can be made of it."""
    name = "-".join(re.findall(r"[a-z0-9]+", spoken.lower()))
    return "" if len(name) > MOST_CHARACTERS or name.startswith(RESERVED) else name


def _publish(session: Session) -> Reply:
    spoken = session.slot("event", session.texts.which_event)
    name = event_name(spoken)
    if not name:
        raise Ask(session.texts.bad_event.format(event=spoken))
    try:
        session.lights.publish(session.request.token, name, session.deadline)
    except TokenRefused:
        raise
    except ParticleError as error:
        raise Failed(session.texts, error) from error
    return Reply(session.texts.published.format(event=spoken))


INTENTS: Intents = {"PublishEventIntent": _publish}
