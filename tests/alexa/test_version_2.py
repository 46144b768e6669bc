"""Skills whose manifest still names version 2 of the smart home messages."""

from __future__ import annotations

import pytest

from photonsim.alexa_service.model import JSON
from photonsim.alexa_service.rules.version_2 import CONTROL, DISCOVERY, check_version_2
from photonsim.alexa_service.version_2 import answer_of, request_of
from photonsim.sync_house import SyncHouse


def test_our_handler_answers_a_skill_of_version_2(photon_house: SyncHouse) -> None:
    photon_house.rewrite_manifest(payload_version="2")
    photon_house.alexa.unlink()
    assert "I found 4 devices" in photon_house.alexa.link().speech
    for sentence in (
        "turn on the kitchen light",
        "set the kitchen light to 40 percent",
        "brighten the kitchen light by 10 percent",
        "set the accent light to blue",
        "set the desk lamp to warm white",
        "make the desk lamp cooler",
        "turn off the hall light",
    ):
        answer = photon_house.alexa.say(sentence)
        assert answer.ok, sentence
        (sent,), (told,) = answer.directives, answer.responses
        assert told is not None
        assert told["header"]["name"] == sent["header"]["name"].replace("Request", "Confirmation")
    photon_house.clock.advance("5s")
    assert photon_house.photon().light("kitchen")["device"] == {"power": "ON", "brightness": 50}
    verdict = next(each for each in photon_house.doctor().verdicts if each.code == "A305")
    assert verdict.verdict == "ok"


def test_version_2_tells_of_a_light_that_is_away(photon_house: SyncHouse) -> None:
    photon_house.rewrite_manifest(payload_version="2")
    photon_house.photon().unplug()
    assert "isn't responding" in photon_house.alexa.say("turn on the kitchen light").speech


def test_version_2_has_no_state_reports() -> None:
    directive = {"header": {"namespace": "Alexa", "name": "ReportState"}, "endpoint": {}, "payload": {}}
    assert request_of({"directive": directive}) is None


@pytest.mark.parametrize(
    ("fault", "speech"),
    [
        ("cloud-down", "the hub kitchen light is connected to isn't responding"),
        ("too-many-requests", "has had too many requests"),
        ("D503", "needs a firmware update"),
        ("T204", "Please re-link your account"),
    ],
)
def test_an_error_of_version_2_has_the_sentence_of_its_cause(
    photon_house: SyncHouse, fault: str, speech: str
) -> None:
    photon_house.rewrite_manifest(payload_version="2")
    with photon_house.fault(fault):
        assert speech in photon_house.alexa.say("turn on the kitchen light").speech


def message(name: str, namespace: str = CONTROL, **payload: object) -> JSON:
    header = {"namespace": namespace, "name": name, "payloadVersion": "2", "messageId": "m-1"}
    return {"header": header, "payload": payload}


def appliance(**changes: object) -> JSON:
    good = {
        "applianceId": "dev:key",
        "manufacturerName": "somebody",
        "modelName": "lamp",
        "version": "1",
        "friendlyName": "kitchen light",
        "friendlyDescription": "a lamp",
        "isReachable": True,
        "actions": ["turnOn", "turnOff"],
        "additionalApplianceDetails": {},
    }
    return {name: value for name, value in {**good, **changes}.items() if value is not None}


DISCOVER = message("DiscoverAppliancesRequest", DISCOVERY)
COLOR = {"hue": 1, "saturation": 1, "brightness": 1}


@pytest.mark.parametrize(
    ("request_", "answer"),
    [
        ("TurnOnRequest", message("TurnOnConfirmation")),
        ("SetColorRequest", message("SetColorConfirmation", achievedState={"color": COLOR})),
        (
            "SetColorTemperatureRequest",
            message("SetColorTemperatureConfirmation", achievedState={"colorTemperature": {"value": 2700}}),
        ),
        ("TurnOnRequest", message("TargetOfflineError")),
        ("TurnOnRequest", message("ValueOutOfRangeError", minimumValue=0, maximumValue=100)),
        ("TurnOnRequest", message("NotSupportedInCurrentModeError", currentDeviceMode="COLOR")),
        ("TurnOnRequest", message("RateLimitExceededError", rateLimit="10", timeUnit="HOUR")),
        (
            "TurnOnRequest",
            message("UnableToSetValueError", errorInfo={"code": "DEVICE_BUSY", "description": "later"}),
        ),
    ],
)
def test_good_answers_pass(request_: str, answer: JSON) -> None:
    assert check_version_2(message(request_), answer) == []


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ([], "expected an object"),
        ({"event": {"header": {}}}, "header is missing"),
        ({**message("TurnOnConfirmation"), "context": {}}, "context is not allowed"),
        ({"header": {"name": "TurnOnConfirmation", "payloadVersion": "3"}, "payload": {}}, 'expected "2"'),
        (message("TurnOffConfirmation"), "no answer to TurnOnRequest"),
        (message("TurnOnConfirmation", DISCOVERY), "header.namespace"),
        (message("TurnOnConfirmation", power="ON"), "payload.power is not allowed"),
        (message("TargetOfflineError", why="away"), "payload.why is not allowed"),
        (message("ValueOutOfRangeError"), "payload.maximumValue is missing"),
        (message("ValueOutOfRangeError", minimumValue="0", maximumValue=1), "minimumValue is no number"),
        (message("RateLimitExceededError", rateLimit="1", timeUnit="YEAR"), "timeUnit"),
        (message("DependentServiceUnavailableError", dependentServiceName="a.b"), "dependentServiceName"),
        (message("UnableToSetValueError", errorInfo={"code": "TIRED"}), "errorInfo"),
        (message("NoSuchError"), "no answer to TurnOnRequest"),
    ],
)
def test_a_breach_of_an_answer_is_named(answer: object, why: str) -> None:
    assert any(why in breach for breach in check_version_2(message("TurnOnRequest"), answer))


@pytest.mark.parametrize(
    ("request_", "state"),
    [
        ("SetColorRequest", {"color": {"hue": 1}}),
        ("SetColorRequest", {"color": {**COLOR, "hue": 361}}),
        ("SetColorRequest", None),
        ("SetColorTemperatureRequest", {"colorTemperature": {"value": 999}}),
        ("SetColorTemperatureRequest", {"colorTemperature": 2700}),
    ],
)
def test_what_was_achieved_has_to_be_told(request_: str, state: object) -> None:
    answer = message(request_.replace("Request", "Confirmation"), achievedState=state)
    assert any("achievedState" in breach for breach in check_version_2(message(request_), answer))


@pytest.mark.parametrize(
    ("appliances", "why"),
    [
        ({}, "no list of at most 300"),
        ([appliance()] * 301, "no list of at most 300"),
        ([appliance(), appliance()], "stands twice"),
        (["x"], "expected an object"),
        ([appliance(applianceId=None)], "applianceId is missing"),
        ([appliance(applianceId="a b")], "applianceId"),
        ([appliance(friendlyName="lamp!")], "letters, digits and spaces"),
        ([appliance(friendlyDescription="")], "friendlyDescription"),
        ([appliance(isReachable="yes")], "isReachable"),
        ([appliance(actions=["fly"])], "actions"),
        ([appliance(additionalApplianceDetails={"a": 1})], "object of texts"),
        ([appliance(additionalApplianceDetails={"a": "x" * 5000})], "larger than"),
        ([appliance(more=1)], "more is not allowed"),
    ],
)
def test_a_breach_of_a_discovery_is_named(appliances: object, why: str) -> None:
    answer = message("DiscoverAppliancesResponse", DISCOVERY, discoveredAppliances=appliances)
    assert any(why in breach for breach in check_version_2(DISCOVER, answer))


def test_a_failed_discovery_has_no_words_in_version_2() -> None:
    answer = message("DriverInternalError", CONTROL)
    assert check_version_2(DISCOVER, answer)


def test_the_limits_of_a_value_are_told_on() -> None:
    told = answer_of(message("ValueOutOfRangeError", minimumValue=1, maximumValue=9))
    assert told["event"]["payload"]["validRange"] == {"minimumValue": 1, "maximumValue": 9}
