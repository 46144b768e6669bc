"""The event `photonlink/state`: what changed on a device's lights, and why.

JSON: `{"kitchen": {"on": 1, "bri": 40, "changed": ["brightness"], "cause": "button"}}`, with `hsv` (degrees,
percent, percent) in colour mode and `ct` (kelvin) for kinds with whites.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import NamedTuple

from photonlink.lights.light import KEY, Kind
from photonlink.lights.manifest import KELVIN_LIMITS
from photonlink.lights.state import Color, LightState

#: The events that devices publish, and the prefix that they share.
PREFIX, STATE_EVENT, LIGHTS_EVENT = "photonlink/", "photonlink/state", "photonlink/lights"
#: Why a light changed: by voice, by a call from the cloud, by its button, by power coming back.
CAUSES = frozenset({"voice", "cloud", "button", "restored"})


class EventError(ValueError):
    """An event that cannot be read; the text says where and what was expected."""


class Change(NamedTuple):
    """One light's whole state, the words of its properties that changed, and the cause."""

    key: str
    state: LightState
    changed: frozenset[str]
    cause: str


def parse_changes(text: str) -> tuple[Change, ...]:
    """All changes that an event tells. Raises EventError."""
    try:
        lights = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise EventError(f"the event's data is no JSON: {error}") from error
    if not isinstance(lights, Mapping):
        raise EventError("the event's data is no JSON object of lights")
    return tuple(_change(key, light) for key, light in lights.items())


def _change(key: str, light: object) -> Change:
    if not KEY.fullmatch(key) or not isinstance(light, Mapping):
        raise EventError("a light of the event has no valid key or is no object")
    changed, cause = light.get("changed"), light.get("cause")
    if not isinstance(changed, list) or not all(isinstance(word, str) for word in changed):
        raise EventError(f"{key}: `changed` is no list of properties")
    if not isinstance(cause, str) or cause not in CAUSES:
        raise EventError(f"{key}: the cause is none of {', '.join(sorted(CAUSES))}")
    return Change(key, _state(key, light), frozenset(changed), cause)


def _state(key: str, light: Mapping[str, object]) -> LightState:
    on = _whole(key, light, "on", 0, 1)
    level = _whole(key, light, "bri", 0, 100) if "bri" in light else on * 100
    hsv = light.get("hsv")
    if hsv is not None:
        if not isinstance(hsv, list) or len(hsv) != 3:
            raise EventError(f"{key}: `hsv` is no list of three numbers")
        parts = dict(zip(("hue", "saturation", "value"), hsv, strict=True))
        hue, saturation, value = (
            _whole(key, parts, name, 0, most)
            for name, most in (("hue", 360), ("saturation", 100), ("value", 100))
        )
        return LightState(level, color=Color(hue, saturation, value))
    if "ct" in light:
        # Whether it has colours too does not matter for what it reports in white mode.
        return LightState(level, Kind.TUNABLE_WHITE, kelvin=_whole(key, light, "ct", *KELVIN_LIMITS))
    return LightState(level, Kind.DIMMABLE if "bri" in light else Kind.SWITCH)


def _whole(key: str, members: Mapping[str, object], name: str, lowest: int, highest: int) -> int:
    value = members.get(name)
    if type(value) is not int or not lowest <= value <= highest:
        raise EventError(f"{key}: `{name}` is no whole number from {lowest} to {highest}")
    return value
