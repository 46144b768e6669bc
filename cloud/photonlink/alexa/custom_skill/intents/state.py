"""How a light is, and which lights there are."""

from __future__ import annotations

from photonlink.alexa.custom_skill.intent import Intents, Session
from photonlink.alexa.custom_skill.reply import Reply
from photonlink.lights.commands import ReadState


def _state(session: Session) -> Reply:
    found = session.light()
    state = session.tell(found, ReadState())
    texts = session.texts
    sentence = texts.is_off if not state.on else texts.is_at if state.dims else texts.is_on
    return Reply(sentence.format(light=found.light.name, level=state.level))


def _list(session: Session) -> Reply:
    names = [found.light.name for found in session.all_lights()]
    if not names:
        return Reply(session.texts.no_lights)
    return Reply(session.texts.list_lights.format(lights=", ".join(names)))


INTENTS: Intents = {"LightStateIntent": _state, "ListLightsIntent": _list}
