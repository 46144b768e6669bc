"""A light's level in percent."""

from __future__ import annotations

from photonlink.alexa.custom_skill.intent import Ask, Intents, Session
from photonlink.alexa.custom_skill.reply import Reply
from photonlink.lights import commands


def _set_brightness(session: Session) -> Reply:
    spoken = session.slot("percent", session.texts.which_percent)
    if not spoken.isascii() or not spoken.isdigit() or len(spoken) > 3 or int(spoken) > 100:
        raise Ask(session.texts.which_percent)
    found = session.light()
    state = session.tell(found, commands.set_brightness(int(spoken)))
    sentence = session.texts.done_level if state.on else session.texts.done_off
    return Reply(sentence.format(light=found.light.name, level=state.level))


INTENTS: Intents = {"SetBrightnessIntent": _set_brightness}
