"""There are too many functions and variables for Device OS 2.3.1.

Before Device OS 3 a Photon describes itself in at most 768 bytes: the names of all functions and variables, with a few
bytes for each. Registering one that does not fit fails, and says nothing.

What you see: the functions that were registered last are missing.
"""

from __future__ import annotations

from photonlink.doctor.case import Case
from photonlink.doctor.check import Check, Step
from photonlink.doctor.photon_lights import description_size, missing_names
from photonlink.doctor.verdict import Finding, ok, problem

LIMIT = 768
#: The longest name that photon-lights needs to register, with what it costs: below this, one may not have fitted.
_LEAST = len("temperature") + 3


def look(case: Case) -> Finding:
    sizes = []
    for device in case.described:
        if device.system_version[:1].isdigit() and int(device.system_version.split(".")[0]) >= 3:
            continue
        size = description_size(device)
        sizes.append(f"{device.name}: {size} bytes")
        if size + _LEAST > LIMIT and missing_names(device):
            return problem(
                f"{device.name} describes {size} of {LIMIT} bytes, and has no {', '.join(missing_names(device))}.",
                "Register fewer functions and variables, or give them shorter names; or update to Device OS 3.3.1.",
            )
    return ok(", ".join(sizes) or "no Photon runs a Device OS with that limit")


CHECK = Check(
    "D512", "too many functions and variables for the description of Device OS 2", Step.DEVICES, look
)
