"""Data operations: what the free plan counts, and stops at.

Each publish, function call and variable read is one (Particle's documentation of the free plan: 100,000 in a
calendar month for the whole account).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime

from photonsim.clock import HouseClock
from photonsim.particle_cloud.exceptions import OperationsUsedUp
from photonsim.particle_cloud.model.store import Store

#: Counts are saved when this many have been added, not at each one: a call shall not wait for the disk.
_SAVE_EVERY = 100


@dataclass
class Usage:
    """What one account has used in `month` ("2026-11"); `devices` counts those that a device took part in."""

    user_id: str
    month: str
    used: int = 0
    devices: dict[str, int] = field(default_factory=dict)


class Operations:
    """The counters of all accounts. `limit` None: count, and never stop."""

    def __init__(self, store: Store, clock: HouseClock, limit: int | None) -> None:
        self._clock, self.limit = clock, limit
        self._table = store.table("operations", Usage, key=lambda usage: usage.user_id)

    def of(self, user_id: str) -> Usage:
        """This month's use; a new month begins at zero."""
        month = datetime.fromtimestamp(self._clock.now(), UTC).strftime("%Y-%m")
        usage = self._table.get(user_id)
        if usage is None or usage.month != month:
            usage = self._table.put(Usage(user_id, month))
        return usage

    def spend(self, user_id: str | None, device_id: str | None) -> None:
        """Count one. Raises OperationsUsedUp, and counts nothing, when the month's are used up."""
        if user_id is None:
            return
        usage = self.of(user_id)
        if self.limit is not None and usage.used >= self.limit:
            raise OperationsUsedUp(f"{self.limit} data operations of {usage.month} are used up")
        usage.used += 1
        if device_id is not None:
            usage.devices[device_id] = usage.devices.get(device_id, 0) + 1
        if usage.used % _SAVE_EVERY == 0:
            self._table.put(usage)

    def save(self) -> None:
        """Save every count: for the end of the process."""
        for usage in self._table:
            self._table.put(usage)
