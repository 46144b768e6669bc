"""A light shares its pins with a serial port or an I2C bus that is in use.

RX and TX belong to Serial1, D0 and D1 to Wire (I2C), as soon as the sketch begins these. Device OS then ignores
whatever a light writes to those pins, and says nothing.

What you see: the light is dead, while its state says on. From outside only the pins can be seen, not what the sketch
begins: `photonlink firmware check` reads the sources.
"""

from __future__ import annotations

from photonlink.doctor.case import Case
from photonlink.doctor.check import Check, Step
from photonlink.doctor.photon_lights import wired_pins
from photonlink.doctor.verdict import Finding, ok, problem, unknown

_PERIPHERALS = {"RX": "Serial1", "TX": "Serial1", "D0": "Wire", "D1": "Wire"}


def look(case: Case) -> Finding:
    used = [
        f"{light.key} of {device.name} on {pin} ({_PERIPHERALS[pin]})"
        for device, light, pin in wired_pins(case)
        if pin in _PERIPHERALS
    ]
    if not used:
        return ok("no light is on a pin of a serial port or an I2C bus")
    begun = case.begun_peripherals()
    clashes = [use for use in used if any(f"({name})" in use for name in begun)]
    if clashes:
        return problem(
            f"The sketch begins {' and '.join(sorted(begun))}, and has lights there: {'; '.join(clashes)}.",
            "Wire the light to other pins, or take the begin() out of the sketch.",
        )
    if begun or case.sources_known:
        return ok("the sketch begins neither Serial1 nor Wire on the pins of a light")
    return unknown(
        f"{'; '.join(used)}: dead if the sketch begins that peripheral, which only its sources tell",
        fix="photonlink firmware check DIR",
    )


CHECK = Check("D509", "a light shares its pins with a serial port or I2C bus in use", Step.DEVICES, look)
