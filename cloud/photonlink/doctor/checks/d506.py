"""Two lights share one PWM channel.

Inside the Photon D3 and A4 hang on one output of a timer, D2 and A5 on another. Two lights on such a pair always show
the same brightness, whichever was set last. And pins of one timer share its frequency: D0 with D1; D2, D3, A4 and A5;
RX with TX.

What you see: one lamp follows the other.
"""

from __future__ import annotations

from photonlink.doctor.case import Case
from photonlink.doctor.check import Check, Step
from photonlink.doctor.photon_lights import dimmed_pins
from photonlink.doctor.verdict import Finding, ok, problem
from photonlink.photon_pins import PWM


def look(case: Case) -> Finding:
    users: dict[tuple[str, tuple[str, int]], list[str]] = {}
    for device, light, pin in dimmed_pins(case):
        if pin in PWM:
            users.setdefault((device.name, PWM[pin]), []).append(f"{light.key} on {pin}")
    shared = [f"{name}: {' and '.join(lights)}" for (name, _), lights in users.items() if len(lights) > 1]
    if not shared:
        return ok("each pin with brightness has a PWM channel of its own")
    return problem(
        f"On one channel: {'; '.join(shared)}.",
        "Move one of the two to a pin with a channel of its own (D2 shares with A5, D3 with A4), and change the table "
        "of lights.",
    )


CHECK = Check("D506", "two lights share one PWM channel", Step.DEVICES, look)
