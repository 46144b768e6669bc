"""The Photon drops off the cloud and comes back, again and again.

The usual causes, in their order: a sketch that blocks loop() for more than fifteen seconds, weak Wi-Fi, a power supply
that gives in when the lamps light up, a crash (a red SOS on the status LED).

What you hear: "isn't responding", now and then; between breathing cyan the LED shows green, cyan blinking or red.
"""

from __future__ import annotations

from photonlink.doctor.case import Case
from photonlink.doctor.check import Check, Step
from photonlink.doctor.verdict import Finding, NotKnown, ok, problem

#: Interruptions a day that nobody should have.
LIMIT = 3


def look(case: Case) -> Finding:
    told = []
    for device in case.devices:
        drops = case.vital(device, "cloud", "connection", "disconnects")
        if drops is None:
            continue
        told.append(f"{device.name}: {drops}")
        if drops >= LIMIT:
            return problem(
                f"{device.name} lost its connection {drops} times in a day.",
                "Look at its LED when it happens: red SOS is a crash, green is Wi-Fi (move it nearer), dark is power. A "
                "sketch must not block loop() for more than 15 s.",
            )
    if not told:
        raise NotKnown("the cloud shows no vitals of the devices")
    return ok(f"connections lost, {', '.join(told)}")


CHECK = Check("D516", "the Photon drops off the cloud again and again", Step.DEVICES, look)
