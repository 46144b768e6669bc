"""The Photon is claimed by another account, or by none.

Breathing cyan means that the Photon reached Particle's cloud, not that it is yours. A Photon that was bought used, or
was set up by somebody else in the house, still belongs to that account.

What you see: the device is missing in `particle list`, and everything that is asked of it is refused: 403 Permission
Denied.
"""

from __future__ import annotations

from photonlink.doctor.case import Case
from photonlink.doctor.check import Check, Step
from photonlink.doctor.verdict import Finding, ok, problem


def look(case: Case) -> Finding:
    expected = case.need(
        case.given.particle.devices, "the list of devices that should be there (particle.devices)"
    )
    listed = {device.id for device in case.devices}
    missing = [device_id for device_id in expected if device_id not in listed]
    if not missing:
        return ok(f"all {len(expected)} devices belong to the account")
    return problem(
        f"Particle refuses the account: {', '.join(missing)} (403 Permission Denied).",
        f"Claim it while it is online: `particle device add {missing[0]}`. If it belongs to another account, its owner "
        "has to release it first: `particle device remove`.",
        after=("T206",),
    )


CHECK = Check("D508", "the Photon is claimed by another account, or by none", Step.DEVICES, look)
