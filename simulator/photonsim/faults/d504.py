"""D504: the list of lights is longer than a variable may be, and arrives cut."""

from __future__ import annotations

from photonsim.faults._firmware import OtherFirmware

FAULT = OtherFirmware("D504", "the list of lights is longer than a variable may be, and arrives cut")
