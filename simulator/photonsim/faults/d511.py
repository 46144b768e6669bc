"""D511: loop() publishes ten events a second."""

from __future__ import annotations

from photonsim.faults._firmware import OtherFirmware

FAULT = OtherFirmware("D511", "loop() publishes ten events a second")
