"""too-many-requests: Particle refuses requests, there having been too many of them."""

from __future__ import annotations

from photonsim.faults._setting import CloudSetting

FAULT = CloudSetting("too-many-requests", "Particle answers 429 to every request", "too_many_requests")
