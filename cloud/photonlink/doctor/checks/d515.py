"""A light with brightness is on a DAC pin.

A3 and A6 (DAC) have no PWM: analogWrite() puts out a voltage there, from 0 to 4095. A sketch that writes 0 to 255, as
for PWM, reaches a sixteenth of it.

What you see: 100 percent looks dark, while on and off work.
"""

from __future__ import annotations

from photonlink.doctor.case import Case
from photonlink.doctor.check import Check, Step
from photonlink.doctor.photon_lights import dimmed_pins
from photonlink.doctor.verdict import Finding, ok, problem
from photonlink.photon_pins import DAC, PWM


def look(case: Case) -> Finding:
    seen = [
        f"{light.key} of {device.name} is on {pin}" for device, light, pin in dimmed_pins(case) if pin in DAC
    ]
    if not seen:
        return ok("no light with brightness is on A3 or A6")
    return problem(
        f"{'; '.join(seen)}, which puts out a voltage and no PWM.",
        f"Wire it to one of {', '.join(PWM)}, and change the pin in the table of lights.",
    )


CHECK = Check("D515", "a light with brightness is on a DAC pin", Step.DEVICES, look)
