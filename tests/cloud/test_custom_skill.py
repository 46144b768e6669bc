"""The custom skill: what is asked, what is said, and what the lights are told meanwhile."""

from __future__ import annotations

import copy
import json
import re
from pathlib import Path
from typing import Any

import pytest
import requests
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import photonlink
from photonlink.alexa.custom_skill.intents import all_intents
from photonlink.alexa.custom_skill.intents.publish import event_name
from photonlink.alexa.custom_skill.languages import texts_for
from photonlink.aws import make_handler

from .conftest import ENVIRON
from .stand_in import DEVICE, OTHER_DEVICE, TOKEN, Call, Context, InOrder, StandIn, StillClock, device, pack
from .test_discovery import ALL_KINDS
from .test_errors import EXPIRED
from .test_garbage import json_values, paths

SKILL = "amzn1.ask.skill.01234567-89ab-cdef-0123-456789abcdef"
MODELS = sorted((Path(photonlink.__file__).parent / "alexa/custom_skill/models").glob("*.json"))


def request(type_: str = "LaunchRequest", intent: str = "", **slots: str) -> dict[str, Any]:
    body: dict[str, Any] = {
        "type": type_,
        "requestId": "r-1",
        "timestamp": "2026-01-01T00:00:00Z",
        "locale": "en-US",
    }
    if intent:
        body["intent"] = {
            "name": intent,
            "slots": {name: {"name": name, "value": value} for name, value in slots.items()},
        }
    session = {
        "new": True,
        "sessionId": "s-1",
        "application": {"applicationId": SKILL},
        "user": {"userId": "u-1", "accessToken": TOKEN},
    }
    return {"version": "1.0", "session": session, "context": {"System": {}}, "request": body}


def intent(name: str, **slots: str) -> dict[str, Any]:
    return request("IntentRequest", name, **slots)


def check(answer: dict[str, Any]) -> None:
    """Fail unless Alexa takes the answer."""
    assert set(answer) == {"version", "sessionAttributes", "response"}
    assert answer["version"] == "1.0"
    assert len(json.dumps(answer)) <= 24 * 1024
    response = answer["response"]
    assert set(response) <= {"outputSpeech", "card", "reprompt", "shouldEndSession"}
    assert type(response["shouldEndSession"]) is bool
    speeches = [response.get("outputSpeech"), response.get("reprompt", {}).get("outputSpeech")]
    for speech in filter(None, speeches):
        assert set(speech) == {"type", "text"}
        assert 1 <= len(speech["text"]) <= 8000
        assert "{" not in speech["text"], "a placeholder was left open"
    assert ("reprompt" in response) == (not response["shouldEndSession"])
    assert response.get("card", {"type": "LinkAccount"}) == {"type": "LinkAccount"}


@pytest.fixture
def lamps(particle: StandIn) -> StandIn:
    particle.devices(device(), device(OTHER_DEVICE, "cellar"))
    particle.manifest(ALL_KINDS)
    particle.manifest('[1,["cellar","cellar light","d"],["hallway","hall corner","d"]]', OTHER_DEVICE)
    return particle


@pytest.fixture
def ask(session: requests.Session, clock: StillClock) -> Any:
    environ = {**ENVIRON, "PHOTONLINK_SKILL_ID": SKILL}
    handler = make_handler(environ, session=session, clock=clock, executor=InOrder)

    def send(event: Any) -> dict[str, Any]:
        answer = handler(event, Context())
        check(answer)
        response: dict[str, Any] = answer["response"]
        return response

    return send


def speech(response: dict[str, Any]) -> str:
    return str(response["outputSpeech"]["text"])


def told(particle: StandIn) -> list[tuple[str, str]]:
    return [
        (call.path.split("/")[3], call.argument()) for call in particle.calls if call.path.endswith("/light")
    ]


@pytest.mark.parametrize(
    ("event", "packed", "argument", "said"),
    [
        (
            intent("TurnOnIntent", light="the kitchen light"),
            pack(40),
            "kitchen=power,on,voice",
            "kitchen light is on.",
        ),
        (
            intent("TurnOffIntent", light="Kitchen"),
            pack(0),
            "kitchen=power,off,voice",
            "kitchen light is off.",
        ),
        (
            intent("SetBrightnessIntent", light="kitchen light", percent="40"),
            pack(38),
            "kitchen=brightness,40,voice",
            "kitchen light is at 38 percent.",
        ),
        (
            intent("SetBrightnessIntent", light="kitchen light", percent="0"),
            pack(0),
            "kitchen=brightness,0,voice",
            "kitchen light is off.",
        ),
        (
            intent("SetColorIntent", light="accent light", color="Purple"),
            pack(50, color=(277, 86, 94)),
            "accent=color,277,86,94,voice",
            "accent light is purple.",
        ),
        (intent("LightStateIntent", light="hall light"), pack(100, 0), "hall=state", "hall light is on."),
        (intent("LightStateIntent", light="desk lamp"), pack(0, 4, 2700), "desk=state", "desk lamp is off."),
        (
            intent("LightStateIntent", light="kitchen"),
            pack(7),
            "kitchen=state",
            "kitchen light is on, at 7 percent.",
        ),
    ],
)
def test_an_intent_moves_its_light_and_says_what_the_device_said(
    ask: Any, lamps: StandIn, event: Any, packed: int, argument: str, said: str
) -> None:
    lamps.function(packed)
    response = ask(event)
    assert speech(response) == said
    assert response["shouldEndSession"] is True
    assert told(lamps) == [(DEVICE, argument)]


def test_the_lights_are_listed(ask: Any, lamps: StandIn) -> None:
    assert "kitchen light, accent light, strip, desk lamp, cellar light" in speech(
        ask(intent("ListLightsIntent"))
    )


def test_an_account_without_lights_is_told_so(ask: Any, particle: StandIn) -> None:
    particle.devices()
    assert speech(ask(intent("ListLightsIntent"))) == texts_for("en-US").no_lights


@pytest.mark.parametrize(
    ("event", "said"),
    [
        (intent("TurnOnIntent"), "Which light?"),
        (intent("TurnOnIntent", light="garage"), "I couldn't find a light named garage."),
        (intent("TurnOnIntent", light="hall"), "More than one light fits hall: hall light, hall corner."),
        (intent("TurnOnIntent", light="the light"), "I couldn't find a light named the light."),
        (intent("SetBrightnessIntent", light="kitchen"), "How bright"),
        (intent("SetBrightnessIntent", light="kitchen", percent="101"), "How bright"),
        (intent("SetBrightnessIntent", light="kitchen", percent="?"), "How bright"),
        (intent("SetBrightnessIntent", light="kitchen", percent="٣"), "How bright"),
        (intent("SetColorIntent", light="accent", color="infrared"), "Which colour?"),
        (intent("PublishEventIntent"), "Which event?"),
        (intent("PublishEventIntent", event="spark flash status"), "can't be the name of an event"),
    ],
)
def test_what_is_missing_or_unclear_is_asked_for_and_moves_nothing(
    ask: Any, lamps: StandIn, event: Any, said: str
) -> None:
    response = ask(event)
    assert said in speech(response)
    assert response["shouldEndSession"] is False
    assert told(lamps) == []


def test_an_event_is_published_for_the_accounts_devices_only(ask: Any, particle: StandIn) -> None:
    particle.on("POST", "/v1/devices/events", 200, {"ok": True})
    assert speech(ask(intent("PublishEventIntent", event="Good night"))) == "I published Good night."
    assert json.loads(particle.calls[0].body) == {"name": "good-night", "data": "", "private": True}
    assert particle.calls[0].authorization == f"Bearer {TOKEN}"


@given(st.text())
def test_whatever_is_spoken_becomes_a_name_that_the_cloud_takes_or_none(spoken: str) -> None:
    assert re.fullmatch(r"([a-z0-9]+(-[a-z0-9]+)*)?", event_name(spoken))
    assert len(event_name(spoken)) <= 64


@pytest.mark.parametrize(
    ("status", "body", "said"),
    [
        (400, {"ok": False, "error": "Timed out."}, "kitchen light isn't responding."),
        (requests.ReadTimeout(), None, "kitchen light isn't responding."),
        (404, {"error": "Function light not found"}, "firmware of kitchen light is too old"),
        (500, {}, "can't reach the Particle cloud"),
        (429, {}, "slow down"),
        (200, {"return_value": -4}, "kitchen light can't do that"),
        (200, {"return_value": "x"}, "something went wrong"),
    ],
)
def test_what_goes_wrong_is_said_in_the_users_words(
    ask: Any, lamps: StandIn, status: Any, body: object, said: str
) -> None:
    lamps.fails(status, body)
    assert said in speech(ask(intent("TurnOnIntent", light="kitchen light")))


@pytest.mark.parametrize("spoken", ["x" * 100_000, "\N{SNOWMAN}" * 100_000])
def test_an_answer_to_a_huge_request_is_no_larger_than_amazon_takes(
    ask: Any, lamps: StandIn, spoken: str
) -> None:
    assert len(json.dumps(ask(intent("TurnOnIntent", light=spoken)))) < 24 * 1024


def without_token() -> dict[str, Any]:
    event = intent("TurnOnIntent", light="kitchen")
    del event["session"]["user"]["accessToken"]
    return event


def test_without_a_linked_account_the_app_offers_linking(ask: Any, particle: StandIn) -> None:
    response = ask(without_token())
    assert response["card"] == {"type": "LinkAccount"}
    assert particle.calls == []


def test_opened_without_a_linked_account_it_offers_linking_at_once(ask: Any) -> None:
    event = request()
    event["session"]["user"].pop("accessToken")
    response = ask(event)
    assert response["card"] == {"type": "LinkAccount"}
    assert response["shouldEndSession"] is True


def test_a_token_that_particle_refuses_offers_linking_again(ask: Any, particle: StandIn) -> None:
    particle.on("GET", "/v1/devices", 401, EXPIRED)
    assert ask(intent("ListLightsIntent"))["card"] == {"type": "LinkAccount"}


def test_a_token_in_the_context_counts_where_the_session_has_none(ask: Any, lamps: StandIn) -> None:
    event = without_token()
    event["context"]["System"] = {"user": {"accessToken": TOKEN}}
    lamps.function(pack(40))
    assert "card" not in ask(event)


@pytest.mark.parametrize("skill_id", ["", "amzn1.ask.skill.another"])
def test_a_request_of_another_skill_is_refused_and_the_log_shows_both_ids(
    session: requests.Session, particle: StandIn, log: pytest.LogCaptureFixture, skill_id: str
) -> None:
    handler = make_handler({**ENVIRON, "PHOTONLINK_SKILL_ID": skill_id}, session=session)
    answer = handler(intent("ListLightsIntent"), Context())
    check(answer)
    assert speech(answer["response"]) == texts_for("en").not_for_us
    assert particle.calls == []
    (refusal,) = [record for record in log.records if "application id" in record.message]
    assert SKILL in refusal.fields["application_id"]  # type: ignore[attr-defined]


def test_opening_the_skill_keeps_the_session_open(ask: Any) -> None:
    assert ask(request())["shouldEndSession"] is False


def test_the_end_of_a_session_is_not_spoken_to(ask: Any) -> None:
    assert "outputSpeech" not in ask(request("SessionEndedRequest"))


@pytest.mark.parametrize("name", ["AMAZON.HelpIntent", "AMAZON.FallbackIntent", "NoSuchIntent"])
def test_help_and_what_is_not_understood_go_on(ask: Any, name: str) -> None:
    assert ask(intent(name))["shouldEndSession"] is False


@pytest.mark.parametrize("name", ["AMAZON.StopIntent", "AMAZON.CancelIntent", "AMAZON.NavigateHomeIntent"])
def test_stop_and_cancel_end_the_session(ask: Any, name: str) -> None:
    assert ask(intent(name))["shouldEndSession"] is True


@pytest.mark.parametrize("locale", ["en-GB", "xx-XX", "", "../../etc", "en"])
def test_a_language_that_is_missing_is_english(locale: str) -> None:
    assert texts_for(locale) is texts_for("en")


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(
        [intent("SetColorIntent", light="accent", color="red"), request(), request("SessionEndedRequest")]
    ),
    st.data(),
)
def test_a_request_with_a_member_missing_or_replaced_gets_an_answer(
    ask: Any, lamps: StandIn, event: dict[str, Any], data: st.DataObject
) -> None:
    lamps.script["POST", f"/v1/devices/{DEVICE}/light"] = _shines
    changed = copy.deepcopy(event)
    path = data.draw(st.sampled_from([path for path in paths(changed) if path != ("request",)]))
    place: Any = changed
    for name in path[:-1]:
        place = place[name]
    if data.draw(st.booleans()):
        del place[path[-1]]
    else:
        place[path[-1]] = data.draw(json_values)
    ask(changed)


def _shines(call: Call) -> tuple[int, object]:
    return 200, {"return_value": pack(50, color=(0, 100, 100))}


# -- the interaction models


@pytest.fixture(params=MODELS, ids=lambda path: path.stem)
def model(request: pytest.FixtureRequest) -> dict[str, Any]:
    language_model: dict[str, Any] = json.loads(request.param.read_text())["interactionModel"][
        "languageModel"
    ]
    return language_model


def test_the_model_has_exactly_the_intents_that_are_answered(model: dict[str, Any]) -> None:
    assert {each["name"] for each in model["intents"]} == set(all_intents())


def test_a_sample_belongs_to_one_intent(model: dict[str, Any]) -> None:
    samples = [sample for each in model["intents"] for sample in each["samples"]]
    assert len(samples) == len(set(samples))


def test_samples_use_declared_slots_and_characters_that_amazon_takes(model: dict[str, Any]) -> None:
    for each in model["intents"]:
        declared = {slot["name"] for slot in each.get("slots", [])}
        assert each["samples"] or each["name"].startswith("AMAZON.")
        used = [set(re.findall(r"\{(\w+)\}", sample)) for sample in each["samples"]]
        assert set().union(*used) == declared
        for sample in each["samples"]:
            assert re.fullmatch(r"[a-z '{}_.]+", sample), sample


def test_a_phrase_slot_stands_with_other_words_and_no_other_slot(model: dict[str, Any]) -> None:
    for each in model["intents"]:
        phrases = {slot["name"] for slot in each.get("slots", []) if slot["type"] == "AMAZON.SearchQuery"}
        for sample in each["samples"] if phrases else []:
            assert sample.count("{") == 1
            assert re.sub(r"\{\w+\}", "", sample).strip()


def test_the_colours_of_the_model_are_known_in_its_language(model: dict[str, Any]) -> None:
    (colors,) = [each["values"] for each in model["types"] if each["name"] == "LIGHT_COLOR"]
    known = texts_for("en").colors
    assert {each["name"]["value"] for each in colors} == set(known)


def test_the_invocation_name_is_one_that_amazon_takes(model: dict[str, Any]) -> None:
    assert re.fullmatch(r"[a-z]+( [a-z]+)+", model["invocationName"])
