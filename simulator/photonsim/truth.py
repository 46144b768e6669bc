"""Alexa's belief against what the pins say: where they differ, a person is told something that is not so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

#: Amazon's plans for certification allow this difference of a level, in percent.
TOLERANCE = 5.0
#: Of a hue in degrees, and of a temperature as a share of it.
_HUE_TOLERANCE, _KELVIN_TOLERANCE = 6.0, 0.05
#: Below this level the pins have too few steps to tell a colour back from them, in percent.
_DIM = 10.0


@dataclass(frozen=True)
class Difference:
    """One property of one light: what Alexa believes, and what the pins say."""

    light: str
    property: str
    believed: object
    true: object

    def __str__(self) -> str:
        return f"{self.light}: Alexa believes {self.property} {self.believed}, the pins say {self.true}"


def differences(light: Mapping[str, Any], tolerance: float = TOLERANCE) -> list[Difference]:
    """Of a light with its views, as `GET /api/house` has it. Nothing differs where a view knows nothing yet.

    While the light is off only its power is compared: pins that are off show no level and no colour.
    """
    believed, true = light["alexa"], light["device"]
    if not believed or not true:
        return []
    return list(_compared(str(light["name"]), believed, true, tolerance))


def _compared(
    name: str, believed: Mapping[str, Any], true: Mapping[str, Any], tolerance: float
) -> Iterator[Difference]:
    if believed.get("power") != true.get("power"):
        yield Difference(name, "power", believed.get("power"), true.get("power"))
        return
    if true.get("power") != "ON":
        return
    level, shown = believed.get("brightness"), true.get("brightness")
    if level is not None and shown is not None and abs(level - shown) > tolerance:
        yield Difference(name, "brightness", level, shown)
    if (shown or 100) < _DIM:
        return
    kelvin, seen = believed.get("kelvin"), true.get("kelvin")
    if kelvin is not None and seen is not None and abs(kelvin - seen) > kelvin * _KELVIN_TOLERANCE:
        yield Difference(name, "kelvin", kelvin, seen)
    color, emitted = believed.get("color"), true.get("color")
    if color is not None and emitted is not None and not _alike(color, emitted):
        yield Difference(name, "color", color, emitted)


def _alike(color: Mapping[str, float], emitted: Mapping[str, float]) -> bool:
    """Hue and saturation: the value part is reported, and does not dim. Without saturation a hue means nothing."""
    if abs(color["saturation"] - emitted["saturation"]) > TOLERANCE / 100:
        return False
    apart = abs(color["hue"] - emitted["hue"]) % 360
    return min(apart, 360 - apart) <= _HUE_TOLERANCE or color["saturation"] < 0.1
