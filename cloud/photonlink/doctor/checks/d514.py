"""A light is on at so low a level that it looks dark.

A light comes back at its last level. When that was one percent, "turn on" brings one percent: one thousandth of the
lamp's light. A clock that was never set, or a memory that restored a wrong level, do the same.

What you see: Alexa says OK and the light stays dark. Say "set the kitchen light to 50 percent".
"""

from __future__ import annotations

import json

from photonlink.doctor.case import Case
from photonlink.doctor.check import Check, Step
from photonlink.doctor.verdict import Finding, NotKnown, ok, problem

#: Percent of perceived brightness up to which a lamp looks dark in a lit room.
DARK = 2


def look(case: Case) -> Finding:
    dark, read = [], 0
    for device in case.described:
        if "state" not in (device.variables or {}):
            continue
        read += 1
        try:
            states = json.loads(str(case.variable(device, "state")))
        except ValueError:
            continue
        for key, state in states.items() if isinstance(states, dict) else ():
            level = state.get("bri") if isinstance(state, dict) and state.get("on") else None
            if isinstance(level, int) and level <= DARK:
                dark.append(f"{key} of {device.name} is on at {level} %")
    if not read:
        raise NotKnown(
            "no Photon describes a variable `state`", after=("D502", "D503", "D517", "D510", "D512")
        )
    if not dark:
        return ok("no light is on at a level that looks dark")
    return problem(
        f"{'; '.join(dark)}, which looks dark.", 'Say "set it to 50 percent": it remembers that level.'
    )


CHECK = Check("D514", "a light is on at a level that looks dark", Step.DEVICES, look)
