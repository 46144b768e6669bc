"""What a person can put on a Photon's pins, and see of its strips, in a house."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from photonsim.pytest_plugin import open_house
from photonsim.sync_house import SyncHouse

SKETCH = """
#include "neopixel.h"
Adafruit_NeoPixel strip(2, D2);
int measure(String) { return analogRead(A0); }
int level(String pin) { return digitalRead(pin == "A1" ? A1 : D5); }
void setup() {
    Particle.function("measure", measure);
    Particle.function("level", level);
    pinMode(D5, INPUT_PULLUP);
    strip.begin();
    strip.setPixelColor(1, 0, 255, 0);
    strip.show();
}
"""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SyncHouse]:
    folder = tmp_path_factory.mktemp("inputs")
    (folder / "inputs.ino").write_text(SKETCH)
    with open_house(firmware=Path(folder), link=False) as made:
        yield made


def test_a_voltage_on_an_analog_input_is_what_the_sketch_measures(house: SyncHouse) -> None:
    photon = house.photon(0)
    assert photon.call("measure") == 0
    photon.set_pin("A0", analog=1234)
    assert photon.call("measure") == 1234
    assert photon.pin("A0")["analog"] == 1234
    photon.set_pin("A0", digital=1)
    assert photon.call("measure") == 4095


def test_a_level_on_a_pin_counts_until_it_is_left_open_again(house: SyncHouse) -> None:
    photon = house.photon(0)
    assert photon.call("level", "D5") == 1  # its pull-up
    photon.set_pin("D5", digital=0)
    assert photon.call("level", "D5") == 0
    photon.set_pin("D5")
    assert photon.call("level", "D5") == 1
    photon.set_pin("A1", analog=3000)
    assert photon.call("level", "A1") == 1


def test_what_cannot_be_put_on_a_pin_is_refused_with_the_reason(house: SyncHouse) -> None:
    photon = house.photon(0)
    with pytest.raises(ValueError, match=r"0\.\.4095"):
        photon.set_pin("A0", analog=5000)
    with pytest.raises(ValueError, match="no input named 'B7'"):
        photon.set_pin("B7", digital=1)
    with pytest.raises(ValueError, match="no analog input"):
        photon.set_pin("D4", analog=5)


def test_the_pixels_of_a_strip_are_in_the_houses_state(house: SyncHouse) -> None:
    assert house.photon(0).pixels("D2") == ["#000000", "#00ff00"]
    assert house.state()["devices"][0]["pixels"] == {"D2": ["#000000", "#00ff00"]}
    with pytest.raises(KeyError, match="D2"):
        house.photon(0).pixels("D3")
