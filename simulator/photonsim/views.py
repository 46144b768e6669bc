"""Three views of one light: what its pins say, what Particle's cloud last said, and what Alexa believes.

All in Alexa's units: power "ON"/"OFF", brightness 0..100, hue 0..360, saturation and value 0..1, kelvin.
"""

from __future__ import annotations

import colorsys
import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from photonsim.photon.pins import PIN_NUMBERS

#: Never changed once it is made: lights in the same state share one.
View = Mapping[str, object]

#: Letters of the manifest, and the names of the kinds (docs/firmware.md).
KINDS = {"s": "switch", "d": "dimmable", "c": "rgb", "w": "rgbw", "t": "tunable"}


@dataclass(frozen=True, slots=True)
class LightInfo:
    """A light as its firmware describes it. `pins` are (number, active low)."""

    key: str
    name: str
    kind: str
    kelvin: tuple[int, int] | None
    pins: tuple[tuple[int, bool], ...]


def read_lights(manifest: str, pins: str) -> list[LightInfo]:
    """The lights of a device, from its variables `lights` and `pins`. Raises ValueError for what isn't ours."""
    entries = json.loads(manifest)
    wiring = json.loads(pins)
    if not isinstance(entries, list) or not entries or entries[0] != 1 or not isinstance(wiring, dict):
        raise ValueError("not a manifest of version 1")
    lights = []
    for key, name, letter, *ends in entries[1:]:
        kelvin = (int(ends[0]), int(ends[1])) if len(ends) == 2 else None
        lights.append(LightInfo(sys.intern(key), name, KINDS[letter], kelvin, _pins(wiring.get(key, ""))))
    return lights


@lru_cache(maxsize=1000)  # thousands of devices are wired alike
def _pins(wiring: str) -> tuple[tuple[int, bool], ...]:
    names = [name.strip() for name in wiring.split(",") if name.strip()]
    return tuple((PIN_NUMBERS[name.lstrip("!")], name.startswith("!")) for name in names)


# -- what the pins say ---------------------------------------------------------------------------


def lightness(luminance: float) -> float:
    """Perceived lightness in percent for a share of the light (0..1): CIE 1931, inverted."""
    if luminance <= 8 / 903.3:
        return luminance * 903.3
    return float(116 * luminance ** (1 / 3) - 16)


def device_view(light: LightInfo, duty: Callable[[int], float]) -> View | None:
    """What a person sees: power and emitted light, computed back from the duty cycles of the light's pins."""
    shares = [1 - duty(pin) if active_low else duty(pin) for pin, active_low in light.pins]
    if not shares:
        return None
    view: dict[str, object] = {"power": "ON" if any(share > 0 for share in shares) else "OFF"}
    if light.kind == "dimmable":
        view["brightness"] = round(lightness(shares[0]))
    elif light.kind == "tunable" and len(shares) == 2:
        total = min(1.0, sum(shares))
        view["brightness"] = round(lightness(total))
        view["kelvin"] = _kelvin(light, shares[1] / sum(shares)) if total else None
    elif light.kind in ("rgb", "rgbw") and len(shares) >= 3:
        levels = [lightness(share) for share in shares]
        white = levels[3] if len(levels) > 3 else 0.0
        brightness = max(*levels[:3], white)
        view["brightness"] = round(brightness)
        view["color"] = _color(levels[:3]) if max(levels[:3]) > 0 else None
    return view


def _kelvin(light: LightInfo, cool_share: float) -> int | None:
    """The mix of a warm and a cool white is linear in mired (a million over kelvin)."""
    if light.kelvin is None:
        return None
    warm, cool = (1e6 / kelvin for kelvin in light.kelvin)
    return round(1e6 / (warm + (cool - warm) * cool_share))


def _color(levels: list[float]) -> dict[str, float]:
    """Hue and saturation of the emission; its value is the brightness, which the view has apart."""
    top = max(levels)
    hue, saturation, _ = colorsys.rgb_to_hsv(*(level / top for level in levels))
    return {"hue": round(hue * 360, 1), "saturation": round(saturation, 3), "brightness": 1.0}


# -- what Particle's cloud said ------------------------------------------------------------------


@lru_cache(maxsize=1000)  # of thousands of lights most are in the same few states
def packed_view(kind: str, packed: int) -> View:
    """The state that the function `light` returned (docs/firmware.md, packed state)."""
    level = packed >> 23 & 0x7F
    view: dict[str, object] = {"power": "ON" if level else "OFF"}
    if kind != "switch":
        view["brightness"] = level
    if packed >> 30 & 1:
        view["color"] = {
            "hue": packed >> 14 & 0x1FF,
            "saturation": (packed >> 7 & 0x7F) / 100,
            "brightness": (packed & 0x7F) / 100,
        }
    elif kind in ("tunable", "rgbw"):
        view["kelvin"] = packed & 0x3FFF
    return view


def state_view(kind: str, state: Mapping[str, object]) -> View:
    """A light in the variable `state` or the event `photonlink/state`: {"on", "bri", "hsv", "ct"}."""
    hsv, level, kelvin = state.get("hsv"), state.get("bri", 0), state.get("ct")
    return _state_view(
        kind,
        bool(state.get("on")),
        level if isinstance(level, int) else 0,
        tuple(hsv) if isinstance(hsv, list) and len(hsv) == 3 else None,
        kelvin if isinstance(kelvin, int) else None,
    )


@lru_cache(maxsize=1000)
def _state_view(
    kind: str, is_on: bool, level: int, hsv: tuple[int, int, int] | None, kelvin: int | None
) -> View:
    view: dict[str, object] = {"power": "ON" if is_on else "OFF"}
    if kind != "switch":
        view["brightness"] = level
    if hsv is not None:
        view["color"] = {"hue": hsv[0], "saturation": hsv[1] / 100, "brightness": hsv[2] / 100}
    elif kelvin is not None:
        view["kelvin"] = kelvin
    return view
