"""The Photon is offline.

It has no power, no Wi-Fi, or no way to Particle's cloud. Its status LED tells which: nothing at all is no power,
blinking green is looking for Wi-Fi, blinking blue is waiting for Wi-Fi credentials (`photonlink device setup`),
blinking cyan is looking for the cloud, and breathing cyan is connected.

What you hear: "the kitchen light isn't responding. Please check its network connection and power supply."

The cloud's flag alone was seen to be wrong both ways, so the doctor also asks the cloud to ping the device.
"""

from __future__ import annotations

from photonlink.doctor.case import Case
from photonlink.doctor.check import Check, Step
from photonlink.doctor.verdict import Finding, NotKnown, ok, problem


def look(case: Case) -> Finding:
    off = [device for device in case.devices if not device.online]
    deaf = [device for device in case.devices if device.online and not case.answers_ping(device)]
    if not case.devices:
        raise NotKnown("the account has no devices", after=("T206", "D508"))
    if not off and not deaf:
        return ok(f"online: {', '.join(device.name for device in case.devices)}")
    seen = [
        f"{device.name} is offline, last heard {device.facts.get('last_heard') or 'never'}" for device in off
    ]
    seen += [f"{device.name} counts as online and does not answer a ping" for device in deaf]
    return problem(
        f"{'; '.join(seen)}.",
        "Look at its status LED: dark means no power, blinking green no Wi-Fi, blinking blue no Wi-Fi credentials "
        "(`photonlink device setup`), blinking cyan no cloud. Press RESET once.",
        after=("D513", "D510", "D516"),
    )


CHECK = Check("D501", "the Photon is offline", Step.DEVICES, look)
