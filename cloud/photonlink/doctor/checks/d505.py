"""A light that can be dimmed is on a pin that cannot.

Brightness is done with PWM, and only nine pins of a Photon have it: D0, D1, D2, D3, A4, A5, WKP (A7), RX and TX. On
the others analogWrite() does nothing at all, and says nothing.

What you see: on and off work, while on a level in between the light stays dark or as it was.
"""

from __future__ import annotations

from photonlink.doctor.case import Case
from photonlink.doctor.check import Check, Step
from photonlink.doctor.photon_lights import dimmed_pins
from photonlink.doctor.verdict import Finding, ok, problem
from photonlink.photon_pins import DAC, PWM


def look(case: Case) -> Finding:
    seen = [
        f"{light.name} ({light.key}) of {device.name} is on {pin}"
        for device, light, pin in dimmed_pins(case)
        if pin not in PWM and pin not in DAC
    ]
    if not seen:
        return ok("each light with brightness is on a pin with PWM")
    return problem(
        f"{'; '.join(seen)}, which has no PWM.",
        f"Wire it to one of {', '.join(PWM)}, and change the pin in the table of lights; or make the light a switch.",
    )


CHECK = Check("D505", "a light with brightness is on a pin without PWM", Step.DEVICES, look)
