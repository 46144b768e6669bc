"""The sources: they build to the module that ships, and mistakes in the table of lights are found by the compiler."""

from __future__ import annotations

from pathlib import Path

import pytest

from photonsim.photon.build import built_firmware, compile_project
from photonsim.photon.sketch import read_project

from .compiler import complaints
from .tables import RGBW, SOURCES, table

pytestmark = pytest.mark.slow

OWN = (SOURCES / "src" / "MyLights.h").read_text()


def test_the_built_module_is_what_the_sources_build_to() -> None:
    assert compile_project(read_project(SOURCES)) == built_firmware(), (
        "run `make firmware` and commit the result"
    )


@pytest.mark.parametrize("standard", ["gnu++14", "gnu++17"])
@pytest.mark.parametrize("my_lights", [OWN, RGBW], ids=["own", "rgbw"])
def test_a_real_compiler_has_nothing_to_say(tmp_path: Path, my_lights: str, standard: str) -> None:
    assert complaints(tmp_path, my_lights, standard=standard) == ""


def test_the_sketch_file_has_nothing_that_particles_preprocessor_breaks() -> None:
    """It declares every function of an .ino file once more, without the "C" of one that has it."""
    sketch = (SOURCES / "src" / "photon-lights.ino").read_text()
    assert 'extern "C"' not in sketch
    assert sketch.count("{") == 2, "setup() and loop(), nothing else"


LONG = "a" * 12
NAME = "n" * 40


@pytest.mark.parametrize(
    ("lights", "complaint"),
    [
        (['dimmable("a", "one", D6)'], "needs pins with PWM"),
        (['dimmable("a", "one", DAC)'], "needs pins with PWM"),
        (['dimmable("a", "one", A3)'], "needs pins with PWM"),
        (['rgbw("a", "one", D0, D1, A4, A0, 4000)'], "needs pins with PWM"),
        (['dimmable("a", "one", A5)', 'dimmable("b", "two", D2)'], "share a PWM channel"),
        (['rgb("a", "one", D0, D1, A4)', 'dimmable("b", "two", D3)'], "share a PWM channel"),
        (['dimmable("a", "one", A5)', 'onOff("b", "two", A5)'], "a pin is used twice"),
        (['onOff("a", "one", D6).button(D6)'], "a pin is used twice"),
        (['onOff("a", "one", D6).button(D4)', 'onOff("b", "two", D5).button(D4)'], "a pin is used twice"),
        (['onOff("a", "one", 8)'], "pins are D0 to D7"),
        (['onOff("a", "one", 20)'], "pins are D0 to D7"),
        (['onOff("Kitchen", "one", D6)'], "a key is 1 to 12"),
        (['onOff("1st", "one", D6)'], "a key is 1 to 12"),
        (['onOff("", "one", D6)'], "a key is 1 to 12"),
        ([f'onOff("{LONG}a", "one", D6)'], "a key is 1 to 12"),
        (['onOff("a", "one", D6)', 'onOff("a", "two", D5)'], "appears once"),
        (['onOff("a", "caf\\u00e9", D6)'], "a spoken name is"),
        (['onOff("a", "", D6)'], "a spoken name is"),
        (['onOff("a", " one", D6)'], "a spoken name is"),
        ([f'onOff("a", "{NAME}n", D6)'], "a spoken name is"),
        (['tunable("a", "one", TX, RX, 9000, 2000)'], "warm kelvin first"),
        (['tunable("a", "one", TX, RX, 2700, 2700)'], "warm kelvin first"),
        (['tunable("a", "one", TX, RX, 900, 2700)'], "between 1000 and 10000"),
        (['dimmable("a", "one", A5).fade(10001)'], "at most 10000 ms"),
        (['dimmable("a", "one", A5).fade(70000)'], "at most 10000 ms"),
        (
            [
                f'onOff("light{letter}", "{NAME}", {pin})'
                for letter, pin in zip("abcdefghijk", range(8), strict=False)
            ]
            + [f'onOff("{LONG}", "{NAME}", A0)', f'onOff("b", "{NAME}", A1)', f'onOff("c", "{NAME}", A2)'],
            "the names are too long together",
        ),
    ],
)
def test_a_mistake_in_the_table_is_a_sentence_of_the_compiler(
    tmp_path: Path, lights: list[str], complaint: str
) -> None:
    said = complaints(tmp_path, table(*lights), "PhotonLights.cpp")
    assert complaint in said
    assert "MyLights.h:" in said


@pytest.mark.parametrize(
    "lights",
    [
        ['dimmable("a", "one", A5)', 'onOff("b", "two", D2)'],
        ['onOff("a", "one", D3)', 'dimmable("b", "two", A4)'],
        ['onOff("a", "one", DAC).activeLow().button(WKP)'],
        ['dimmable("a", "one", WKP).fade(0)', 'dimmable("b", "two", RX).fade(10000).activeLow()'],
        ['tunable("a", "one", TX, RX, 1000, 10000)'],
        [f'onOff("{LONG}", "{NAME}", D7)'],
    ],
)
def test_a_table_without_mistakes_is_taken(tmp_path: Path, lights: list[str]) -> None:
    assert complaints(tmp_path, table(*lights), "PhotonLights.cpp") == ""
