"""D517: functions and variables are registered ten seconds after the start."""

from __future__ import annotations

from photonsim.faults._firmware import OtherFirmware

FAULT = OtherFirmware("D517", "functions and variables are registered ten seconds after the start")
