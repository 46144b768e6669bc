"""slow-cloud: Particle's cloud takes ten seconds for each answer."""

from __future__ import annotations

from photonsim.faults._setting import CloudSetting

FAULT = CloudSetting(
    "slow-cloud", "Particle's cloud takes ten seconds for each answer", "api_delay", bad=10.0, good=0.0
)
