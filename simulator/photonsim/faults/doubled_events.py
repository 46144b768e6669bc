"""events-doubled: delivery is at least once."""

from __future__ import annotations

from photonsim.faults._setting import CloudSetting

FAULT = CloudSetting(
    "events-doubled", "every event arrives twice: delivery is at least once", "duplicate_events"
)
