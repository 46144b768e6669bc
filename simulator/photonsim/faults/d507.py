"""D507: the function light waits nine seconds before it answers."""

from __future__ import annotations

from photonsim.faults._firmware import OtherFirmware

FAULT = OtherFirmware("D507", "the function light waits nine seconds before it answers")
