"""D515: the kitchen light dims, on a DAC pin (A6)."""

from __future__ import annotations

from photonsim.faults._firmware import OtherFirmware

FAULT = OtherFirmware("D515", "the kitchen light dims, on a DAC pin (A6)")
