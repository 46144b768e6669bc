"""Scenes in the configuration: what is read, and what is refused with the place."""

from __future__ import annotations

import contextlib
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from photonlink.lights.commands import Command
from photonlink.lights.scenes import SceneError, read_scenes
from photonlink.settings import Settings, SettingsError

LIGHT = "2a0035000447343138000001:kitchen"


def test_commands_come_in_an_order_that_leaves_off_off() -> None:
    wish = {"power": "off", "brightness": 10, "color": [240, 50, 100], "temperature": 2700}
    scenes = read_scenes(json.dumps({"Movie Night": {LIGHT: wish}}))
    assert list(scenes) == ["scene:movie-night"]
    assert scenes["scene:movie-night"].lights[LIGHT] == (
        Command("color", "240,50,100"),
        Command("temperature", "2700"),
        Command("brightness", "10"),
        Command("power", "off"),
    )


def test_nothing_is_no_scene() -> None:
    assert read_scenes("") == {}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("x", "no JSON"),
        ("[]", "scenes by name"),
        ({" x": {}}, "no spoken name"),
        ({"x": {}}, "what each light does"),
        ({"x": {"kitchen": {"power": "on"}}}, "<device id>:<light key>"),
        ({"x": {LIGHT: {}}}, "expected some of color"),
        ({"x": {LIGHT: {"level": 1}}}, "expected some of color"),
        ({"x": {LIGHT: {"brightness": 101}}}, "brightness is a whole number from 0 to 100, not 101"),
        ({"x": {LIGHT: {"brightness": True}}}, "not True"),
        ({"x": {LIGHT: {"color": [1, 2]}}}, "color is [hue, saturation, value]"),
        ({"x": {LIGHT: {"color": [361, 2, 3]}}}, "hue is a whole number from 0 to 360"),
        ({"x": {LIGHT: {"power": "dim"}}}, 'power is "on" or "off"'),
        ({"x y": {LIGHT: {"power": "on"}}, "X Y": {LIGHT: {"power": "off"}}}, "X Y: there is such a scene"),
    ],
)
def test_a_mistake_is_named(content: object, said: str) -> None:
    text = content if isinstance(content, str) else json.dumps(content)
    with pytest.raises(SceneError) as raised:
        read_scenes(text)
    assert said in str(raised.value)
    with pytest.raises(SettingsError, match="PHOTONLINK_SCENES"):
        Settings.from_environ({"PHOTONLINK_SCENES": text})


@given(
    st.text()
    | st.recursive(
        st.none() | st.integers() | st.text(), lambda c: st.lists(c) | st.dictionaries(st.text(), c)
    ).map(json.dumps)
)
def test_any_text_is_read_or_refused(text: Any) -> None:
    with contextlib.suppress(SceneError):
        read_scenes(text)
