"""The firmware publishes more events than Device OS lets through.

A Photon may send four events within a second, one a second on average. Each further one is refused, and refused ones
count as well: a loop that publishes without a pause stays silent for good.

What you see: the app shows old states, since the events that would tell of changes are lost. The device counts the
refused ones, and the cloud shows the count among the device's vitals.
"""

from __future__ import annotations

from photonlink.doctor.case import Case
from photonlink.doctor.check import Check, Step
from photonlink.doctor.verdict import Finding, NotKnown, ok, problem


def look(case: Case) -> Finding:
    counted = 0
    for device in case.described:
        refused = case.vital(device, "cloud", "publish", "rate_limited")
        counted += refused is not None
        if refused:
            return problem(
                f"{device.name} has refused {refused} events since its last start, being more than 4 in a second.",
                "Publish when something has changed, and at most once a second: photon-lights does so.",
            )
    if not counted:
        raise NotKnown("the cloud shows no vitals of the devices")
    return ok("no event was refused for its rate")


CHECK = Check("D511", "the firmware publishes too many events", Step.REPORTS, look)
