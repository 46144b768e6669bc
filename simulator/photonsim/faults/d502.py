"""D502: the first Photon runs Tinker, as a new one does."""

from __future__ import annotations

from photonsim.faults._firmware import OtherFirmware

FAULT = OtherFirmware("D502", "the first Photon runs Tinker, as a new one does")
