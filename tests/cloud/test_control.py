"""What each directive says to the device, and how its answer comes back."""

from __future__ import annotations

from typing import Any

import pytest

from .conftest import Say
from .messages import KITCHEN, directive, properties
from .stand_in import DEVICE, TOKEN, StandIn, pack

PURPLE = {"color": {"hue": 277, "saturation": 0.8619, "brightness": 0.9373}}

COMMANDS = [
    ("Alexa.PowerController", "TurnOn", {}, "power,on"),
    ("Alexa.PowerController", "TurnOff", {}, "power,off"),
    ("Alexa.BrightnessController", "SetBrightness", {"brightness": 40}, "brightness,40"),
    ("Alexa.BrightnessController", "SetBrightness", {"brightness": 0}, "brightness,0"),
    ("Alexa.BrightnessController", "AdjustBrightness", {"brightnessDelta": 25}, "brightness,+25"),
    ("Alexa.BrightnessController", "AdjustBrightness", {"brightnessDelta": -25}, "brightness,-25"),
    ("Alexa.BrightnessController", "AdjustBrightness", {"brightnessDelta": 0}, "brightness,+0"),
    ("Alexa.ColorController", "SetColor", PURPLE, "color,277,86,94"),
    ("Alexa.ColorController", "SetColor", {"color": {"hue": 359.7, "saturation": 1, "brightness": 1}}, "color,360,100,100"),
    ("Alexa.ColorTemperatureController", "SetColorTemperature", {"colorTemperatureInKelvin": 2700}, "temperature,2700"),
    ("Alexa.ColorTemperatureController", "IncreaseColorTemperature", {}, "temperature,cooler"),
    ("Alexa.ColorTemperatureController", "DecreaseColorTemperature", {}, "temperature,warmer"),
]  # fmt: skip


@pytest.mark.parametrize(("namespace", "name", "payload", "words"), COMMANDS)
def test_a_directive_is_one_call_of_the_function_light(
    say: Say, particle: StandIn, namespace: str, name: str, payload: object, words: str
) -> None:
    particle.function(pack(40))
    response = say(directive(namespace, name, payload))
    assert response["event"]["header"]["name"] == "Response"
    assert [(call.method, call.path) for call in particle.calls] == [("POST", f"/v1/devices/{DEVICE}/light")]
    assert particle.calls[0].argument() == f"kitchen={words},voice"
    assert particle.calls[0].authorization == f"Bearer {TOKEN}"


def test_a_state_report_asks_the_device_once(say: Say, particle: StandIn) -> None:
    particle.function(pack(0))
    response = say(directive("Alexa", "ReportState"))
    assert response["event"]["header"]["name"] == "StateReport"
    assert [call.argument() for call in particle.calls] == ["kitchen=state"]
    assert properties(response) == {"powerState": "OFF", "brightness": 0, "connectivity": {"value": "OK"}}


@pytest.mark.parametrize(
    ("packed", "expected"),
    [
        (pack(100, kind=0), {"powerState": "ON"}),
        (pack(0, kind=0), {"powerState": "OFF"}),
        (pack(38, kind=1), {"powerState": "ON", "brightness": 38}),
        (
            pack(40, kind=4, kelvin=2700),
            {"powerState": "ON", "brightness": 40, "colorTemperatureInKelvin": 2700},
        ),
        (
            pack(40, kind=3, kelvin=4000),
            {"powerState": "ON", "brightness": 40, "colorTemperatureInKelvin": 4000},
        ),
        (
            pack(0, color=(277, 86, 94)),
            {
                "powerState": "OFF",
                "brightness": 0,
                "color": {"hue": 277, "saturation": 0.86, "brightness": 0.94},
            },
        ),
    ],
)
def test_the_response_tells_what_the_device_says_and_never_what_was_wished(
    say: Say, particle: StandIn, packed: int, expected: dict[str, Any]
) -> None:
    particle.function(packed)
    response = say(directive("Alexa.BrightnessController", "SetBrightness", {"brightness": 77}))
    assert properties(response) == {**expected, "connectivity": {"value": "OK"}}


def test_the_response_names_its_endpoint_and_returns_the_correlation_token(
    say: Say, particle: StandIn
) -> None:
    particle.function(pack(40))
    request = directive("Alexa.PowerController", "TurnOn")
    event = say(request)["event"]
    assert event["endpoint"] == {"endpointId": KITCHEN}
    assert event["header"]["correlationToken"] == request["directive"]["header"]["correlationToken"]
    assert event["header"]["messageId"] != request["directive"]["header"]["messageId"]


def test_an_endpoint_id_alone_is_enough(say: Say, particle: StandIn) -> None:
    particle.function(pack(40))
    request = directive("Alexa.PowerController", "TurnOn")
    del request["directive"]["endpoint"]["cookie"]
    assert properties(say(request))["powerState"] == "ON"


def test_a_sample_has_the_time_of_the_answer_and_the_round_trip_as_its_uncertainty(
    say: Say, particle: StandIn, clock: Any
) -> None:
    def slow(call: object) -> tuple[int, object]:
        clock.time += 0.25
        return 200, {"return_value": pack(40)}

    particle.script["POST", f"/v1/devices/{DEVICE}/light"] = slow
    sample = say(directive("Alexa.PowerController", "TurnOn"))["context"]["properties"][0]
    assert sample["timeOfSample"] == "2023-11-14T22:13:20.375Z"
    assert sample["uncertaintyInMilliseconds"] == 250


@pytest.mark.parametrize(
    ("namespace", "name", "payload", "limits"),
    [
        ("Alexa.BrightnessController", "SetBrightness", {"brightness": 101}, (0, 100)),
        ("Alexa.BrightnessController", "SetBrightness", {"brightness": -1}, (0, 100)),
        ("Alexa.BrightnessController", "AdjustBrightness", {"brightnessDelta": 101}, (-100, 100)),
        (
            "Alexa.ColorController",
            "SetColor",
            {"color": {"hue": 361, "saturation": 1, "brightness": 1}},
            (0, 360),
        ),
        (
            "Alexa.ColorController",
            "SetColor",
            {"color": {"hue": 1, "saturation": 1.1, "brightness": 1}},
            (0, 1),
        ),
        (
            "Alexa.ColorTemperatureController",
            "SetColorTemperature",
            {"colorTemperatureInKelvin": 999},
            (1000, 10000),
        ),
    ],
)
def test_a_value_out_of_range_is_told_with_the_range_and_reaches_no_device(
    say: Say, particle: StandIn, namespace: str, name: str, payload: object, limits: tuple[int, int]
) -> None:
    error = say(directive(namespace, name, payload))["event"]["payload"]
    assert error["type"] == "VALUE_OUT_OF_RANGE"
    assert error["validRange"] == {"minimumValue": limits[0], "maximumValue": limits[1]}
    assert particle.calls == []


@pytest.mark.parametrize("value", [None, "40", True, 40.5, [], {}, float("nan")])
def test_a_value_of_a_wrong_type_reaches_no_device(say: Say, particle: StandIn, value: object) -> None:
    answer = say(directive("Alexa.BrightnessController", "SetBrightness", {"brightness": value}))
    assert answer["event"]["payload"]["type"] == "INVALID_DIRECTIVE"
    assert particle.calls == []
