"""The list of lights cannot be read, or it is cut.

The variable `lights` holds the manifest: key, name and kind of each light, as JSON. Device OS 2.3.1 sends at most 622
bytes of a variable, 3.3.1 864; what is longer arrives cut, and half a list is no list.

What you see: some or all lights are missing after discovery. Use fewer lights on one Photon, or shorter names.
"""

from __future__ import annotations

from photonlink.doctor.case import Case
from photonlink.doctor.check import Check, Step
from photonlink.doctor.verdict import Finding, NotKnown, ok, problem
from photonlink.lights.manifest import ManifestError, parse_manifest

#: Longest value of a text variable in bytes, before and from Device OS 3.
_LIMITS = (622, 864)


def look(case: Case) -> Finding:
    looked = 0
    for device in case.described:
        if "lights" not in (device.variables or {}):
            continue
        looked += 1
        text = case.variable(device, "lights")
        size = len(str(text).encode())
        limit = _LIMITS[device.system_version.startswith(("3", "4", "5", "6"))]
        try:
            parse_manifest(text)
        except ManifestError as error:
            return problem(
                f"{device.name} sends {size} bytes that cannot be read: {error}.",
                f"Use fewer lights on this Photon or shorter names, so that the list stays below {limit} bytes.",
            )
        if size >= limit:
            return problem(
                f"{device.name} sends {size} bytes, the limit of its Device OS: more would be cut.",
                "Use fewer lights on this Photon or shorter names.",
            )
    if not looked:
        raise NotKnown(
            "no Photon describes a variable `lights`", after=("D502", "D503", "D517", "D510", "D512")
        )
    return ok("each list of lights can be read")


CHECK = Check("D504", "the list of lights cannot be read, or is cut", Step.DEVICES, look)
