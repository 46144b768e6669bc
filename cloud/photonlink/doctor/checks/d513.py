"""The Photon's key in the cloud is not its own.

Cloud and Photon know each other by keys. When the two do not match, the handshake fails: the status LED shows cyan with
flashes, orange for the device's own key, magenta for the cloud's key on the device.

What you see: the Photon is never online, although it has Wi-Fi. Renewing only one of the two often does not help: put
the Photon into DFU mode (blinking yellow) and renew both, `particle keys doctor` and `particle keys server`.
"""

from __future__ import annotations

from photonlink.doctor.case import Case
from photonlink.doctor.check import Check, Step
from photonlink.doctor.verdict import Finding, ok, problem, unknown


def look(case: Case) -> Finding:
    for name, colour in (case.given.leds or {}).items():
        if "cyan" in colour and any(word in colour for word in ("orange", "red", "magenta")):
            return problem(
                f"{name} shows {colour}: the handshake fails "
                f"({'the cloud key on the device' if 'magenta' in colour else 'the key of the device'}).",
                "In DFU mode (blinking yellow) renew both keys: `particle keys doctor <device id>`, then "
                "`particle keys server`.",
            )
    if case.given.leds:
        return ok("no status LED shows a failed handshake")
    if all(device.online for device in case.devices):
        return ok("each device has shaken hands with the cloud")
    return unknown(
        "the cloud does not tell; the LED does: cyan with orange or magenta flashes ([leds] in the file)"
    )


CHECK = Check("D513", "the key of the device in the cloud is not its own", Step.DEVICES, look)
