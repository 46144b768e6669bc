"""Functions and variables are registered too late.

The cloud asks a Photon for its functions and variables once, when it connects. What the sketch registers after that,
after a wait in setup() or after it has connected by itself, is missing until the next connection.

What you see: "Function not found" and no lights, at some starts and not at others. Register everything at the very
beginning of setup().
"""

from __future__ import annotations

from photonlink.doctor.case import Case
from photonlink.doctor.check import Check, Step
from photonlink.doctor.verdict import Finding, ok, problem


def look(case: Case) -> Finding:
    silent = [device for device in case.described if not device.functions and not device.variables]
    if not silent:
        return ok("each Photon that is online described its functions when it connected")
    return problem(
        f"{', '.join(device.name for device in silent)}: online, and described no function and no variable when it "
        "connected. Its sketch has none, or registers them after a wait.",
        "Call Particle.function() and Particle.variable() at the beginning of setup(), before anything that waits, and "
        "press RESET.",
        after=("D510",),
    )


CHECK = Check("D517", "functions and variables are registered too late", Step.DEVICES, look)
