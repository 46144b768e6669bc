"""Photons that run other firmware, offered by profile: to the pin of the Tinker that ships built."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from photonsim.house import device_ids
from photonsim.pytest_plugin import open_house
from photonsim.sync_house import SyncHouse

(DEVICE,) = device_ids(1)
PROFILES = {
    DEVICE: {
        "porch": {"name": "porch lamp", "profile": "tinker", "pin": "D7"},
        "desk": {"name": "desk lamp", "profile": "tinker", "pin": "A5", "dims": True},
        "strip": {"name": "led strip", "profile": "setvalue"},
    }
}


@pytest.fixture
def house() -> Iterator[SyncHouse]:
    with open_house(firmware=Path("d502"), environment={"PHOTONLINK_PROFILES": json.dumps(PROFILES)}) as made:
        yield made


def test_lights_of_tinker_are_offered_and_switched(house: SyncHouse) -> None:
    assert {each.friendly_name for each in house.alexa.endpoints} == {"porch lamp", "desk lamp", "led strip"}
    assert house.alexa.say("turn on the porch lamp").ok
    assert house.photon(0).pin("D7")["digital"] == 1
    assert house.alexa.say("is the porch lamp on").speech == "porch lamp is on."
    assert house.alexa.say("turn off the porch lamp").ok
    assert house.photon(0).pin("D7")["digital"] == 0


def test_a_light_on_a_pin_with_pwm_dims_and_remembers(house: SyncHouse) -> None:
    assert house.alexa.say("set the desk lamp to 40 percent").ok
    assert house.photon(0).pin("A5")["pwm"] == 102
    assert house.alexa.say("turn off the desk lamp").ok
    assert house.photon(0).pin("A5")["pwm"] == 0
    house.cold_start()
    assert house.alexa.say("turn on the desk lamp").ok
    assert house.photon(0).pin("A5")["pwm"] == 102, "the level is kept where cold starts do not reach"
    assert house.alexa.say("dim the desk lamp").ok
    assert house.alexa.say("what is the brightness of the desk lamp").speech == "desk lamp is at 15 percent."


def test_what_the_firmware_has_not_got_is_told(house: SyncHouse) -> None:
    assert "firmware update" in house.alexa.say("turn on the led strip").speech
    assert "doesn't support that" in house.alexa.say("set the desk lamp to blue").speech


def test_what_was_never_set_is_not_known(house: SyncHouse) -> None:
    exchange = house.alexa.directive("Alexa", "ReportState", f"{DEVICE}:porch")
    assert exchange.error == "FIRMWARE_OUT_OF_DATE"


def test_offline_is_offline(house: SyncHouse) -> None:
    house.alexa.say("turn on the porch lamp")
    house.photon(0).unplug()
    house.clock.advance("60s")
    assert "isn't responding" in house.alexa.say("turn off the porch lamp").speech
    exchange = house.alexa.directive("Alexa", "ReportState", f"{DEVICE}:porch")
    assert exchange.error == "ENDPOINT_UNREACHABLE"
