"""rate-limits: Particle's documented limits on requests apply."""

from __future__ import annotations

from photonsim.faults._setting import CloudSetting

FAULT = CloudSetting("rate-limits", "Particle's limits on requests apply (429 beyond)", "rate_limits")
