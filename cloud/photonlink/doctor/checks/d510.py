"""Device OS on the Photon is older than 2.3.1, or the firmware was built for a newer one.

Firmware that was built for a newer Device OS than the Photon has does not start: the Photon goes to safe mode
(breathing magenta) and tries to update itself. If that fails again and again, it ends in "too many tries".

What you see: no functions; Tinker runs, anything newer does not. Update Device OS: `particle update` over USB, or
flash once more and wait until the magenta is over.
"""

from __future__ import annotations

import re

from photonlink.doctor.case import Case
from photonlink.doctor.check import Check, Step
from photonlink.doctor.verdict import Finding, NotKnown, ok, problem

_OLDEST = (2, 3, 1)


def look(case: Case) -> Finding:
    for name, colour in (case.given.leds or {}).items():
        if "magenta" in colour and "breath" in colour:
            return problem(
                f"{name} is in safe mode: its status LED is {colour}.",
                "Update its Device OS: `particle update` over USB, then flash the firmware again.",
            )
    old, known = [], 0
    for device in case.devices:
        version = _version(device.system_version)
        known += version is not None
        if version is not None and version < _OLDEST:
            old.append(f"{device.name} has Device OS {device.system_version}")
    if not known:
        raise NotKnown("no device tells its Device OS version")
    if not old:
        return ok("Device OS is 2.3.1 or newer")
    return problem(
        f"{'; '.join(old)}; photon-lights needs 2.3.1.",
        "Update its Device OS: `particle update` over USB (or flash over the air and wait while it blinks magenta).",
    )


def _version(text: str) -> tuple[int, ...] | None:
    numbers = re.match(r"(\d+)\.(\d+)\.(\d+)", text)
    return tuple(map(int, numbers.groups())) if numbers else None


CHECK = Check("D510", "Device OS is older than the firmware needs", Step.DEVICES, look)
