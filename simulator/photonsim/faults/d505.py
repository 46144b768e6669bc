"""D505: the kitchen light dims, on a pin without PWM (D5)."""

from __future__ import annotations

from photonsim.faults._firmware import OtherFirmware

FAULT = OtherFirmware("D505", "the kitchen light dims, on a pin without PWM (D5)")
