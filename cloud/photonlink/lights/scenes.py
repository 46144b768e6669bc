"""Scenes: several lights of several Photons, set by one name. They stand in PHOTONLINK_SCENES, as JSON:

{"movie night": {"2a0035000447343138000001:kitchen": {"brightness": 10},
                 "2a0035000447343138000002:accent": {"color": [240, 100, 100]},
                 "2a0035000447343138000001:hall": {"power": "off"}}}

`color` is hue 0..360, saturation and value in percent; `temperature` is in kelvin.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from photonlink.lights.commands import (
    Command,
    set_brightness,
    set_color,
    set_temperature,
    turn_off,
    turn_on,
)

_NAME = re.compile(r"[A-Za-z0-9 ]{1,40}")
_LIGHT = re.compile(r"[0-9a-f]{24}:[a-z][a-z0-9]{0,11}")


class SceneError(ValueError):
    """The scenes cannot be read; the text says where and what was expected."""


class Scene(NamedTuple):
    """A scene by its spoken name: for each light, by `<device id>:<key>`, what it is told in turn."""

    name: str
    lights: Mapping[str, tuple[Command, ...]]

    @property
    def endpoint_id(self) -> str:
        """Its id towards Alexa: that of a scene which keeps its name stays."""
        return f"scene:{self.name.lower().replace(' ', '-')}"


def read_scenes(text: str) -> dict[str, Scene]:
    """The scenes by their endpoint ids; none for an empty text. Raises SceneError."""
    if not text.strip():
        return {}
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise SceneError(f"no JSON: {error}") from error
    if not isinstance(content, dict):
        raise SceneError("expected an object of scenes by name")
    scenes: dict[str, Scene] = {}
    for name, lights in content.items():
        scene = _scene(name, lights)
        if scene.endpoint_id in scenes:
            raise SceneError(
                f"{name}: there is such a scene already, since case does not count in a spoken name"
            )
        scenes[scene.endpoint_id] = scene
    return scenes


def _scene(name: str, lights: object) -> Scene:
    if not _NAME.fullmatch(name) or name != name.strip():
        raise SceneError(f"{name!r} is no spoken name: 1 to 40 letters, digits and blanks")
    if not isinstance(lights, dict) or not lights:
        raise SceneError(f"{name}: expected what each light does, by <device id>:<light key>")
    return Scene(name, {light: _commands(f"{name}: {light}", light, wish) for light, wish in lights.items()})


def _commands(where: str, light: str, wish: object) -> tuple[Command, ...]:
    if not _LIGHT.fullmatch(light):
        raise SceneError(f"{where}: a light is named <device id>:<light key>")
    if not isinstance(wish, dict) or not wish or not set(wish) <= set(_WISHES):
        raise SceneError(f"{where}: expected some of {', '.join(_WISHES)}")
    try:
        # In the order of the table, so that a colour does not come after "off".
        return tuple(read(wish[name]) for name, read in _WISHES.items() if name in wish)
    except (TypeError, ValueError) as error:
        raise SceneError(f"{where}: {error}") from error


def _whole(value: object, lowest: int, highest: int, what: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not lowest <= value <= highest:
        raise ValueError(f"{what} is a whole number from {lowest} to {highest}, not {value!r}")
    return value


def _color(value: object) -> Command:
    if not isinstance(value, list) or len(value) != 3:
        raise ValueError("color is [hue, saturation, value]")
    limits = ((360, "hue"), (100, "saturation"), (100, "value"))
    return set_color(*(_whole(v, 0, most, what) for v, (most, what) in zip(value, limits, strict=True)))


def _power(value: object) -> Command:
    if value not in ("on", "off"):
        raise ValueError('power is "on" or "off"')
    return turn_on() if value == "on" else turn_off()


_WISHES: dict[str, Callable[[object], Command]] = {
    "color": _color,
    "temperature": lambda value: set_temperature(_whole(value, 1000, 10000, "temperature")),
    "brightness": lambda value: set_brightness(_whole(value, 0, 100, "brightness")),
    "power": _power,
}
