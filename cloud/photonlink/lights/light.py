"""A light as its manifest describes it."""

from __future__ import annotations

import re
from enum import Enum
from typing import NamedTuple

#: What a light's key looks like; the key never changes when the light is renamed.
KEY = re.compile(r"[a-z][a-z0-9]{0,11}")


class Kind(Enum):
    """What a light can do. The value is the manifest's letter; `code` is its number in a packed state."""

    SWITCH = "s"
    DIMMABLE = "d"
    COLOR = "c"
    COLOR_AND_WHITE = "w"
    TUNABLE_WHITE = "t"

    @property
    def code(self) -> int:
        """0 to 4, in the order above."""
        return list(Kind).index(self)

    @property
    def dims(self) -> bool:
        """Has a level between off and full."""
        return self is not Kind.SWITCH

    @property
    def has_color(self) -> bool:
        """Takes hue and saturation."""
        return self in (Kind.COLOR, Kind.COLOR_AND_WHITE)

    @property
    def has_temperature(self) -> bool:
        """Takes a colour temperature."""
        return self in (Kind.COLOR_AND_WHITE, Kind.TUNABLE_WHITE)

    def __str__(self) -> str:
        """The kind in words, as a description shows it."""
        return _WORDS[self]


_WORDS = {
    Kind.SWITCH: "on/off light",
    Kind.DIMMABLE: "dimmable light",
    Kind.COLOR: "colour light",
    Kind.COLOR_AND_WHITE: "colour and white light",
    Kind.TUNABLE_WHITE: "tunable white light",
}


class Light(NamedTuple):
    """One light of a device: its stable key, its spoken name, its kind, and its kelvin range if it has one."""

    key: str
    name: str
    kind: Kind
    kelvin: tuple[int, int] | None = None
