"""The manifest that a device shows in its variable `lights`.

JSON: `[1, ["kitchen", "kitchen light", "d"], ["desk", "desk lamp", "t", 2000, 9000]]`: a version, then for each
light its key, its spoken name, the letter of its kind, and for whites the range in kelvin.
"""

from __future__ import annotations

import json
import re

from photonlink.lights.light import KEY, Kind, Light

#: The only version there is so far.
VERSION = 1
#: The widest range of colour temperature that Alexa speaks of, in kelvin.
KELVIN_LIMITS = (1000, 10000)

_NAME = re.compile(r"[A-Za-z0-9 ]{1,40}")


class ManifestError(ValueError):
    """A manifest that cannot be read; the text says where it is wrong and what was expected."""


def parse_manifest(text: object) -> tuple[Light, ...]:
    """The lights that a manifest names, in its order. Raises ManifestError; never guesses."""
    if not isinstance(text, str):
        raise ManifestError(f"the variable `lights` is no text but {type(text).__name__}")
    try:
        rows = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ManifestError(
            f"the manifest is no JSON ({len(text)} characters; cut at a size limit?): {error}"
        ) from error
    if not isinstance(rows, list) or not rows:
        raise ManifestError("the manifest is no JSON array that begins with its version")
    version, *lights = rows
    if version is True or version != VERSION:
        raise ManifestError(
            f"the manifest has version {_short(version)}; this skill reads version {VERSION}: "
            "update the firmware or the skill, whichever is older"
        )
    parsed = tuple(_light(number, row) for number, row in enumerate(lights, start=1))
    keys = [light.key for light in parsed]
    doubles = sorted({key for key in keys if keys.count(key) > 1})
    if doubles:
        raise ManifestError(f"the manifest uses a key twice: {', '.join(doubles)}")
    return parsed


def _light(number: int, row: object) -> Light:
    where = f"light {number} of the manifest"
    if not isinstance(row, list) or len(row) < 3:
        raise ManifestError(f"{where} is no array of key, name and kind: {_short(row)}")
    key, name, letter, *kelvin = row
    if not isinstance(key, str) or not KEY.fullmatch(key):
        raise ManifestError(
            f"{where} has the key {_short(key)}; expected a lower-case letter and up to 11 letters or digits"
        )
    if not isinstance(name, str) or not _NAME.fullmatch(name) or not name.strip():
        raise ManifestError(
            f"{where} has the name {_short(name)}; expected 1 to 40 letters, digits and spaces"
        )
    try:
        kind = Kind(letter)
    except ValueError:
        letters = ", ".join(kind.value for kind in Kind)
        raise ManifestError(f"{where} has the kind {_short(letter)}; expected one of {letters}") from None
    return Light(key, name, kind, _range(where, kind, kelvin))


def _range(where: str, kind: Kind, kelvin: list[object]) -> tuple[int, int] | None:
    if not kelvin:
        if kind.has_temperature:
            raise ManifestError(f"{where} is a {kind} without its range in kelvin")
        return None
    if not kind.has_temperature:
        raise ManifestError(f"{where} is a {kind}, which has no range in kelvin")
    lowest, highest = KELVIN_LIMITS
    if len(kelvin) == 2:
        warmest, coolest = kelvin
        if type(warmest) is int and type(coolest) is int and lowest <= warmest <= coolest <= highest:
            return warmest, coolest
    raise ManifestError(
        f"{where} has the range {_short(kelvin)}; expected two whole numbers of kelvin from {lowest} to {highest}, "
        "the warmer (lower) one first"
    )


def _short(value: object) -> str:
    """A value for an error text, however long it is."""
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."
