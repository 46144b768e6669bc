"""The narrow interfaces between the parts of a simulated house.

Each part is written against these, never against another part's classes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol, runtime_checkable

VariableType = Literal["bool", "int32", "double", "string"]
VariableValue = bool | int | float | str


class DeviceGone(ConnectionError):
    """The device's connection ended while an answer from it was awaited."""


class DeviceRefused(RuntimeError):
    """The device answered that it will not do what it was asked (an update while updates are disabled)."""


@dataclass(frozen=True)
class DeviceEvent:
    """One `Particle.publish`: `data` is None when nothing was given, `ttl` in seconds."""

    name: str
    data: str | None = None
    ttl: int = 60
    private: bool = True


@dataclass(frozen=True)
class Vitals:
    """What a device measures of itself: events that it refused to send (more than 4 in a second), seconds up."""

    rate_limited: int
    uptime: int


@runtime_checkable
class HasVitals(Protocol):
    """A session whose device reports its vitals."""

    def vitals(self) -> Vitals:
        """Those of now, counted from the last reset."""


class DeviceSession(Protocol):
    """A device's connection, as Particle's cloud sees it, from its handshake to its end."""

    @property
    def device_id(self) -> str:
        """24 lower-case hex digits."""

    @property
    def functions(self) -> Sequence[str]:
        """Names as the device described them at the handshake."""

    @property
    def variables(self) -> Mapping[str, VariableType]:
        """Names and types as the device described them at the handshake."""

    @property
    def system_version(self) -> str:
        """Device OS version, such as "2.3.1"."""

    async def call_function(self, name: str, argument: str) -> int:
        """Call a described function; returns its 32-bit result.

        Waits for ever on a hung device: the time-out is the cloud's. Raises DeviceGone.
        """

    async def read_variable(self, name: str) -> VariableValue:
        """Read a described variable; waits like `call_function`. Raises DeviceGone."""

    async def ping(self) -> bool:
        """Whether the device answers; never answers on a device whose system is blocked."""

    def deliver_event(self, name: str, data: str | None) -> None:
        """Hand an event to the device, which matches it against its subscriptions' prefixes."""

    def signal(self, on: bool) -> None:
        """Start or stop the rainbow on the status LED ("nyan")."""

    async def update(self, image: bytes) -> None:
        """Send an over-the-air update; returns when it is stored, before the device resets.

        Raises DeviceGone (interrupted) or DeviceRefused (updates disabled, not an image for it).
        """


class DeviceCloud(Protocol):
    """Particle's cloud, as a device sees it. All calls are immediate and never fail."""

    def connect(self, session: DeviceSession) -> None:
        """The handshake is done; the device is online."""

    def disconnect(self, session: DeviceSession, *, graceful: bool, reason: str = "") -> None:
        """The connection ended: by a goodbye (offline at once), or by silence (offline once noticed)."""

    def publish(self, session: DeviceSession, event: DeviceEvent) -> None:
        """An event from the device."""

    def subscribe(self, session: DeviceSession) -> None:
        """The connected device asks for events; what it is then handed it matches against its prefixes itself."""
