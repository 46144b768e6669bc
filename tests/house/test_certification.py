"""What Amazon's certification asks of lights: state reported against the pins, before and after a power cycle."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from photonsim.pytest_plugin import open_house
from photonsim.sync_house import SyncHouse

from ..cloud.test_in_the_house import (
    COLOR,
    COOLER,
    LEVEL,
    ROWS,
    TURN_OFF,
    TURN_ON,
    WARMER,
    WHITE,
    Said,
    by,
    color,
    endpoint,
    level,
    white,
)

pytestmark = pytest.mark.slow

#: For each capability: a light that has it, and directives of it.
CAPABILITIES: list[tuple[str, str, list[Said]]] = [
    ("power", "hall", [TURN_ON, TURN_OFF, TURN_ON]),
    ("power of a dimmed light", "kitchen", [TURN_OFF, TURN_ON]),
    ("brightness", "kitchen", [level(1), level(10), level(50), level(99), level(100), level(0), level(40)]),
    ("steps of brightness", "kitchen", [by(10), by(-5), by(60), by(-100), by(20)]),
    ("color", "accent", [color(0, 1, 1), color(120, 0.5, 1), color(240, 1, 0.3), color(39, 0.9, 1)]),
    ("color temperature", "desk", [white(2200), white(4000), white(7000), COOLER, WARMER, WARMER]),
]


@pytest.fixture(scope="module")
def house() -> Any:
    """One house for all: each row begins from on or from off, whatever was before."""
    with open_house() as made:
        yield made


@pytest.mark.parametrize("first", [TURN_ON, TURN_OFF], ids=["from on", "from off"])
@pytest.mark.parametrize(
    ("key", "directives"), [row[1:] for row in CAPABILITIES], ids=[row[0] for row in CAPABILITIES]
)
def test_what_is_reported_is_what_the_pins_do(
    house: SyncHouse, key: str, directives: list[Said], first: Said
) -> None:
    for namespace, name, payload in [first, *directives]:
        exchange = house.alexa.directive(namespace, name, endpoint(house, key), payload)
        assert exchange.error is None, exchange.response
        house.clock.advance("2s")
        assert house.alexa.truth() == [], (name, payload)


@pytest.fixture(scope="module")
def strip_house() -> Any:
    """A house with a strip that has colours and a white of its own."""
    with open_house(firmware=Path("photon-lights-rgbw")) as made:
        yield made


MODES: list[tuple[list[Said], str]] = [
    ([color(120, 1, 1)], "color"),
    ([color(120, 1, 1), white(4000)], "colorTemperatureInKelvin"),
    ([white(4000), color(240, 0.5, 1)], "color"),
    ([color(240, 1, 1), level(30)], "color"),
    ([white(4000), level(30), by(-10)], "colorTemperatureInKelvin"),
    ([color(240, 1, 1), TURN_OFF, TURN_ON], "color"),
    ([color(240, 1, 1), TURN_OFF, white(4000)], "colorTemperatureInKelvin"),
    ([white(4000), COOLER, WARMER], "colorTemperatureInKelvin"),
]


@pytest.mark.parametrize("first", [TURN_ON, TURN_OFF], ids=["from on", "from off"])
@pytest.mark.parametrize(("directives", "mode"), MODES)
def test_white_and_colour_exclude_each_other(
    strip_house: SyncHouse, directives: list[Said], mode: str, first: Said
) -> None:
    for namespace, name, payload in [first, *directives]:
        exchange = strip_house.alexa.directive(namespace, name, endpoint(strip_house, "strip"), payload)
        assert exchange.error is None, exchange.response
    assert exchange.response is not None
    told = {each["name"] for each in exchange.response["context"]["properties"]}
    assert told == {"powerState", "brightness", "connectivity", mode}
    strip_house.clock.advance("2s")
    assert strip_house.alexa.truth() == []


@pytest.mark.parametrize("last", [TURN_ON, TURN_OFF], ids=["on", "off"])
def test_after_a_power_cycle_alexa_and_the_pins_agree(house: SyncHouse, last: Said) -> None:
    for key, setting in {
        "kitchen": level(35),
        "accent": color(240, 1, 1),
        "desk": white(2700),
        "hall": TURN_ON,
    }.items():
        for namespace, name, payload in (setting, last):
            house.alexa.directive(namespace, name, endpoint(house, key), payload)
    house.clock.advance("10s")  # what was set is kept a few seconds later
    before = {
        light.endpoint_id: house.photon(0).light(light.endpoint_id[25:])["alexa"]
        for light in house.alexa.endpoints
    }
    house.photon(0).unplug()
    house.clock.advance("60s")
    house.photon(0).plug_in()
    house.clock.advance("10s")
    for light in house.alexa.endpoints:
        assert house.alexa.directive("Alexa", "ReportState", light.endpoint_id).error is None
        assert house.photon(0).light(light.endpoint_id[25:])["alexa"] == before[light.endpoint_id]
    assert house.alexa.truth() == []


#: Directives that version 2 has too; a colour's directive answers with what was achieved, the others with nothing.
IN_VERSION_2 = ROWS


@pytest.fixture(scope="module")
def old_house() -> Any:
    """A house whose skill is of version 2."""
    with open_house(payload_version="2") as made:
        yield made


@pytest.mark.parametrize(("key", "directives", "expected"), IN_VERSION_2)
def test_a_skill_of_version_2_does_the_same(
    old_house: SyncHouse, key: str, directives: list[Said], expected: dict[str, Any]
) -> None:
    first: list[Said] = [TURN_ON, *([(LEVEL, "SetBrightness", {"brightness": 100})] if key != "hall" else [])]
    for namespace, name, payload in [*first, *directives]:
        exchange = old_house.alexa.directive(namespace, name, endpoint(old_house, key), payload)
        assert exchange.error is None, exchange.response
    old_house.clock.advance("2s")
    shining: Any = old_house.photon(0).light(key)["device"]
    power = expected.get("powerState", "OFF" if expected.get("brightness") == 0 else "ON")
    assert shining["power"] == power
    if power == "ON" and "brightness" in expected:
        assert shining["brightness"] == pytest.approx(expected["brightness"], abs=5)
    if "colorTemperatureInKelvin" in expected:
        assert shining["kelvin"] == pytest.approx(expected["colorTemperatureInKelvin"], rel=0.05)
    if "color" in expected:
        assert shining["color"]["hue"] == pytest.approx(expected["color"][0], abs=6)
        assert shining["color"]["saturation"] == pytest.approx(expected["color"][1], abs=0.05)


def test_the_capabilities_are_those_of_the_test_plans() -> None:
    asked = {namespace for _, _, directives in CAPABILITIES for namespace, _, _ in directives}
    assert asked == {"Alexa.PowerController", LEVEL, COLOR, WHITE}


def test_a_lie_is_noticed(house: SyncHouse) -> None:
    """Somebody takes the strip off the pin behind the firmware's back."""
    house.alexa.directive(LEVEL, "SetBrightness", endpoint(house, "kitchen"), {"brightness": 80})
    house.clock.advance("2s")
    assert house.alexa.truth() == []
    told = next(str(each) for each in house.alexa.truth(tolerance=-1))
    assert told.startswith("kitchen light: Alexa believes")


def test_what_goes_back_at_once_is_reported_to_whoever_spoke(photon_house: SyncHouse) -> None:
    """The answer said on; the events of that second are told together, and by then it is off again."""
    assert photon_house.alexa.say("turn on the kitchen light").ok, "takes the event that goes out at once"
    assert photon_house.alexa.say("turn on the hall light").ok
    photon_house.photon(0).press("D4")
    photon_house.clock.advance("3s")
    assert photon_house.photon(0).light("hall")["device"] == {"power": "OFF"}
    assert photon_house.alexa.truth() == []
