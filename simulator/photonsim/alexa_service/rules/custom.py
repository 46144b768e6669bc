"""A custom skill's answer. Source: Amazon's page "Request and Response JSON Reference"."""

from __future__ import annotations

import json

from photonsim.alexa_service.rules.common import Breaches

_LONGEST_ANSWER, _LONGEST_SPEECH = 24 * 1024, 8000
_CARDS = ("Simple", "Standard", "LinkAccount", "AskForPermissionsConsent")


def check_custom(response: object, *, ended: bool = False) -> Breaches:
    """What is wrong with an answer; `ended`: to a SessionEndedRequest, which may not be answered with speech."""
    breaches = Breaches()
    answer = breaches.as_object(response, "the answer")
    if answer is None:
        return breaches
    if len(json.dumps(answer)) > _LONGEST_ANSWER:
        breaches.append(f"the answer has more than {_LONGEST_ANSWER} bytes")
    if answer.get("version") != "1.0":
        breaches.append(f'version is {answer.get("version")!r}, expected "1.0"')
    body = breaches.as_object(answer.get("response", {}), "response")
    if body is None:
        return breaches
    breaches.closed(
        body, "response", (), ("outputSpeech", "card", "reprompt", "shouldEndSession", "directives")
    )
    if not isinstance(body.get("shouldEndSession", True), bool):
        breaches.append("response.shouldEndSession is true or false")
    if "outputSpeech" in body:
        if ended:
            breaches.append("response.outputSpeech may not answer a SessionEndedRequest")
        _check_speech(breaches, body["outputSpeech"], "response.outputSpeech")
    if "reprompt" in body:
        reprompt = breaches.as_object(body["reprompt"], "response.reprompt")
        if reprompt is not None:
            _check_speech(breaches, reprompt.get("outputSpeech"), "response.reprompt.outputSpeech")
    card = body.get("card")
    if card is not None and (not isinstance(card, dict) or card.get("type") not in _CARDS):
        breaches.append(f"response.card is {card!r}, expected a type of {', '.join(_CARDS)}")
    return breaches


def _check_speech(breaches: Breaches, value: object, where: str) -> None:
    speech = breaches.as_object(value, where)
    if speech is None:
        return
    member = {"PlainText": "text", "SSML": "ssml"}.get(str(speech.get("type")))
    if member is None:
        breaches.append(f"{where}.type is PlainText or SSML")
        return
    breaches.text(speech.get(member), f"{where}.{member}", _LONGEST_SPEECH)
