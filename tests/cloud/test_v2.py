"""Smart Home v2: requests of old skills, through the same handler to the same devices."""

from __future__ import annotations

import copy
import re
from typing import Any

import pytest
import requests
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from photonlink.alexa.v2.errors import ERRORS, REFUSALS
from photonlink.aws import make_handler
from photonlink.lights.state import StateError
from photonlink.particle.errors import ParticleError

from .conftest import ENVIRON
from .messages import KITCHEN
from .stand_in import DEVICE, TOKEN, Context, InOrder, StandIn, StillClock, device, pack
from .test_discovery import ALL_KINDS
from .test_errors import CODES, ROWS
from .test_garbage import json_values, paths

DISCOVERY, CONTROL, SYSTEM = (f"Alexa.ConnectedHome.{part}" for part in ("Discovery", "Control", "System"))

#: The payload of each error, closed (Amazon's v2 sample).
ERROR_PAYLOADS = {
    "ValueOutOfRangeError": {"minimumValue", "maximumValue"},
    "DependentServiceUnavailableError": {"dependentServiceName"},
    "TargetFirmwareOutdatedError": {"minimumFirmwareVersion", "currentFirmwareVersion"},
    "RateLimitExceededError": {"rateLimit", "timeUnit"},
    "NotSupportedInCurrentModeError": {"currentDeviceMode"},
    "UnexpectedInformationReceivedError": {"faultingParameter"},
    **{
        name: set()
        for name in "TargetOfflineError NoSuchTargetError DriverInternalError ExpiredAccessTokenError "
        "InvalidAccessTokenError UnsupportedOperationError".split()
    },
}


def control(name: str, **payload: object) -> dict[str, Any]:
    header = {"namespace": CONTROL, "name": f"{name}Request", "payloadVersion": "2", "messageId": "m-1"}
    appliance = {"applianceId": KITCHEN, "additionalApplianceDetails": {}}
    return {"header": header, "payload": {"accessToken": TOKEN, "appliance": appliance, **payload}}


def discovery() -> dict[str, Any]:
    header = {
        "namespace": DISCOVERY,
        "name": "DiscoverAppliancesRequest",
        "payloadVersion": "2",
        "messageId": "m-1",
    }
    return {"header": header, "payload": {"accessToken": TOKEN}}


def check(answer: dict[str, Any]) -> None:
    """Fail unless the answer has the shape that v2 takes."""
    assert set(answer) == {"header", "payload"}
    header, payload = answer["header"], answer["payload"]
    assert set(header) == {"namespace", "name", "payloadVersion", "messageId"}
    assert header["payloadVersion"] == "2"
    assert re.fullmatch(r"[a-zA-Z0-9-]{1,127}", header["messageId"])
    if header["name"].endswith("Error"):
        assert header["namespace"] == CONTROL
        assert set(payload) == ERROR_PAYLOADS[header["name"]]
    elif header["name"] == "DiscoverAppliancesResponse":
        for appliance in payload["discoveredAppliances"]:
            assert re.fullmatch(r"[a-zA-Z0-9_\-=;:?@&]{1,256}", appliance["applianceId"])
            for name in ("manufacturerName", "modelName", "version", "friendlyName", "friendlyDescription"):
                assert 1 <= len(appliance[name]) <= 128
    elif header["name"] == "HealthCheckResponse":
        assert set(payload) == {"description", "isHealthy"}
    else:
        assert header["name"].endswith("Confirmation"), header
        assert set(payload) <= {"achievedState"}


@pytest.fixture
def ask(session: requests.Session, clock: StillClock) -> Any:
    handler = make_handler(ENVIRON, session=session, clock=clock, executor=InOrder)

    def send(event: Any) -> dict[str, Any]:
        answer = handler(event, Context())
        check(answer)
        return answer

    return send


COLOR = {"hue": 120.0, "saturation": 0.5, "brightness": 1.0}
KELVIN = {"achievedState": {"colorTemperature": {"value": 2700}}}
REQUESTS: list[tuple[str, dict[str, Any], str, int, object]] = [
    ("TurnOn", {}, "power,on", pack(40), {}),
    ("TurnOff", {}, "power,off", pack(0), {}),
    ("SetPercentage", {"percentageState": {"value": 40.0}}, "brightness,40", pack(40), {}),
    ("IncrementPercentage", {"deltaPercentage": {"value": 10.0}}, "brightness,+10", pack(50), {}),
    ("DecrementPercentage", {"deltaPercentage": {"value": 10.0}}, "brightness,-10", pack(30), {}),
    (
        "SetColor",
        {"color": COLOR},
        "color,120,50,100",
        pack(40, color=(121, 50, 100)),
        {"achievedState": {"color": {"hue": 121, "saturation": 0.5, "brightness": 1.0}}},
    ),
    (
        "SetColorTemperature",
        {"colorTemperature": {"value": 2700}},
        "temperature,2700",
        pack(40, 4, 2700),
        KELVIN,
    ),
    ("IncrementColorTemperature", {}, "temperature,cooler", pack(40, 4, 2700), KELVIN),
    ("DecrementColorTemperature", {}, "temperature,warmer", pack(40, 4, 2700), KELVIN),
]


@pytest.mark.parametrize(("name", "payload", "words", "packed", "confirmed"), REQUESTS)
def test_each_request_is_one_call_and_its_confirmation_tells_what_was_achieved(
    ask: Any,
    particle: StandIn,
    name: str,
    payload: dict[str, object],
    words: str,
    packed: int,
    confirmed: object,
) -> None:
    particle.function(packed)
    answer = ask(control(name, **payload))
    assert answer["header"]["namespace"] == CONTROL
    assert answer["header"]["name"] == f"{name}Confirmation"
    assert answer["payload"] == confirmed
    assert [call.argument() for call in particle.calls] == [f"kitchen={words},voice"]


def test_each_kind_of_light_has_the_actions_that_fit_it(ask: Any, particle: StandIn) -> None:
    particle.devices(device())
    particle.manifest(ALL_KINDS)
    appliances = ask(discovery())["payload"]["discoveredAppliances"]
    actions = {each["applianceId"].split(":")[1]: set(each["actions"]) for each in appliances}
    power = {"turnOn", "turnOff"}
    percent = {"setPercentage", "incrementPercentage", "decrementPercentage"}
    white = {"setColorTemperature", "incrementColorTemperature", "decrementColorTemperature"}
    assert actions == {
        "hall": power,
        "kitchen": power | percent,
        "accent": power | percent | {"setColor"},
        "strip": power | percent | {"setColor"} | white,
        "desk": power | percent | white,
    }


def test_more_lights_than_alexa_takes_are_cut_and_the_log_names_them(
    ask: Any, particle: StandIn, log: pytest.LogCaptureFixture
) -> None:
    particle.crowd(devices=31, lights=10)
    assert len(ask(discovery())["payload"]["discoveredAppliances"]) == 300
    assert any("rest is left out" in record.message for record in log.records)


def test_an_offline_device_is_listed_as_not_reachable(ask: Any, particle: StandIn) -> None:
    particle.devices(device())
    particle.manifest(ALL_KINDS)
    assert all(each["isReachable"] for each in ask(discovery())["payload"]["discoveredAppliances"])
    particle.devices(device(online=False))
    appliances = ask(discovery())["payload"]["discoveredAppliances"]
    assert [each["isReachable"] for each in appliances] == [False] * 5


def test_a_failed_discovery_can_only_be_an_empty_list(
    ask: Any, particle: StandIn, log: pytest.LogCaptureFixture
) -> None:
    particle.on("GET", "/v1/devices", 500, {})
    assert ask(discovery())["payload"] == {"discoveredAppliances": []}
    assert any("discovery failed" in record.message for record in log.records)


def test_the_health_check_is_answered(ask: Any) -> None:
    header = {"namespace": SYSTEM, "name": "HealthCheckRequest", "payloadVersion": "2", "messageId": "m-1"}
    answer = ask({"header": header, "payload": {"initiationTimestamp": "1435302567000"}})
    assert answer["header"]["name"] == "HealthCheckResponse"
    assert answer["payload"]["isHealthy"] is True


@pytest.mark.parametrize(("cause", "status", "body", "_"), ROWS)
def test_what_particle_answers_becomes_the_right_error(
    ask: Any, particle: StandIn, cause: type[ParticleError], status: Any, body: object, _: str
) -> None:
    particle.fails(status, body)
    expected = ERRORS[cause][0] if cause in ERRORS else "DriverInternalError"
    assert ask(control("TurnOn"))["header"]["name"] == expected


@pytest.mark.parametrize("code", [code for code, _ in CODES])
def test_what_the_device_refuses_becomes_the_right_error(ask: Any, particle: StandIn, code: int) -> None:
    particle.function(code)
    expected = REFUSALS[code][0] if code in REFUSALS else "DriverInternalError"
    assert ask(control("TurnOn"))["header"]["name"] == expected


def test_the_table_says_what_v2_has_a_word_for() -> None:
    names = {cause.__name__: name for cause, (name, _) in ERRORS.items()}
    assert names["TokenExpired"] == "ExpiredAccessTokenError"
    assert names["TokenRefused"] == "InvalidAccessTokenError"
    assert names["DeviceOffline"] == names["DeviceSilent"] == "TargetOfflineError"
    assert names["PermissionDenied"] == "NoSuchTargetError"
    assert names["CloudUnreachable"] == "DependentServiceUnavailableError"
    assert names["RateLimited"] == "RateLimitExceededError"
    assert ERRORS[StateError][0] == names["UnknownFunction"] == "TargetFirmwareOutdatedError"


@pytest.mark.parametrize(
    ("event", "expected", "payload"),
    [
        (
            control("SetPercentage", percentageState={"value": 101}),
            "ValueOutOfRangeError",
            {"minimumValue": 0, "maximumValue": 100},
        ),
        (
            control("SetPercentage"),
            "UnexpectedInformationReceivedError",
            {"faultingParameter": "percentageState"},
        ),
        (
            control("TurnOn", accessToken=None),
            "UnexpectedInformationReceivedError",
            {"faultingParameter": "accessToken"},
        ),
        (control("TurnOn", appliance={"applianceId": "lamp"}), "NoSuchTargetError", {}),
        (control("SetTargetTemperature"), "UnsupportedOperationError", {}),
    ],
)
def test_a_wrong_request_reaches_no_device_and_is_told_why(
    ask: Any, particle: StandIn, event: Any, expected: str, payload: object
) -> None:
    answer = ask(event)
    assert (answer["header"]["name"], answer["payload"]) == (expected, payload)
    assert particle.calls == []


@pytest.fixture(scope="module")
def handler() -> Any:
    particle = StandIn()
    particle.function(pack(40, 4, 2700), DEVICE)
    particle.devices(device())
    particle.manifest(ALL_KINDS)
    session = requests.Session()
    session.mount("https://", particle)
    return make_handler(ENVIRON, session=session, clock=StillClock(), executor=InOrder)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(
    st.sampled_from([control(name, **payload) for name, payload, *_ in REQUESTS] + [discovery()]),
    st.data(),
)
def test_a_request_with_a_member_missing_or_replaced_gets_an_answer(
    handler: Any, request_: dict[str, Any], data: st.DataObject
) -> None:
    event = copy.deepcopy(request_)
    path = data.draw(st.sampled_from([path for path in paths(event) if path != ("header",)]))
    place: Any = event
    for name in path[:-1]:
        place = place[name]
    if data.draw(st.booleans()):
        del place[path[-1]]
    else:
        place[path[-1]] = data.draw(json_values)
    check(handler(event, Context()))
