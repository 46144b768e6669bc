"""Events: from devices, from the API and from the cloud itself, to everyone of the account who listens."""

from __future__ import annotations

import asyncio
import json
import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from photonsim.clock import HouseClock
from photonsim.particle_cloud.model.ids import iso, new_object_id
from photonsim.particle_cloud.model.operations import Operations
from photonsim.particle_cloud.observations import EventPublished, Observer
from photonsim.particle_cloud.settings import CloudFaults
from photonsim.trace import Trace

#: `coreid` of events that did not come from a device.
FROM_API = "api"
FROM_CLOUD = "particle-internal"

#: Bytes that an event name may have (Device OS 2.3.1 and 3.3.1 cut longer ones).
NAME_LIMIT = 64
#: Bytes of data that an event may carry (the larger of the limits of Device OS 2.3.1 and 3.3.1).
DATA_LIMIT = 864
#: House seconds after which a held-back event is let go when no other overtakes it.
_HELD_AT_MOST = 1.0

#: A server-sent event's comment line.
HEART_BEAT = b":\n\n"

_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


@dataclass(frozen=True)
class Event:
    """One event of the account `owner_id`; `coreid` says who published it, as the stream shows it."""

    id: str
    owner_id: str
    name: str
    data: str | None
    ttl: int
    published_at: float
    coreid: str
    device_id: str | None

    @cached_property
    def wire(self) -> bytes:
        """As a server-sent event."""
        data = {
            "data": self.data,
            "ttl": self.ttl,
            "published_at": iso(self.published_at),
            "coreid": self.coreid,
        }
        # A line break in a name would end the field and let the publisher write fields of the stream.
        name = _CONTROL.sub(" ", self.name)
        return f"event: {name}\ndata: {json.dumps(data, separators=(',', ':'))}\n\n".encode()


class Subscription:
    """One listener's queue. It is bounded: who reads too slowly is cut off, and slows nobody else."""

    def __init__(self, prefix: str, device_id: str | None, limit: int) -> None:
        self.prefix, self.device_id = prefix, device_id
        self._queue: asyncio.Queue[bytes | None] = asyncio.Queue()
        self._limit = limit
        self.ended = False
        self.on_cut_off: Callable[[], None] = lambda: None

    def wants(self, event: Event) -> bool:
        if self.device_id is not None and event.device_id != self.device_id:
            return False
        return event.name.startswith(self.prefix)

    def offer(self, event: Event) -> bool:
        """Queue an event; False when there is no room, and the listener is cut off."""
        if self.ended:
            return True
        if self._queue.qsize() >= self._limit:
            self.ended = True
            self.on_cut_off()
            return False
        self._queue.put_nowait(event.wire)
        return True

    def beat(self) -> None:
        """A comment, so that the client knows that the stream is alive; needless while something is queued."""
        if not self.ended and self._queue.empty():
            self._queue.put_nowait(HEART_BEAT)

    def end(self) -> None:
        """No more events; what is queued is still delivered."""
        if not self.ended:
            self.ended = True
            self._queue.put_nowait(None)

    async def next(self) -> bytes | None:
        """What is to be written next; None at the end."""
        return await self._queue.get()


class Events:
    """The event bus of all accounts."""

    def __init__(
        self, clock: HouseClock, trace: Trace, operations: Operations, faults: CloudFaults, backlog: int
    ) -> None:
        self._clock, self._trace, self._operations, self._faults = clock, trace, operations, faults
        self._backlog = backlog
        self._streams: defaultdict[str, set[Subscription]] = defaultdict(set)
        self._held: Event | None = None
        #: Called with every event that is delivered: devices that subscribe, webhooks.
        self.listeners: list[Callable[[Event], None]] = []
        self.observers: list[Observer] = []

    def publish(
        self,
        owner_id: str,
        name: str,
        data: str | None,
        *,
        ttl: int = 60,
        coreid: str = FROM_API,
        device_id: str | None = None,
    ) -> Event:
        """Publish what a user or a device published: counts as a data operation. Raises OperationsUsedUp."""
        self._operations.spend(owner_id, device_id)
        return self.announce(owner_id, name, data, ttl=ttl, coreid=coreid, device_id=device_id)

    def announce(
        self,
        owner_id: str,
        name: str,
        data: str | None,
        *,
        ttl: int = 60,
        coreid: str = FROM_CLOUD,
        device_id: str | None = None,
    ) -> Event:
        """Publish what the cloud itself says, free of charge."""
        event = Event(new_object_id(), owner_id, name, data, ttl, self._clock.now(), coreid, device_id)
        self._trace.record("event", f"{coreid} published {name}", name=name, data=data, coreid=coreid)
        for observe in self.observers:
            observe(EventPublished(device_id, name, data))
        if self._faults.reorder_events and self._held is None:
            self._held = event
            self._clock.call_later(_HELD_AT_MOST, self._let_go)
        else:
            self._deliver(event)
            self._let_go()
        return event

    def _let_go(self) -> None:
        held, self._held = self._held, None
        if held is not None:
            self._deliver(held)

    def _deliver(self, event: Event) -> None:
        for _ in range(2 if self._faults.duplicate_events else 1):
            for stream in list(self._streams[event.owner_id]):
                if stream.wants(event) and not stream.offer(event):
                    self._trace.record("event", "an event stream was cut off: its reader is too slow")
                    self.unsubscribe(event.owner_id, stream)
            for listen in self.listeners:
                listen(event)

    def subscribe(self, owner_id: str, prefix: str = "", device_id: str | None = None) -> Subscription:
        """Listen to the account's events whose name begins with `prefix`, of one device or of all."""
        subscription = Subscription(prefix, device_id, self._backlog)
        self._streams[owner_id].add(subscription)
        return subscription

    def unsubscribe(self, owner_id: str, subscription: Subscription) -> None:
        self._streams[owner_id].discard(subscription)

    def open_streams(self, owner_id: str) -> int:
        return len(self._streams[owner_id])

    def drop_streams(self) -> None:
        """End every open stream, as a restart of the server does; clients reconnect."""
        for streams in self._streams.values():
            for stream in streams:
                stream.end()
            streams.clear()
