"""A light's colour, by name."""

from __future__ import annotations

from photonlink.alexa.custom_skill.intent import Ask, Intents, Session
from photonlink.alexa.custom_skill.reply import Reply
from photonlink.lights import commands


def _set_color(session: Session) -> Reply:
    spoken = session.slot("color", session.texts.which_color).lower()
    color = session.texts.colors.get(spoken)
    if color is None:
        raise Ask(session.texts.which_color)
    found = session.light()
    session.tell(found, commands.set_color(*color))
    return Reply(session.texts.done_color.format(light=found.light.name, color=spoken))


INTENTS: Intents = {"SetColorIntent": _set_color}
