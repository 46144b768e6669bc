"""How much work devices may do while the clock jumps: 91 days of a busy loop() would take days to run."""

from __future__ import annotations

from typing import Protocol

from photonsim.clock import HouseClock

#: Runs of firmware in one jump, all devices together; about 10 µs each.
RUNS_IN_A_JUMP = 10_000


class _Skipped(Protocol):
    def skipped(self, due: float, until: float) -> None: ...


class JumpBudget:
    """Shared by the devices of a house: each may use its share of the runs, then it is skipped over."""

    def __init__(self, clock: HouseClock, runs: int = RUNS_IN_A_JUMP) -> None:
        self._clock, self._runs = clock, runs
        self._devices = 0
        self._jump = 0
        self._used: dict[int, int] = {}

    def join(self) -> None:
        self._devices += 1

    def leave(self) -> None:
        self._devices -= 1

    def when(self, device: _Skipped, due: float) -> float:
        """When a device that wants to run at `due` runs: then, or at the end of a jump if its share is used up."""
        jump = self._clock.jump
        if jump is None or due >= jump.target:
            return due
        if jump.number != self._jump:
            self._jump = jump.number
            self._used.clear()
        used = self._used.get(id(device), 0) + 1
        self._used[id(device)] = used
        share = max(10, self._runs // max(1, self._devices))
        if used <= share:
            return due
        device.skipped(due, jump.target)
        return jump.target
