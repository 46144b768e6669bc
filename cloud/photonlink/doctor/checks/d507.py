"""A function of the firmware takes too long.

A Particle function must return at once: until it does, the device answers nobody else. A fade done with delay() inside
the function holds the answer up, and Alexa waits eight seconds for everything together.

What you hear: "isn't responding", though the light moves. The doctor measures a call with an argument that the
firmware refuses, so that nothing changes.
"""

from __future__ import annotations

from photonlink.doctor.case import Case
from photonlink.doctor.check import Check, Step
from photonlink.doctor.verdict import Finding, NotKnown, ok, problem

#: Seconds that a refused call may take; a round trip through Particle's cloud takes a few tenths.
LIMIT_S = 2.0


def look(case: Case) -> Finding:
    slow: list[str] = []
    fast: list[str] = []
    for device in case.described:
        if "light" in (device.functions or ()):
            seconds = case.call_seconds(device, "light", "doctor")
            (slow if seconds > LIMIT_S else fast).append(f"{device.name}: {seconds:.1f} s")
    if not slow and not fast:
        raise NotKnown(
            "no Photon describes the function light", after=("D502", "D503", "D517", "D510", "D512")
        )
    if not slow:
        return ok(f"the function light answers within {', '.join(fast)}")
    return problem(
        f"The function light takes its time. {'; '.join(slow)}.",
        "Let the function only note what is wanted, and do what takes time (fades, delays) in loop().",
    )


CHECK = Check("D507", "a function of the firmware blocks too long", Step.DEVICES, look)
