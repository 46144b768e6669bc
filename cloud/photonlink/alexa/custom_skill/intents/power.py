"""Light on, light off."""

from __future__ import annotations

from photonlink.alexa.custom_skill.intent import Intents, Session
from photonlink.alexa.custom_skill.reply import Reply
from photonlink.lights import commands
from photonlink.lights.commands import Command


def _switch(session: Session, command: Command) -> Reply:
    found = session.light()
    state = session.tell(found, command)
    sentence = session.texts.done_on if state.on else session.texts.done_off
    return Reply(sentence.format(light=found.light.name))


INTENTS: Intents = {
    "TurnOnIntent": lambda session: _switch(session, commands.turn_on()),
    "TurnOffIntent": lambda session: _switch(session, commands.turn_off()),
}
