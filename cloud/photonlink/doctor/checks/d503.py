"""A function or a variable of the firmware is missing, or its name is written otherwise.

Particle's cloud finds functions by their exact names, capitals and small letters told apart, as the device described
them when it connected. Firmware that registers "Light" has no function "light".

What you see: "Function light not found" in the trace, Alexa says that the light isn't responding or that its firmware
is out of date, or no lights are found.
"""

from __future__ import annotations

from photonlink.doctor.case import Case
from photonlink.doctor.check import Check, Step
from photonlink.doctor.photon_lights import FUNCTIONS, VARIABLES, is_foreign, is_near
from photonlink.doctor.verdict import Finding, ok, problem


def look(case: Case) -> Finding:
    seen = []
    for device in case.described:
        if is_foreign(device):
            continue
        for what, wanted, there in (
            ("function", FUNCTIONS, device.functions or ()),
            ("variable", VARIABLES, tuple(device.variables or {})),
        ):
            for name in sorted(wanted - set(there)):
                near = next((other for other in there if is_near(name, other)), None)
                seen.append(f"{device.name} has no {what} {name}" + (f" (it has {near})" if near else ""))
    if not seen:
        return ok("functions and variables have the names that the skill calls")
    return problem(
        f"{'; '.join(seen)}.",
        "Register them with exactly these names, before anything that waits, and flash again.",
        after=("D517", "D510", "D512"),
    )


CHECK = Check("D503", "a function or variable is missing, or its name differs", Step.DEVICES, look)
