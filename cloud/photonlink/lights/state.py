"""A light's whole state, as the function `light` packs it into the one number that a Particle function returns.

Bit 30: colour mode. Bits 29 to 23: level in percent, 0 is off. In colour mode hue (degrees) in bits 22 to 14,
saturation in 13 to 7, value in 6 to 0 (both percent); else the kind in bits 22 to 20 and kelvin in bits 13 to 0.
"""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple

from photonlink.lights.light import Kind


class Refusal(IntEnum):
    """Why a device did not do what it was asked: the negative codes of its functions."""

    MALFORMED = -1
    UNKNOWN_LIGHT = -2
    OUT_OF_RANGE = -3
    NOT_ABLE = -4
    WRONG_MODE = -5
    NAME_TOO_LONG = -6


class LightRefused(Exception):
    """The device answered with a negative code, and changed nothing."""

    def __init__(self, code: int) -> None:
        self.code = code
        known = code in list(Refusal)
        super().__init__(
            f"the device refused with code {code}" + (f" ({Refusal(code).name})" if known else "")
        )


class StateError(ValueError):
    """A number that no firmware known here would return as a state."""


class Color(NamedTuple):
    """A colour as it was set: hue 0 to 360 degrees, saturation and value 0 to 100 percent."""

    hue: int
    saturation: int
    value: int


class LightState(NamedTuple):
    """What a light does now. `level` is 0 while it is off.

    In colour mode `color` is set and `kind` is not told; else `kind` is, and `kelvin` for kinds with whites.
    """

    level: int
    kind: Kind | None = None
    color: Color | None = None
    kelvin: int | None = None

    @property
    def on(self) -> bool:
        """Whether it shines."""
        return self.level > 0

    @property
    def dims(self) -> bool:
        """Whether `level` means more than on and off."""
        return self.kind is None or self.kind.dims


def unpack(packed: int) -> LightState:
    """Read a packed state. Raises LightRefused for a negative code, StateError for nonsense."""
    if packed < 0:
        raise LightRefused(packed)
    level = packed >> 23 & 0x7F
    if packed >> 31 or level > 100:
        raise StateError(f"{packed} is no packed state: level {level}")
    if packed >> 30:
        return LightState(level, color=_color(packed))
    code, kelvin = packed >> 20 & 0x7, packed & 0x3FFF
    if code >= len(Kind):
        raise StateError(f"{packed} is no packed state: kind {code}")
    kind = list(Kind)[code]
    return LightState(level, kind, kelvin=kelvin if kind.has_temperature and kelvin else None)


def _color(packed: int) -> Color:
    color = Color(packed >> 14 & 0x1FF, packed >> 7 & 0x7F, packed & 0x7F)
    if color.hue > 360 or color.saturation > 100 or color.value > 100:
        raise StateError(f"{packed} is no packed state: {color}")
    return color
