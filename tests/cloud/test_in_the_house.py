"""The handler in a simulated house: what it answers, against what the pins of a real firmware do."""

from __future__ import annotations

from typing import Any

import pytest

POWER, LEVEL = "Alexa.PowerController", "Alexa.BrightnessController"
COLOR, WHITE = "Alexa.ColorController", "Alexa.ColorTemperatureController"

#: Namespace, name and payload of a directive.
Said = tuple[str, str, dict[str, Any]]

TURN_ON: Said = (POWER, "TurnOn", {})
TURN_OFF: Said = (POWER, "TurnOff", {})


def level(percent: int) -> Said:
    return LEVEL, "SetBrightness", {"brightness": percent}


def by(percent: int) -> Said:
    return LEVEL, "AdjustBrightness", {"brightnessDelta": percent}


def color(hue: float, saturation: float, value: float) -> Said:
    return COLOR, "SetColor", {"color": {"hue": hue, "saturation": saturation, "brightness": value}}


def white(kelvin: int) -> Said:
    return WHITE, "SetColorTemperature", {"colorTemperatureInKelvin": kelvin}


COOLER: Said = (WHITE, "IncreaseColorTemperature", {})
WARMER: Said = (WHITE, "DecreaseColorTemperature", {})

#: What a light must do (Amazon's capability test plans): directives in turn, and what is then in force.
ROWS: list[tuple[str, list[Said], dict[str, object]]] = [
    ("kitchen", [TURN_ON], {"powerState": "ON", "brightness": 100}),
    ("kitchen", [level(30), TURN_OFF], {"powerState": "OFF", "brightness": 0}),
    ("kitchen", [level(30), TURN_OFF, TURN_ON], {"powerState": "ON", "brightness": 30}),
    ("kitchen", [level(30), level(0)], {"powerState": "OFF", "brightness": 0}),
    ("kitchen", [level(30), level(0), TURN_ON], {"powerState": "ON", "brightness": 30}),
    ("kitchen", [level(30), by(-50)], {"powerState": "OFF", "brightness": 0}),
    ("kitchen", [level(90), by(50)], {"powerState": "ON", "brightness": 100}),
    ("kitchen", [level(90), TURN_OFF, by(25)], {"powerState": "ON", "brightness": 25}),
    ("kitchen", [level(90), TURN_OFF, by(-25)], {"powerState": "OFF", "brightness": 0}),
    ("accent", [level(50), color(120, 1, 1)], {"brightness": 50, "color": (120, 1, 1)}),
    ("accent", [level(50), TURN_OFF, color(240, 1, 1)], {"powerState": "ON", "brightness": 50}),
    ("accent", [color(277, 0.8619, 0.9373), level(20)], {"brightness": 20, "color": (277, 0.8619, 0.9373)}),
    ("desk", [level(40), white(2700)], {"brightness": 40, "colorTemperatureInKelvin": 2700}),
    ("desk", [level(40), TURN_OFF, white(4000)], {"powerState": "ON", "brightness": 40}),
    ("desk", [white(10000)], {"colorTemperatureInKelvin": 9000}),
    ("desk", [white(1000)], {"colorTemperatureInKelvin": 2000}),
    (
        "desk",
        [level(40), white(2700), TURN_OFF, COOLER],
        {"powerState": "ON", "brightness": 40, "colorTemperatureInKelvin": 4000},
    ),
    (
        "desk",
        [level(40), white(5500), TURN_OFF, WARMER],
        {"powerState": "ON", "brightness": 40, "colorTemperatureInKelvin": 4000},
    ),
    ("desk", [white(3000), COOLER], {"colorTemperatureInKelvin": 4000}),
    ("desk", [white(2200), *[COOLER] * 4], {"colorTemperatureInKelvin": 7000}),
    ("desk", [white(7000), *[WARMER] * 4], {"colorTemperatureInKelvin": 2200}),
    ("desk", [white(2200), COOLER], {"colorTemperatureInKelvin": 2700}),
    ("desk", [white(4000), WARMER], {"colorTemperatureInKelvin": 2700}),
    ("desk", [white(7000), COOLER], {"colorTemperatureInKelvin": 9000}),
    ("desk", [white(2200), WARMER], {"colorTemperatureInKelvin": 2000}),
    ("desk", [white(2000), WARMER], {"colorTemperatureInKelvin": 2000}),
    ("hall", [TURN_ON], {"powerState": "ON"}),
    ("hall", [TURN_ON, TURN_OFF], {"powerState": "OFF"}),
]


def endpoint(house: Any, key: str) -> str:
    return next(
        str(each.endpoint_id) for each in house.alexa.endpoints if each.endpoint_id.endswith(f":{key}")
    )


def reported(response: dict[str, Any]) -> dict[str, Any]:
    return {each["name"]: each["value"] for each in response["context"]["properties"]}


def say_all(house: Any, key: str, directives: list[Said]) -> dict[str, Any]:
    for namespace, name, payload in directives:
        exchange = house.alexa.directive(namespace, name, endpoint(house, key), payload)
        assert exchange.error is None, exchange.response
    response: dict[str, Any] = exchange.response
    return response


def breaches(house: Any) -> list[str]:
    return [entry.summary for entry in house.trace if entry.kind == "breach"]


@pytest.mark.parametrize(("key", "directives", "expected"), ROWS)
def test_a_light_does_what_amazons_test_plan_asks(
    photon_house: Any, key: str, directives: list[Said], expected: dict[str, Any]
) -> None:
    told = reported(say_all(photon_house, key, directives))
    for name, value in expected.items():
        if name == "color":
            parts = (told[name]["hue"], told[name]["saturation"], told[name]["brightness"])
            assert parts == pytest.approx(value, abs=0.01)
        else:
            assert told[name] == value
    photon_house.clock.advance("11s")
    asked = photon_house.alexa.directive("Alexa", "ReportState", endpoint(photon_house, key)).response
    assert reported(asked) == told, "asked again once the fade is over, it is the same"
    shining = photon_house.photon(0).light(key)["device"]
    assert shining["power"] == told["powerState"]
    if told["powerState"] == "ON" and "brightness" in told:
        assert shining["brightness"] == pytest.approx(told["brightness"], abs=5)
    assert photon_house.alexa.truth() == [], "colour and white too"
    assert breaches(photon_house) == []


def test_a_control_directive_is_one_round_trip(photon_house: Any) -> None:
    before = len(requests_of_the_lambda(photon_house))
    say_all(photon_house, "kitchen", [level(40)])
    assert len(requests_of_the_lambda(photon_house)) == before + 1


def requests_of_the_lambda(house: Any) -> list[Any]:
    return [entry for entry in house.trace if entry.kind == "http" and entry.summary.startswith("lambda ->")]


def test_a_device_that_is_unplugged_keeps_its_endpoints_and_does_not_respond(photon_house: Any) -> None:
    before = [each.endpoint_id for each in photon_house.alexa.endpoints]
    photon_house.photon(0).unplug()
    photon_house.clock.advance("5m")
    assert photon_house.alexa.discover().ok
    assert [each.endpoint_id for each in photon_house.alexa.endpoints] == before
    exchange = photon_house.alexa.directive(*TURN_ON[:2], before[0], {})
    assert exchange.error == "ENDPOINT_UNREACHABLE"
    assert breaches(photon_house) == []


def test_a_device_that_has_just_vanished_is_given_up_before_alexa_gives_up(photon_house: Any) -> None:
    kitchen = endpoint(photon_house, "kitchen")
    photon_house.photon(0).unplug()
    began = photon_house.clock.now
    exchange = photon_house.alexa.directive(*TURN_ON[:2], kitchen, {})
    assert exchange.error == "ENDPOINT_UNREACHABLE"
    assert photon_house.clock.now - began < 8


def believed(house: Any, key: str) -> dict[str, Any]:
    (light,) = [each for each in house.state()["devices"][0]["lights"] if each["key"] == key]
    belief: dict[str, Any] = light["alexa"]
    return belief


def test_a_button_at_the_light_reaches_alexa_within_two_seconds(photon_house: Any) -> None:
    say_all(photon_house, "kitchen", [level(30), TURN_OFF])
    photon_house.clock.advance("5s")
    assert believed(photon_house, "kitchen")["power"] == "OFF"
    photon_house.photon(0).press("A0", 0.1)
    photon_house.clock.advance("2s")
    belief = believed(photon_house, "kitchen")
    assert (belief["power"], belief["brightness"]) == ("ON", 30)
    assert breaches(photon_house) == []


def test_a_light_that_is_renamed_at_the_device_has_its_new_name_at_alexa(photon_house: Any) -> None:
    before = [each.endpoint_id for each in photon_house.alexa.endpoints]
    assert photon_house.photon(0).call("name", "kitchen=breakfast lamp") == 0
    photon_house.clock.advance("3s")
    names = {each.endpoint_id: each.friendly_name for each in photon_house.alexa.endpoints}
    assert names[endpoint(photon_house, "kitchen")] == "breakfast lamp"
    assert sorted(names) == sorted(before)
    assert breaches(photon_house) == []
