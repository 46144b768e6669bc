"""Lights of Photons that do not run photon-lights, by profile. They stand in PHOTONLINK_PROFILES, as JSON:

{"2a0035000447343138000001": {"porch": {"name": "porch lamp", "profile": "tinker", "pin": "D7"},
                              "desk": {"name": "desk lamp", "profile": "tinker", "pin": "A5", "dims": true}},
 "2a0035000447343138000002": {"strip": {"name": "led strip", "profile": "setvalue"}}}

`tinker` calls digitalwrite and analogwrite of Particle's Tinker. `setvalue` calls `setvalue` with a percentage, and
`onoff` with "off" (for a lamp that does not dim, "on" too), as light projects of the first Photons have them. Such firmware cannot tell its state: what is
reported is what the device last confirmed, and nothing before that.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from photonlink.lights.commands import Command
from photonlink.lights.light import KEY, Kind, Light
from photonlink.lights.state import LightRefused, LightState, Refusal

_DEVICE = re.compile(r"[0-9a-f]{24}")
_NAME = re.compile(r"[A-Za-z0-9 ]{1,40}")
_PIN = re.compile(r"D[0-7]|A[0-7]|RX|TX|DAC|WKP")


class ProfileError(ValueError):
    """The profiles cannot be read; the text says where and what was expected."""


class Call(NamedTuple):
    """A call of a Particle function."""

    function: str
    argument: str


class Remembered(NamedTuple):
    """What a light did when the device last confirmed: level in percent, and the last one that was not 0."""

    level: int = 0
    last: int = 100

    @classmethod
    def read(cls, text: str | None) -> Remembered | None:
        """From the store; None for nothing."""
        return cls(*json.loads(text)) if text else None

    def write(self) -> str:
        return json.dumps(list(self))


class ProfiledLight(NamedTuple):
    """A light, and the call that brings it to a level (percent, 0 is off)."""

    light: Light
    call: Callable[[int], Call]

    def wish(self, command: Command, before: Remembered) -> Remembered:
        """The levels after a command. Raises LightRefused for what such a light cannot do."""
        if command.capability == "power":
            return before._replace(level=before.last if command.value == "on" else 0)
        if command.capability != "brightness" or self.light.kind is not Kind.DIMMABLE:
            raise LightRefused(Refusal.NOT_ABLE)
        value = int(command.value)
        level = before.level + value if command.value[:1] in "+-" else value
        level = min(100, max(0, level))
        return Remembered(level, level or before.last)

    def state(self, levels: Remembered) -> LightState:
        """As Alexa is told."""
        shown = levels.level if self.light.kind is Kind.DIMMABLE else 100 * bool(levels.level)
        return LightState(shown, self.light.kind)


Profiles = Mapping[str, Mapping[str, ProfiledLight]]


def read_profiles(text: str) -> Profiles:
    """Lights by device id and key; none for an empty text. Raises ProfileError."""
    if not text.strip():
        return {}
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ProfileError(f"no JSON: {error}") from error
    if not isinstance(content, dict):
        raise ProfileError("expected an object of devices by id")
    return {device: _device(device, lights) for device, lights in content.items()}


def _device(device: str, lights: object) -> dict[str, ProfiledLight]:
    if not _DEVICE.fullmatch(device):
        raise ProfileError(f"{device!r} is no device id of 24 hex digits")
    if not isinstance(lights, dict):
        raise ProfileError(f"{device}: expected lights by key")
    return {key: _light(f"{device}: {key}", key, entry) for key, entry in lights.items()}


def _light(where: str, key: str, entry: object) -> ProfiledLight:
    if not KEY.fullmatch(key):
        raise ProfileError(f"{where}: a key is a small letter and up to 11 letters or digits")
    if not isinstance(entry, dict) or not set(entry) <= {"name", "profile", "pin", "dims"}:
        raise ProfileError(f"{where}: expected name, profile, pin and dims")
    name, profile, dims = entry.get("name"), entry.get("profile"), entry.get("dims")
    if not isinstance(name, str) or not _NAME.fullmatch(name) or not name.strip():
        raise ProfileError(f"{where}: a spoken name is 1 to 40 letters, digits and blanks")
    if dims is not None and not isinstance(dims, bool):
        raise ProfileError(f"{where}: dims is true or false")
    if profile == "tinker":
        pin = entry.get("pin")
        if not isinstance(pin, str) or not _PIN.fullmatch(pin):
            raise ProfileError(f"{where}: tinker needs a pin such as D7 or A5")
        if dims:
            return ProfiledLight(
                Light(key, name, Kind.DIMMABLE),
                lambda level: Call("analogwrite", f"{pin},{round(level * 255 / 100)}"),
            )
        return ProfiledLight(
            Light(key, name, Kind.SWITCH),
            lambda level: Call("digitalwrite", f"{pin},{'HIGH' if level else 'LOW'}"),
        )
    if profile == "setvalue":
        if dims is False:
            return ProfiledLight(
                Light(key, name, Kind.SWITCH), lambda level: Call("onoff", "on" if level else "off")
            )
        return ProfiledLight(
            Light(key, name, Kind.DIMMABLE),
            lambda level: Call("setvalue", str(level)) if level else Call("onoff", "off"),
        )
    raise ProfileError(f"{where}: the profile is tinker or setvalue, not {profile!r}")
