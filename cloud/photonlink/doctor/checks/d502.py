"""The Photon runs other firmware: Tinker, or a sketch that is not ours.

Alexa's lights come from what the firmware tells: a variable `lights` that lists them, and functions that switch them.
A new Photon runs Tinker, which has neither.

What you see: linking works, and no lights are found, or fewer than you have. Flash photon-lights:
`make flash DEVICE=name`, or particle flash with the folder firmware/photon-lights. Photons with other sketches can be
offered by a profile.
"""

from __future__ import annotations

from photonlink.doctor.case import Case
from photonlink.doctor.check import Check, Step
from photonlink.doctor.photon_lights import is_foreign
from photonlink.doctor.verdict import Finding, ok, problem


def look(case: Case) -> Finding:
    others = [device for device in case.described if is_foreign(device)]
    if not others:
        return ok("each Photon that is online describes lights")
    seen = "; ".join(
        f"{device.name} has the functions {', '.join(device.functions or ()) or 'none'}" for device in others
    )
    names = others[0].name
    return problem(
        f"No lights: {seen}.",
        f"Flash photon-lights: `make flash DEVICE={names}` (or `particle flash {names} firmware/photon-lights`).",
        after=("D510", "D512"),
    )


CHECK = Check("D502", "the Photon runs other firmware than photon-lights", Step.DEVICES, look)
