"""What a sentence means."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from photonsim.alexa_service.utterances import (
    Control,
    Discover,
    Invoke,
    Question,
    is_all_lights,
    matches,
    understand,
)

ON, OFF = ("TurnOn", {}), ("TurnOff", {})


def level(value: int) -> tuple[str, dict[str, Any]]:
    return "SetBrightness", {"brightness": value}


def step(value: int) -> tuple[str, dict[str, Any]]:
    return "AdjustBrightness", {"brightnessDelta": value}


def white(kelvin: int) -> tuple[str, dict[str, Any]]:
    return "SetColorTemperature", {"colorTemperatureInKelvin": kelvin}


WARMER, COOLER = ("DecreaseColorTemperature", {}), ("IncreaseColorTemperature", {})


@pytest.mark.parametrize(
    ("sentence", "target", "directive"),
    [
        ("turn on the kitchen light", "the kitchen light", ON),
        ("Turn the kitchen light on.", "the kitchen light", ON),
        ("Alexa, please turn off kitchen light", "kitchen light", OFF),
        ("switch off the desk lamp", "the desk lamp", OFF),
        ("turn on all lights", "all lights", ON),
        ("set the kitchen light to 40 percent", "the kitchen light", level(40)),
        ("set the kitchen light to 40%", "the kitchen light", level(40)),
        ("set the kitchen light to forty percent", "the kitchen light", level(40)),
        ("set the kitchen light to twenty-five percent", "the kitchen light", level(25)),
        ("dim the kitchen light to 5 percent", "the kitchen light", level(5)),
        ("brighten kitchen to 90 percent", "kitchen", level(90)),
        ("set the brightness of the desk lamp to 30 percent", "the desk lamp", level(30)),
        ("set kitchen light to 40", "kitchen light", level(40)),
        ("set the kitchen light to forty", "the kitchen light", level(40)),
        ("dim the kitchen light to 20", "the kitchen light", level(20)),
        ("set the brightness of the kitchen light to 30", "the kitchen light", level(30)),
        ("set the kitchen light brightness to 30", "the kitchen light", level(30)),
        ("set kitchen light 2 to 40 percent", "kitchen light 2", level(40)),
        ("dim the kitchen light", "the kitchen light", step(-25)),
        ("brighten the kitchen light", "the kitchen light", step(25)),
        ("dim the kitchen light by 10 percent", "the kitchen light", step(-10)),
        ("dim the kitchen light by 10", "the kitchen light", step(-10)),
        ("brighten the kitchen light by ten", "the kitchen light", step(10)),
        ("increase the kitchen light by 15%", "the kitchen light", step(15)),
        ("increase the brightness of the kitchen light", "the kitchen light", step(25)),
        ("lower the brightness of the kitchen light by 5", "the kitchen light", step(-5)),
        ("make the kitchen light brighter", "the kitchen light", step(25)),
        ("make the kitchen light dimmer", "the kitchen light", step(-25)),
        ("turn the kitchen light up", "the kitchen light", step(25)),
        ("turn down the kitchen light", "the kitchen light", step(-25)),
        ("make the desk lamp warmer", "the desk lamp", WARMER),
        ("make the desk lamp softer", "the desk lamp", WARMER),
        ("make the desk lamp cooler", "the desk lamp", COOLER),
        ("make the desk lamp whiter", "the desk lamp", COOLER),
        ("make the desk lamp warm", "the desk lamp", white(2200)),
        ("set the desk lamp to warm white", "the desk lamp", white(2200)),
        ("set the desk lamp to soft white", "the desk lamp", white(2700)),
        ("set the desk lamp to daylight", "the desk lamp", white(5500)),
        ("make the desk lamp cool white", "the desk lamp", white(7000)),
        ("set the desk lamp to 3000 kelvin", "the desk lamp", white(3000)),
    ],
)
def test_a_command_becomes_a_directive(
    sentence: str, target: str, directive: tuple[str, dict[str, Any]]
) -> None:
    meaning = understand(sentence)
    assert isinstance(meaning, Control)
    assert (meaning.target, (meaning.name, meaning.payload)) == (target, directive)


@pytest.mark.parametrize(
    ("sentence", "hsb"),
    [
        ("set the accent light to red", (0, 1, 1)),
        ("make the accent light blue", (240, 1, 1)),
        ("turn the accent light purple", (277, 0.8619, 0.9373)),
        ("set the accent light to the color orange", (39, 1, 1)),
        ("change the accent light to sky blue", (197, 0.42, 0.91)),
        ("set the color of the accent light to red", (0, 1, 1)),
        ("set the accent light color to red", (0, 1, 1)),
    ],
)
def test_a_colour_becomes_hue_saturation_and_brightness(
    sentence: str, hsb: tuple[float, float, float]
) -> None:
    meaning = understand(sentence)
    assert isinstance(meaning, Control)
    assert meaning.name == "SetColor"
    color = meaning.payload["color"]
    assert (color["hue"], color["saturation"], color["brightness"]) == hsb


@pytest.mark.parametrize(
    ("sentence", "about"),
    [
        ("is the kitchen light on?", "power"),
        ("is the kitchen light off", "power"),
        ("what is the brightness of the kitchen light?", "brightness"),
        ("what's the brightness of the kitchen light", "brightness"),
        ("what color is the kitchen light", "color"),
        ("what is the color temperature of the kitchen light", "color"),
    ],
)
def test_a_question_is_about_something(sentence: str, about: str) -> None:
    assert understand(sentence) == Question("the kitchen light", about)


def test_discovery_and_custom_skills_are_told_apart() -> None:
    assert understand("discover my devices") == Discover()
    assert understand("find new devices") == Discover()
    assert understand("ask photon lights to blink") == Invoke("photon lights", "blink")
    assert understand("open photon lights") == Invoke("photon lights", "")
    assert understand("ask photon lights which lights are there") == Invoke(
        "photon lights", "which lights are there"
    )
    assert understand("ask photon lights if the hall is on") == Invoke("photon lights", "the hall is on")


@pytest.mark.parametrize(
    "sentence", ["", "   ", "hello", "set to 40 percent", "turn on", "set the kitchen light to many percent"]
)
def test_what_makes_no_sense_is_not_understood(sentence: str) -> None:
    assert understand(sentence) is None


@pytest.mark.parametrize(
    ("said", "name", "rank"),
    [
        ("kitchen light", "kitchen light", 3),
        ("the Kitchen Light", "kitchen light", 3),
        ("kitchen lights", "kitchen light", 2),
        ("the kitchen", "kitchen light", 1),
        ("desk", "desk lamp", 1),
        ("kitchen light", "kitchen", 1),
        ("kitchen light", "kitchen light 2", 0),
        ("light", "kitchen light", 0),
        ("attic", "kitchen light", 0),
    ],
)
def test_names_are_matched_as_people_say_them(said: str, name: str, rank: int) -> None:
    assert matches(said, name) == rank


def test_all_lights_are_a_group_of_their_own() -> None:
    for target in (
        "all lights",
        "all the lights",
        "all of my lights",
        "every lamp",
        "the lights",
        "everything",
    ):
        assert is_all_lights(target), target
    assert not is_all_lights("kitchen lights")


@given(st.text(max_size=200))
def test_no_sentence_breaks_it(text: str) -> None:
    meaning = understand(text)
    assert meaning is None or isinstance(meaning, Control | Question | Discover | Invoke)


@given(st.text(max_size=40), st.text(max_size=40))
def test_no_name_breaks_the_matching(said: str, name: str) -> None:
    assert matches(said, name) in (0, 1, 2, 3)
