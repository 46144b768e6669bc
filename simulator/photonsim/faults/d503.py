"""D503: the firmware registers Light where the skill calls light."""

from __future__ import annotations

from photonsim.faults._firmware import OtherFirmware

FAULT = OtherFirmware("D503", "the firmware registers Light where the skill calls light")
