"""D506: the hall light dims on D2, which shares a PWM channel with the kitchen light's A5."""

from __future__ import annotations

from photonsim.faults._firmware import OtherFirmware

FAULT = OtherFirmware(
    "D506", "the hall light dims on D2, which shares a PWM channel with the kitchen light's A5"
)
