"""Devices: what the cloud remembers of each, and the live connections of those that are online."""

from __future__ import annotations

import asyncio
import secrets
import string
from collections import defaultdict
from collections.abc import Awaitable
from dataclasses import dataclass
from typing import TypeVar

from photonsim.clock import HouseClock, Timer
from photonsim.particle_cloud.exceptions import (
    DeviceBelongsToSomebodyElse,
    DeviceDoesNotExist,
    DeviceOffline,
    DeviceTimedOut,
    Invalid,
    NoSuchDevice,
    OperationsUsedUp,
    UnknownFunction,
    UnknownVariable,
    UpdateRefused,
)
from photonsim.particle_cloud.model.events import Event, Events
from photonsim.particle_cloud.model.operations import Operations
from photonsim.particle_cloud.model.store import Store
from photonsim.particle_cloud.observations import FunctionCalled, Observer, VariableRead
from photonsim.particle_cloud.settings import CloudSettings
from photonsim.ports import DeviceEvent, DeviceGone, DeviceRefused, DeviceSession, VariableValue

T = TypeVar("T")

#: Length of a claim code (recorded).
_CLAIM_CODE = 63
_NAME_LIMIT = 100


@dataclass
class Device:
    """What the cloud remembers of a device. Times in Unix seconds, None until it was first heard."""

    id: str
    name: str
    owner_id: str | None = None
    platform_id: int = 6
    notes: str | None = None
    serial_number: str | None = None
    last_heard: float | None = None
    last_handshake_at: float | None = None
    system_version: str | None = None


@dataclass
class ClaimCode:
    """Lets a device that brings it claim itself for an account."""

    code: str
    user_id: str


@dataclass(eq=False, slots=True)
class Link:
    """A device's connection. `vanished`: it ended without a goodbye and the cloud has not noticed yet."""

    session: DeviceSession
    vanished: bool = False
    notice: Timer | None = None
    over: bool = False
    _end: asyncio.Event | None = None  # made when somebody waits for it

    def end(self) -> None:
        self.over = True
        if self._end is not None:
            self._end.set()

    async def ended(self) -> None:
        """Return when the connection is over."""
        if self._end is None:
            self._end = asyncio.Event()
        if not self.over:
            await self._end.wait()


class Fleet:
    """All devices of all accounts."""

    def __init__(
        self,
        store: Store,
        clock: HouseClock,
        events: Events,
        operations: Operations,
        settings: CloudSettings,
    ) -> None:
        self._clock, self._events, self._operations, self._settings = clock, events, operations, settings
        self._table = store.table("devices", Device, key=lambda device: device.id)
        self._claims = store.table("claim_codes", ClaimCode, key=lambda claim: claim.code)
        self._owned: defaultdict[str, dict[str, Device]] = defaultdict(dict)
        for device in self._table:
            if device.owner_id is not None:
                self._owned[device.owner_id][device.id] = device
        self._links: dict[str, Link] = {}
        self._listening: dict[str, Link] = {}  # those that asked for events: few, even among thousands
        self._drops: defaultdict[str, list[float]] = defaultdict(list)
        self.observers: list[Observer] = []
        events.listeners.append(self._deliver)

    # -- what is remembered ----------------------------------------------------------------------

    def add(self, device_id: str, name: str, owner_id: str | None, platform_id: int = 6) -> Device:
        """Make a device known; one that is known already keeps its name, its owner and its history."""
        known = self._table.get(device_id)
        if known is not None:
            return known
        device = Device(device_id, name, platform_id=platform_id)
        self._own(device, owner_id)
        return device

    def get(self, device_id: str) -> Device | None:
        return self._table.get(device_id)

    def owned_by(self, owner_id: str) -> list[Device]:
        return list(self._owned[owner_id].values())

    def find(self, owner_id: str, id_or_name: str) -> Device:
        """The account's device of this id, or of this name without regard to case. Raises NoSuchDevice."""
        owned = self._owned[owner_id]
        device = owned.get(id_or_name)
        if device is None:
            wanted = id_or_name.casefold()
            device = owned.get(wanted) or next(
                (device for device in owned.values() if device.name.casefold() == wanted), None
            )
        if device is None:
            raise NoSuchDevice(id_or_name)
        return device

    def claim(self, owner_id: str, device_id: str) -> Device:
        """Take over a device that is online and nobody's.

        Raises DeviceDoesNotExist, DeviceOffline, DeviceBelongsToSomebodyElse.
        """
        device = self._table.get(device_id.lower())
        if device is None:
            raise DeviceDoesNotExist(device_id)
        if device.owner_id not in (None, owner_id):
            raise DeviceBelongsToSomebodyElse(device_id)
        if not self.online(device.id):
            raise DeviceOffline(device_id)
        self._own(device, owner_id)
        return device

    def release(self, device: Device) -> None:
        """The device is nobody's from now on."""
        self._own(device, None)

    def hand_over(self, device: Device, owner_id: str) -> None:
        """The device is another account's from now on."""
        self._own(device, owner_id)

    def new_claim_code(self, owner_id: str) -> str:
        letters = string.ascii_letters + string.digits + "+/"
        code = "".join(secrets.choice(letters) for _ in range(_CLAIM_CODE))
        return self._claims.put(ClaimCode(code, owner_id)).code

    def claim_with_code(self, device_id: str, code: str) -> bool:
        """A device brings a claim code that setup gave it: it is then the account's. The code works once."""
        claim, device = self._claims.get(code), self._table.get(device_id)
        if claim is None or device is None:
            return False
        self._claims.remove(code)
        self._own(device, claim.user_id)
        return True

    def rename(self, device: Device, name: str) -> None:
        """Raises Invalid for a name that is empty, too long, or taken by another device of the account."""
        name = name.strip()
        if not name or len(name) > _NAME_LIMIT or not name.isprintable():
            raise Invalid(f"a device name has 1 to {_NAME_LIMIT} printable characters")
        others = self._owned[device.owner_id or ""].values()
        if any(other is not device and other.name.casefold() == name.casefold() for other in others):
            raise Invalid("Name already in use")
        device.name = name
        self._table.put(device)

    def save(self, device: Device) -> None:
        self._table.put(device)

    def _own(self, device: Device, owner_id: str | None) -> None:
        if device.owner_id is not None:
            self._owned[device.owner_id].pop(device.id, None)
        device.owner_id = owner_id
        self._table.put(device)
        if owner_id is not None:
            self._owned[owner_id][device.id] = device

    # -- connections -----------------------------------------------------------------------------

    def online(self, device_id: str) -> bool:
        """Whether the cloud believes that the device is there."""
        return device_id in self._links

    def session(self, device_id: str) -> DeviceSession | None:
        """The live session; None while the device is offline."""
        link = self._links.get(device_id)
        return None if link is None else link.session

    def connect(self, session: DeviceSession) -> None:
        device = self._table.get(session.device_id) or self.add(session.device_id, session.device_id, None)
        before = self._links.pop(device.id, None)
        if before is not None:
            self._end(before)
        self._links[device.id] = Link(session)
        device.last_heard = device.last_handshake_at = self._clock.now()
        device.system_version = session.system_version
        self._table.put(device)
        self._status(device, "online")

    def drops(self, device: Device) -> list[float]:
        """When the device's connection ended in the last day, Unix seconds; kept while this cloud runs."""
        day_ago = self._clock.now() - 86_400
        self._drops[device.id] = [when for when in self._drops[device.id] if when > day_ago]
        return self._drops[device.id]

    def forget_drops(self) -> None:
        """As if no device had ever dropped off."""
        self._drops.clear()

    def disconnect(self, session: DeviceSession, *, graceful: bool) -> None:
        """The end of a connection: known at once after a goodbye, else when two keep-alives have passed."""
        link = self._links.get(session.device_id)
        if link is None or link.session is not session or link.vanished:
            return
        if graceful:
            self._drop(link)
        else:
            link.vanished = True
            link.notice = self._clock.call_later(2 * self._settings.keep_alive, lambda: self._drop(link))

    def subscribe(self, session: DeviceSession) -> None:
        """Hand this device its account's events for as long as it is connected."""
        link = self._links.get(session.device_id)
        if link is not None and link.session is session:
            self._listening[session.device_id] = link

    def publish(self, session: DeviceSession, event: DeviceEvent) -> None:
        """An event from a device: counted, and lost when the device is nobody's or nothing is left to spend."""
        if event.name == "spark/device/claim/code" and self.claim_with_code(
            session.device_id, event.data or ""
        ):
            # Device OS looks at the beginning of the answer's name only.
            session.deliver_event("spark/device/claim/done", None)
            return
        device = self._table.get(session.device_id)
        if device is None or device.owner_id is None:
            return
        device.last_heard = self._clock.now()
        try:
            self._events.publish(
                device.owner_id,
                event.name,
                event.data,
                ttl=event.ttl,
                coreid=device.id,
                device_id=device.id,
            )
        except OperationsUsedUp:
            return

    def _drop(self, link: Link) -> None:
        device_id = link.session.device_id
        if self._links.get(device_id) is link:
            del self._links[device_id]
            self._drops[device_id].append(self._clock.now())
            self._end(link)
            device = self._table.get(device_id)
            if device is not None:
                self._table.put(device)
                self._status(device, "offline")

    def _end(self, link: Link) -> None:
        if link.notice is not None:
            link.notice.cancel()
        if self._listening.get(link.session.device_id) is link:
            del self._listening[link.session.device_id]
        link.end()

    def _status(self, device: Device, status: str) -> None:
        self.announce(device, "spark/status", status)

    def announce(self, device: Device, name: str, data: str) -> None:
        """Publish a system event of the device."""
        if device.owner_id is not None:
            self._events.announce(device.owner_id, name, data, coreid=device.id, device_id=device.id)

    def _deliver(self, event: Event) -> None:
        owned = self._owned[event.owner_id]
        for device_id, link in list(self._listening.items()):
            if device_id in owned:
                link.session.deliver_event(event.name, event.data)

    # -- asking a device -------------------------------------------------------------------------

    async def call_function(self, device: Device, name: str, argument: str) -> int:
        """Raises DeviceOffline, DeviceTimedOut, UnknownFunction, OperationsUsedUp."""
        link = self._link(device)
        if name not in link.session.functions:
            raise UnknownFunction(name)
        self._operations.spend(device.owner_id, device.id)
        value = await self._answer(link, link.session.call_function(name, argument))
        device.last_heard = self._clock.now()
        for observe in self.observers:
            observe(FunctionCalled(device.id, name, argument, value))
        return value

    async def read_variable(self, device: Device, name: str) -> VariableValue:
        """Raises DeviceOffline, DeviceTimedOut, UnknownVariable, OperationsUsedUp."""
        link = self._link(device)
        if name not in link.session.variables:
            raise UnknownVariable(name)
        self._operations.spend(device.owner_id, device.id)
        value = await self._answer(link, link.session.read_variable(name))
        device.last_heard = self._clock.now()
        for observe in self.observers:
            observe(VariableRead(device.id, name, value))
        return value

    async def ping(self, device: Device) -> bool:
        """Whether the device answers."""
        try:
            link = self._link(device)
            answered = await self._answer(link, link.session.ping())
        except (DeviceOffline, DeviceTimedOut):
            return False
        device.last_heard = self._clock.now()
        return answered

    def signal(self, device: Device, on: bool) -> None:
        """Raises DeviceOffline."""
        self._link(device).session.signal(on)

    async def update(self, device: Device, image: bytes) -> None:
        """Send a firmware image over the air.

        Raises DeviceOffline, DeviceTimedOut (interrupted), UpdateRefused.
        """
        link = self._link(device)
        try:
            await self._answer(link, link.session.update(image), timeout=None)
        except DeviceRefused as error:
            raise UpdateRefused(str(error)) from error

    def _link(self, device: Device) -> Link:
        link = self._links.get(device.id)
        if link is None:
            raise DeviceOffline(device.id)
        return link

    async def _answer(self, link: Link, request: Awaitable[T], timeout: float | None = -1) -> T:
        """The device's answer, awaited for the time that the cloud gives a device that should be there."""
        limit = self._settings.device_timeout if timeout == -1 else timeout
        try:
            return await self._clock.wait_for(_or_lost(link, request), limit)
        except (TimeoutError, DeviceGone) as error:
            raise DeviceTimedOut(link.session.device_id) from error


async def _or_lost(link: Link, request: Awaitable[T]) -> T:
    try:
        return await request
    except DeviceGone:
        # The socket is dead, but the cloud only learns that by silence: until then it waits.
        await link.ended()
        raise
