"""What the custom skill says."""

from __future__ import annotations

from typing import NamedTuple

from photonlink.alexa.payload import Json

#: Most characters of speech in one response (Amazon's documentation).
MOST_CHARACTERS = 8000


class Reply(NamedTuple):
    """An answer: its speech, whether the session ends, what is asked again, and whether the app offers linking."""

    speech: str = ""
    ends: bool = True
    reprompt: str = ""
    offers_linking: bool = False

    def render(self) -> Json:
        """As the response that Alexa takes."""
        response: Json = {"shouldEndSession": self.ends}
        if self.speech:
            response["outputSpeech"] = _speech(self.speech)
        if self.reprompt:
            response["reprompt"] = {"outputSpeech": _speech(self.reprompt)}
        if self.offers_linking:
            response["card"] = {"type": "LinkAccount"}
        return {"version": "1.0", "sessionAttributes": {}, "response": response}


def _speech(text: str) -> Json:
    return {"type": "PlainText", "text": text[:MOST_CHARACTERS]}
