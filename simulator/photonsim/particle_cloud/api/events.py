"""Event streams and publishing."""

from __future__ import annotations

import asyncio

from starlette.responses import Response

from photonsim.http import Receive, Scope, Send
from photonsim.particle_cloud.api.answers import answer
from photonsim.particle_cloud.api.body import as_text
from photonsim.particle_cloud.api.devices import addressed
from photonsim.particle_cloud.api.endpoint import Call, address_of
from photonsim.particle_cloud.api.errors import bad_request, operations_used_up, rate_limited
from photonsim.particle_cloud.exceptions import OperationsUsedUp
from photonsim.particle_cloud.model.events import DATA_LIMIT, FROM_API, NAME_LIMIT, Subscription
from photonsim.particle_cloud.model.state import CloudState

#: Longest time to live of an event, in seconds (a 24-bit number in the device protocol).
_LONGEST_TTL = 0xFFFFFF


async def publish(call: Call) -> Response:
    name, data = call.body.text("name"), call.body.fields.get("data")
    if not name:
        raise bad_request("Event name is required")
    if len(name.encode()) > NAME_LIMIT:
        raise bad_request(f"Event name is longer than {NAME_LIMIT} bytes")
    text = None if data is None else as_text(data)
    if text is not None and len(text.encode()) > DATA_LIMIT:
        raise bad_request(f"Event data is longer than {DATA_LIMIT} bytes")
    try:
        call.state.events.publish(call.user.id, name, text, ttl=_ttl(call), coreid=FROM_API)
    except OperationsUsedUp as error:
        raise operations_used_up(error) from error
    return answer({"ok": True})


def _ttl(call: Call) -> int:
    text = call.body.text("ttl")
    return min(int(text), _LONGEST_TTL) if text.isascii() and text.isdigit() and len(text) < 10 else 60


async def account_stream(call: Call) -> Response:
    """The account's events (all events are private to their account nowadays)."""
    return _stream(call, None)


async def device_stream(call: Call) -> Response:
    return _stream(call, addressed(call).id)


def _stream(call: Call, device_id: str | None) -> Response:
    address = address_of(call.request)
    if call.state.faults.rate_limits and not call.state.limits.allow_stream(address):
        raise rate_limited()
    prefix = call.request.path_params.get("prefix", "")
    subscription = call.state.events.subscribe(call.user.id, prefix, device_id)
    return EventStream(call.state, call.user.id, subscription, address)


class EventStream(Response):
    """Server-sent events until the client goes away, is too slow, or the stream is ended."""

    media_type = "text/event-stream"

    def __init__(self, state: CloudState, owner_id: str, subscription: Subscription, address: str) -> None:
        super().__init__(headers={"Cache-Control": "no-cache", "X-Accel-Buffering": "no"})
        del self.headers["content-length"]
        self._state, self._owner_id, self._subscription = state, owner_id, subscription
        self._address = address

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        writer = asyncio.ensure_future(self._write(send))
        heart = asyncio.ensure_future(self._beat())
        gone = asyncio.ensure_future(_disconnected(receive))
        self._state.limits.stream_opened(self._address)
        self._subscription.on_cut_off = lambda: _cancel(writer)
        try:
            await asyncio.wait({writer, gone}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            self._state.events.unsubscribe(self._owner_id, self._subscription)
            self._state.limits.stream_closed(self._address)
            for task in (writer, heart, gone):
                task.cancel()
            await asyncio.gather(writer, heart, gone, return_exceptions=True)

    async def _write(self, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
        await send({"type": "http.response.body", "body": b":ok\n\n", "more_body": True})
        while True:
            chunk = await self._subscription.next()
            if chunk is None:
                break
            await send({"type": "http.response.body", "body": chunk, "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _beat(self) -> None:
        """A comment now and then, in wall time: a client drops a stream that is silent for 15 s."""
        while True:
            await self._state.clock.wall_sleep(self._state.settings.heartbeat)
            self._subscription.beat()


async def _disconnected(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _cancel(task: asyncio.Task[None]) -> None:
    task.cancel()
