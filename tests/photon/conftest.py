"""A bench for one or more simulated Photons, with a cloud that only takes notes."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any, TypeVar

import pytest

from photonsim.clock import HouseClock, run
from photonsim.photon.build import compile_project
from photonsim.photon.photon import Photon, load_firmware
from photonsim.photon.sketch import make_project
from photonsim.photon.wasm import Firmware
from photonsim.ports import DeviceEvent, DeviceSession
from photonsim.trace import Trace

T = TypeVar("T")


@dataclass
class NotingCloud:
    """Implements ports.DeviceCloud: remembers what devices tell it."""

    connected: set[str] = field(default_factory=set)
    events: list[DeviceEvent] = field(default_factory=list)
    disconnects: list[tuple[str, bool]] = field(default_factory=list)
    subscribed: set[str] = field(default_factory=set)

    def connect(self, session: DeviceSession) -> None:
        self.connected.add(session.device_id)

    def disconnect(self, session: DeviceSession, *, graceful: bool, reason: str = "") -> None:
        self.connected.discard(session.device_id)
        self.disconnects.append((session.device_id, graceful))

    def publish(self, session: DeviceSession, event: DeviceEvent) -> None:
        self.events.append(event)

    def subscribe(self, session: DeviceSession) -> None:
        self.subscribed.add(session.device_id)


class Bench:
    """Boards on a table, at virtual time."""

    def __init__(self) -> None:
        self.clock = HouseClock(1_700_000_000.0, virtual=True)
        self.trace = Trace(self.clock)
        self.cloud = NotingCloud()
        self._boards: list[Photon] = []

    def photon(self, firmware: Firmware, **options: Any) -> Photon:
        number = len(self._boards) + 1
        board = Photon(
            f"{number:024x}", firmware, self.clock, self.cloud, self.trace, name=f"p{number}", **options
        )
        self._boards.append(board)
        return board

    def run(self, scenario: Coroutine[Any, Any, T]) -> T:
        try:
            return run(self.clock, scenario)
        finally:
            for board in self._boards:
                board.close()

    def summaries(self, kind: str) -> list[str]:
        return [entry.summary for entry in self.trace.entries(kind=kind)]


@pytest.fixture
def bench() -> Bench:
    return Bench()


@pytest.fixture(scope="session")
def sketch() -> Callable[[str], Firmware]:
    """Compiles a sketch; what was compiled before comes from the cache."""

    def compiled(text: str, name: str = "sketch.ino") -> Firmware:
        return load_firmware(compile_project(make_project("sketch", {name: text.encode()})))

    return compiled
