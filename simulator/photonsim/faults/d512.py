"""D512: forty functions of a library leave no room for those of the lights."""

from __future__ import annotations

from photonsim.faults._firmware import OtherFirmware

FAULT = OtherFirmware("D512", "forty functions of a library leave no room for those of the lights")
