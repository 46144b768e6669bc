"""Profiles in the configuration: what is read, and what is refused with the place."""

from __future__ import annotations

import json

import pytest

from photonlink.lights.commands import adjust_brightness, set_brightness, set_color, turn_off, turn_on
from photonlink.lights.light import Kind
from photonlink.lights.profiles import Call, ProfileError, Remembered, read_profiles
from photonlink.lights.state import LightRefused
from photonlink.settings import Settings, SettingsError

DEVICE = "2a0035000447343138000001"


@pytest.mark.parametrize(
    ("entry", "kind", "calls"),
    [
        ({"profile": "tinker", "pin": "D7"}, Kind.SWITCH, ("digitalwrite D7,HIGH", "digitalwrite D7,LOW")),
        (
            {"profile": "tinker", "pin": "A5", "dims": True},
            Kind.DIMMABLE,
            ("analogwrite A5,102", "analogwrite A5,0"),
        ),
        ({"profile": "setvalue"}, Kind.DIMMABLE, ("setvalue 40", "onoff off")),
        ({"profile": "setvalue", "dims": False}, Kind.SWITCH, ("onoff on", "onoff off")),
    ],
)
def test_a_profile_is_the_calls_of_its_firmware(
    entry: dict[str, object], kind: Kind, calls: tuple[str, str]
) -> None:
    found = read_profiles(json.dumps({DEVICE: {"lamp": {"name": "lamp", **entry}}}))[DEVICE]["lamp"]
    assert found.light.kind is kind
    assert (found.call(40), found.call(0)) == tuple(Call(*call.split(" ", 1)) for call in calls)


def test_levels_follow_the_rules_of_lights() -> None:
    lamp = read_profiles(json.dumps({DEVICE: {"a": {"name": "a", "profile": "setvalue"}}}))[DEVICE]["a"]
    at_40 = lamp.wish(set_brightness(40), Remembered())
    off = lamp.wish(turn_off(), at_40)
    assert off == Remembered(0, 40)
    assert lamp.wish(turn_on(), off) == at_40
    assert lamp.wish(adjust_brightness(25), off) == Remembered(25, 25)
    assert lamp.wish(adjust_brightness(-25), off) == Remembered(0, 40)
    assert lamp.wish(adjust_brightness(90), at_40) == Remembered(100, 100)
    with pytest.raises(LightRefused):
        lamp.wish(set_color(0, 100, 100), at_40)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("x", "no JSON"),
        ("[]", "devices by id"),
        ({"x": {}}, "no device id"),
        ({DEVICE: []}, "lights by key"),
        ({DEVICE: {"Lamp": {}}}, "a key is"),
        ({DEVICE: {"lamp": {"level": 1}}}, "expected name, profile, pin and dims"),
        ({DEVICE: {"lamp": {"name": "", "profile": "tinker", "pin": "D7"}}}, "a spoken name"),
        ({DEVICE: {"lamp": {"name": "  ", "profile": "tinker", "pin": "D7"}}}, "a spoken name"),
        ({DEVICE: {"lamp": {"name": "lamp", "profile": "tinker"}}}, "tinker needs a pin"),
        ({DEVICE: {"lamp": {"name": "lamp", "profile": "tinker", "pin": "D9"}}}, "tinker needs a pin"),
        ({DEVICE: {"lamp": {"name": "lamp", "profile": "x"}}}, "tinker or setvalue, not 'x'"),
        ({DEVICE: {"lamp": {"name": "lamp", "profile": "setvalue", "dims": 1}}}, "dims is true or false"),
    ],
)
def test_a_mistake_is_named(content: object, said: str) -> None:
    text = content if isinstance(content, str) else json.dumps(content)
    with pytest.raises(ProfileError) as raised:
        read_profiles(text)
    assert said in str(raised.value)
    with pytest.raises(SettingsError, match="PHOTONLINK_PROFILES"):
        Settings.from_environ({"PHOTONLINK_PROFILES": text})
