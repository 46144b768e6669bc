"""events-reordered: delivery may be out of order."""

from __future__ import annotations

from photonsim.faults._setting import CloudSetting

FAULT = CloudSetting(
    "events-reordered", "events arrive in another order than they were published", "reorder_events"
)
