"""What Alexa says and believes after each kind of answer."""

from __future__ import annotations

from typing import Any

import pytest

from photonsim.alexa_service import Answer
from photonsim.clock import run

from . import messages
from .provider import Bench, answer

REQUEST_ONLY = "turn on the kitchen light"


def say(bench: Bench, text: str = REQUEST_ONLY) -> Answer:
    async def scenario() -> Answer:
        await bench.alexa.link("alice", "right")
        return await bench.alexa.say(text)

    return run(bench.clock, scenario())


def refusing(kind: str, **extra: Any) -> Bench:
    def handler(event: dict[str, Any]) -> Any:
        header = event["directive"]["header"]
        if header["namespace"] != "Alexa.PowerController":
            return answer(event)
        wrong = messages.error(kind, **extra)
        wrong["event"]["header"]["correlationToken"] = header["correlationToken"]
        return wrong

    return Bench(handler)


@pytest.mark.parametrize(
    ("kind", "extra", "speech"),
    [
        (
            "ENDPOINT_UNREACHABLE",
            {},
            "Sorry, kitchen light isn't responding. Please check its network connection and power supply.",
        ),
        (
            "BRIDGE_UNREACHABLE",
            {},
            "Sorry, the hub kitchen light is connected to isn't responding. Please check its network connection and power supply.",
        ),
        ("INTERNAL_ERROR", {}, "Sorry, kitchen light is malfunctioning."),
        ("HARDWARE_MALFUNCTION", {}, "Sorry, kitchen light is malfunctioning."),
        ("INVALID_DIRECTIVE", {}, "Sorry, kitchen light doesn't support that."),
        (
            "VALUE_OUT_OF_RANGE",
            {"validRange": {"minimumValue": 1, "maximumValue": 9}},
            "Sorry, I can only set the brightness between 1 and 9.",
        ),
        (
            "RATE_LIMIT_EXCEEDED",
            {},
            "Sorry, kitchen light has had too many requests. Please try again later.",
        ),
        ("EXPIRED_AUTHORIZATION_CREDENTIAL", {}, "Please re-link your account in the Alexa app."),
    ],
)
def test_an_error_has_its_sentence(kind: str, extra: dict[str, Any], speech: str) -> None:
    bench = refusing(kind, **extra)
    spoken = say(bench)
    assert (spoken.ok, spoken.speech) == (False, speech)
    assert bench.alexa.linked is not kind.endswith("AUTHORIZATION_CREDENTIAL")


def test_an_answer_after_eight_seconds_is_lost() -> None:
    bench = Bench()

    async def scenario() -> Answer:
        await bench.alexa.link("alice", "right")
        bench.handler_delay = 8.1
        return await bench.alexa.say(REQUEST_ONLY)

    spoken = run(bench.clock, scenario())
    assert not spoken.ok
    assert "isn't responding" in spoken.speech
    assert spoken.elapsed_ms == pytest.approx(8000, abs=1)


def test_a_message_that_breaks_the_rules_sounds_like_a_device_that_is_away_and_is_named_in_the_trace() -> (
    None
):
    def handler(event: dict[str, Any]) -> Any:
        good = answer(event)
        if event["directive"]["header"]["name"] == "TurnOn":
            good["context"]["properties"][0]["timeOfSample"] = "yesterday"
        return good

    bench = Bench(handler)
    spoken = say(bench)
    assert not spoken.ok
    assert "isn't responding" in spoken.speech
    (breach,) = bench.trace.entries(kind="breach")
    assert "timeOfSample" in breach.summary


def test_two_devices_of_one_name_are_ambiguous() -> None:
    def handler(event: dict[str, Any]) -> Any:
        if event["directive"]["header"]["name"] == "Discover":
            return messages.discovery(
                messages.discovered(), {**messages.discovered(), "endpointId": "dev:two"}
            )
        return answer(event)

    spoken = say(Bench(handler))
    assert spoken.speech == "A few things share the name kitchen light, which one did you want?"


def test_a_group_of_the_alexa_app_reaches_all_its_lights() -> None:
    def handler(event: dict[str, Any]) -> Any:
        if event["directive"]["header"]["name"] == "Discover":
            other = {**messages.discovered(), "endpointId": "dev:two", "friendlyName": "desk lamp"}
            return messages.discovery(messages.discovered(), other)
        good = answer(event)
        if "endpoint" in event["directive"]:
            good["event"]["endpoint"]["endpointId"] = event["directive"]["endpoint"]["endpointId"]
        return good

    bench = Bench(handler)
    bench.alexa.groups["downstairs"] = ["kitchen light", "desk lamp"]
    spoken = say(bench, "turn off downstairs")
    assert spoken.ok
    assert len(spoken.directives) == 2


@pytest.mark.parametrize(
    ("question", "speech"),
    [
        ("is the kitchen light on", "kitchen light is on."),
        ("what is the brightness of the kitchen light", "kitchen light is at 40 percent."),
        ("what color is the kitchen light", "kitchen light has hue 278 and saturation 86%."),
    ],
)
def test_questions_are_answered_from_a_state_report(question: str, speech: str) -> None:
    bench = Bench()
    spoken = say(bench, question)
    assert (spoken.ok, spoken.speech) == (True, speech)
    assert bench.invoked[-1]["directive"]["header"]["name"] == "ReportState"


def test_an_endpoint_that_says_it_is_unreachable_is_not_responding() -> None:
    def handler(event: dict[str, Any]) -> Any:
        good = answer(event)
        if event["directive"]["header"]["name"] == "ReportState":
            good["context"]["properties"][3]["value"] = {"value": "UNREACHABLE"}
        return good

    spoken = say(Bench(handler), "is the kitchen light on")
    assert not spoken.ok
    assert "isn't responding" in spoken.speech


@pytest.mark.parametrize(
    "text",
    ["turn on the attic light", "set the kitchen light to 140 percent", "make the kitchen light warmer"],
)
def test_what_cannot_be_done_is_said_without_a_directive(text: str) -> None:
    bench = Bench()
    spoken = say(bench, text)
    assert not spoken.ok
    assert spoken.directives == []
