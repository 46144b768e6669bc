"""The custom skill, asked by its invocation name, to the pin."""

from __future__ import annotations

import pytest

from photonsim.alexa_service.interaction_model import model_of
from photonsim.sync_house import SyncHouse


@pytest.mark.parametrize(
    ("sentence", "key", "shown"),
    [
        ("ask photon lights to turn on the kitchen light", "kitchen", {"power": "ON", "brightness": 100}),
        (
            "Alexa, tell photon lights to set kitchen light to 40 percent",
            "kitchen",
            {"power": "ON", "brightness": 40},
        ),
        ("ask photon lights to switch hall light on", "hall", {"power": "ON"}),
        ("ask photon lights to make accent light blue", "accent", {"power": "ON"}),
    ],
)
def test_what_the_skill_is_asked_happens(
    photon_house: SyncHouse, sentence: str, key: str, shown: dict[str, object]
) -> None:
    answer = photon_house.alexa.say(sentence)
    assert answer.ok, answer.speech
    photon_house.clock.advance("3s")
    device = photon_house.photon(0).light(key)["device"]
    assert isinstance(device, dict)
    assert device | shown == device
    assert photon_house.alexa.truth() == [], "the change was reported to the smart home skill"


def test_questions_and_lists_are_answered(photon_house: SyncHouse) -> None:
    photon_house.alexa.say("set the kitchen light to 40 percent")
    for question in ("if the kitchen light is on", "is the kitchen light on", "how bright is kitchen light"):
        assert "40 percent" in photon_house.alexa.say(f"ask photon lights {question}").speech
    for request in ("to list my lights", "which lights are there"):
        said = photon_house.alexa.say(f"ask photon lights {request}").speech
        assert all(name in said for name in ("kitchen light", "accent light", "desk lamp", "hall light"))


def test_opened_it_asks_what_to_do_and_the_session_is_ended(photon_house: SyncHouse) -> None:
    answer = photon_house.alexa.say("open photon lights")
    assert answer.ok
    sent = [entry.summary for entry in photon_house.trace if entry.kind == "directive"]
    assert sent[-2:] == ["LaunchRequest", "SessionEndedRequest"]
    assert [entry for entry in photon_house.trace if entry.kind == "breach"] == []


def test_an_event_is_published_to_the_devices(photon_house: SyncHouse) -> None:
    assert photon_house.alexa.say("ask photon lights to publish good night").ok
    heard = [entry.summary for entry in photon_house.trace if "/v1/devices/events" in entry.summary]
    assert heard


def test_without_a_linked_account_it_offers_linking(photon_house: SyncHouse) -> None:
    photon_house.alexa.unlink()
    answer = photon_house.alexa.say("ask photon lights to turn on kitchen light")
    assert not answer.ok
    (response,) = answer.responses
    assert response is not None
    assert response["response"]["card"] == {"type": "LinkAccount"}


def test_another_skill_is_not_found(photon_house: SyncHouse) -> None:
    assert "can't find the skill" in photon_house.alexa.say("ask big sky to turn on the moon").speech


@pytest.mark.parametrize(
    ("sentence", "intent", "slots"),
    [
        ("turn kitchen light on", "TurnOnIntent", {"light": "kitchen light"}),
        ("set kitchen light to 40%", "SetBrightnessIntent", {"light": "kitchen light", "percent": "40"}),
        (
            "dim the kitchen light to forty",
            "SetBrightnessIntent",
            {"light": "the kitchen light", "percent": "40"},
        ),
        ("set kitchen light to many", "SetBrightnessIntent", {"light": "kitchen light", "percent": "?"}),
        ("help", "AMAZON.HelpIntent", {}),
        ("sing a song", "AMAZON.FallbackIntent", {}),
    ],
)
def test_sentences_fit_samples(sentence: str, intent: str, slots: dict[str, str]) -> None:
    found = model_of("en-US").understand(sentence)
    assert (found.name, found.slots) == (intent, slots)
