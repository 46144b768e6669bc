"""What every skill has to answer: help, stop, cancel, home, and what was not understood."""

from __future__ import annotations

from photonlink.alexa.custom_skill.intent import Intents, Session
from photonlink.alexa.custom_skill.reply import Reply


def _help(session: Session) -> Reply:
    return Reply(session.texts.help, ends=False, reprompt=session.texts.again)


def _not_understood(session: Session) -> Reply:
    return Reply(session.texts.not_understood, ends=False, reprompt=session.texts.again)


def _bye(session: Session) -> Reply:
    return Reply(session.texts.bye)


INTENTS: Intents = {
    "AMAZON.HelpIntent": _help,
    "AMAZON.FallbackIntent": _not_understood,
    "AMAZON.StopIntent": _bye,
    "AMAZON.CancelIntent": _bye,
    "AMAZON.NavigateHomeIntent": _bye,
}
#: Answered without an account: they touch no device.
NEED_NO_ACCOUNT = frozenset(INTENTS)
