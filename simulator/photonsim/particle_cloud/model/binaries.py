"""Compiled firmware that waits to be downloaded."""

from __future__ import annotations

from dataclasses import dataclass

from photonsim.clock import HouseClock
from photonsim.particle_cloud.builds import Build
from photonsim.particle_cloud.model.ids import new_object_id

#: Recorded: a binary is kept for a day.
_LIFETIME_S = 86_400
#: Binaries kept at most; the oldest make room.
_MOST = 100


@dataclass(frozen=True)
class Binary:
    """`expires_at` in Unix seconds."""

    id: str
    owner_id: str
    build: Build
    expires_at: float


class Binaries:
    """Binaries of all accounts; they are made again when lost, so they are not saved."""

    def __init__(self, clock: HouseClock) -> None:
        self._clock = clock
        self._binaries: dict[str, Binary] = {}

    def add(self, owner_id: str, build: Build) -> Binary:
        while len(self._binaries) >= _MOST:
            self._binaries.pop(next(iter(self._binaries)))
        binary = Binary(new_object_id(), owner_id, build, self._clock.now() + _LIFETIME_S)
        self._binaries[binary.id] = binary
        return binary

    def find(self, owner_id: str, binary_id: str) -> Binary | None:
        """The account's binary, unless it has expired."""
        binary = self._binaries.get(binary_id)
        if binary is None or binary.owner_id != owner_id or binary.expires_at < self._clock.now():
            return None
        return binary
