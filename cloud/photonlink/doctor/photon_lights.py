"""What photon-lights registers, and what a device's description says of it."""

from __future__ import annotations

import json
from collections.abc import Iterator

from photonlink.doctor.case import Case, Device
from photonlink.doctor.verdict import NotKnown
from photonlink.lights.light import Kind, Light
from photonlink.lights.manifest import ManifestError, parse_manifest
from photonlink.photon_pins import canonical

FUNCTIONS = frozenset({"power", "brightness", "color", "temperature", "name", "light"})
VARIABLES = frozenset({"lights", "state", "pins"})
#: Problems that keep a device from telling of its lights.
WHY_NO_LIGHTS = ("D517", "D510", "D512", "D503", "D502", "D504")


def is_near(name: str, other: str) -> bool:
    """Whether one name may have been meant for the other: capitals, a plural s, a dash."""
    plain = [text.lower().replace("_", "").replace("-", "").rstrip("s") for text in (name, other)]
    return plain[0] == plain[1]


def is_foreign(device: Device) -> bool:
    """Whether a device that is online describes something, and nothing of photon-lights."""
    names = (*(device.functions or ()), *(device.variables or {}))
    if not names:
        return False
    return not any(is_near(wanted, name) for wanted in ("light", "lights", "brightness") for name in names)


def missing_names(device: Device) -> list[str]:
    """Functions and variables of photon-lights that a device does not describe."""
    return sorted((FUNCTIONS - set(device.functions or ())) | (VARIABLES - set(device.variables or {})))


def description_size(device: Device) -> int:
    """Bytes of the description by the formula of Device OS 2.3.1."""
    functions = sum(len(name) + 3 for name in device.functions or ())
    return functions + sum(len(name) + 5 for name in device.variables or {}) + 15


def wired_pins(case: Case) -> Iterator[tuple[Device, Light, str]]:
    """Each light of each device that is online, with each of its pins by its plain name. Raises NotKnown."""
    found = False
    for device in case.described:
        if not {"lights", "pins"} <= set(device.variables or {}):
            continue
        try:
            lights = parse_manifest(case.variable(device, "lights"))
            wiring = json.loads(str(case.variable(device, "pins")))
        except (ManifestError, ValueError) as error:
            raise NotKnown(f"the lights of {device.name} cannot be read: {error}", WHY_NO_LIGHTS) from error
        if not isinstance(wiring, dict):
            raise NotKnown(f"the pins of {device.name} cannot be read", WHY_NO_LIGHTS)
        found = True
        for light in lights:
            for pin in str(wiring.get(light.key, "")).split(","):
                if pin.strip():
                    yield device, light, canonical(pin)
    if not found:
        raise NotKnown("no Photon tells of its lights and pins", WHY_NO_LIGHTS)


def dimmed_pins(case: Case) -> Iterator[tuple[Device, Light, str]]:
    """As `wired_pins`, of lights that have a brightness."""
    return (entry for entry in wired_pins(case) if entry[1].kind is not Kind.SWITCH)
