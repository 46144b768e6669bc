"""HTTP between the parts of a house: through the same ASGI applications, with or without a socket."""

from __future__ import annotations

import contextvars
import io
import json as jsonlib
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from typing import Any

import httpx2
import requests
import requests.adapters
import urllib3

from photonsim.bridge import await_
from photonsim.clock import HouseClock
from photonsim.trace import Trace

Message = MutableMapping[str, Any]
Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
ASGIApp = Callable[[Scope, Receive, Send], Awaitable[None]]

_caller: contextvars.ContextVar[str] = contextvars.ContextVar("caller", default="")

#: How much of a body the trace keeps, in bytes.
_TRACED_BODY = 16_384


def origin(url: str) -> str:
    """Scheme, host and port of a URL, normalised: what an application is mounted under."""
    parsed = httpx2.URL(url)
    port = parsed.port or {"http": 80, "https": 443}.get(parsed.scheme, 0)
    return f"{parsed.scheme}://{parsed.host}:{port}"


class Traced:
    """An ASGI application whose exchanges go into the trace, and whose bugs do too."""

    def __init__(
        self, app: ASGIApp, name: str, clock: HouseClock, trace: Trace, *, served: bool = False
    ) -> None:
        """`served`: behind a real socket, where a request is something that virtual time must move for."""
        self.app, self.name, self.clock, self.trace, self.served = app, name, clock, trace, served

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        exchange = _Exchange(self, scope)
        waiting = self.clock.waiting(outside=True) if self.served else None
        if waiting is not None:
            exchange.release = waiting.__exit__
            waiting.__enter__()
        try:
            await self.app(scope, exchange.receiving(receive), exchange.sending(send))
        except Exception as error:
            self.trace.record("error", f"{self.name} failed: {error!r}", path=scope.get("path"))
            raise
        finally:
            exchange.end()


class _Exchange:
    def __init__(self, traced: Traced, scope: Scope) -> None:
        self.traced, self.scope = traced, scope
        self.caller = _caller.get() or "client"
        self.started = traced.clock.now()
        self.request, self.response = bytearray(), bytearray()
        self.status = 0
        self.stream = False
        self.content_type = ""
        self.release: Callable[..., object] | None = None

    def receiving(self, receive: Receive) -> Receive:
        async def wrapped() -> Message:
            message = await receive()
            if message["type"] == "http.request" and len(self.request) < _TRACED_BODY:
                self.request += message.get("body", b"")
            return message

        return wrapped

    def sending(self, send: Send) -> Send:
        async def wrapped(message: Message) -> None:
            if message["type"] == "http.response.start":
                self.status = message["status"]
                headers = {k.lower(): v for k, v in message.get("headers", [])}
                self.content_type = headers.get(b"content-type", b"").decode("latin-1")
                if self.content_type.startswith("text/event-stream"):
                    self.stream = True
                    self.end()  # an open stream waits for nothing
            elif not self.stream and len(self.response) < _TRACED_BODY:
                self.response += message.get("body", b"")
            await send(message)

        return wrapped

    def end(self) -> None:
        if self.release is not None:
            self.release(None, None, None)
            self.release = None
        if self.caller == "-":
            return
        path = self.scope["path"]
        query = self.scope.get("query_string", b"").decode("latin-1")
        self.traced.trace.record(
            "http",
            f"{self.caller} -> {self.traced.name}: {self.scope['method']} {path} {self.status or 'no answer'}",
            url=path + (f"?{query}" if query else ""),
            status=self.status,
            request=_readable(bytes(self.request)),
            response="(stream)" if self.stream else _readable(bytes(self.response)),
            elapsed_ms=round((self.traced.clock.now() - self.started) * 1000, 3),
        )
        self.caller = "-"


def _readable(body: bytes) -> object:
    """A body for the trace: parsed where it is JSON, so that secrets in it are masked by their names."""
    if not body:
        return None
    try:
        return jsonlib.loads(body)
    except (ValueError, RecursionError):
        return body[:_TRACED_BODY].decode("utf-8", "replace")


class HouseHttp:
    """Asynchronous requests: to mounted applications in-process, to everything else over the network."""

    def __init__(self, clock: HouseClock, trace: Trace) -> None:
        self.clock, self.trace = clock, trace
        self._mounted: dict[str, httpx2.ASGITransport] = {}
        self._cut: set[str] = set()
        self._network: httpx2.AsyncClient | None = None
        self._builder = httpx2.AsyncClient(trust_env=False, verify=False)

    def mount(self, base_url: str, app: ASGIApp, *, name: str) -> None:
        """Answer requests to `base_url` (scheme, host and port) by `app`, in-process."""
        traced = Traced(app, name, self.clock, self.trace)
        self._mounted[origin(base_url)] = httpx2.ASGITransport(app=traced, raise_app_exceptions=False)

    def cut(self, base_url: str) -> None:
        """Nobody answers at `base_url` any more: a connection is refused."""
        self._cut.add(origin(base_url))

    def restore(self, base_url: str) -> None:
        """The opposite of `cut`."""
        self._cut.discard(origin(base_url))

    async def request(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        params: Mapping[str, str] | None = None,
        data: Mapping[str, str] | None = None,
        json: object = None,
        content: bytes | str | None = None,
        auth: tuple[str, str] | None = None,
        timeout: float | None = None,
        caller: str = "",
    ) -> httpx2.Response:
        """One exchange, redirects not followed; `timeout` in seconds of house time.

        Raises httpx2.TimeoutException and httpx2.TransportError.
        """
        request = self._builder.build_request(
            method, url, headers=headers, params=params, data=data, json=json, content=content
        )
        if auth is not None:
            request = next(httpx2.BasicAuth(*auth).auth_flow(request))
        if origin(url) in self._cut:
            raise httpx2.ConnectError(f"connection to {origin(url)} refused", request=request)
        transport = self._mounted.get(origin(url))
        sending = self._in_process(transport, request, caller) if transport else self._over_network(request)
        try:
            return await self.clock.wait_for(sending, timeout)
        except TimeoutError as error:
            raise httpx2.ReadTimeout(
                f"no answer from {origin(url)} within {timeout:g} s", request=request
            ) from error

    async def _in_process(
        self, transport: httpx2.ASGITransport, request: httpx2.Request, caller: str
    ) -> httpx2.Response:
        token = _caller.set(caller or "house")
        try:
            response = await transport.handle_async_request(request)
            await response.aread()
        finally:
            _caller.reset(token)
        response.request = request
        return response

    async def _over_network(self, request: httpx2.Request) -> httpx2.Response:
        if self._network is None:
            self._network = httpx2.AsyncClient(timeout=None, trust_env=False)
        with self.clock.hold():
            return await self._network.send(request)

    async def close(self) -> None:
        if self._network is not None:
            await self._network.aclose()
        await self._builder.aclose()


class HouseAdapter(requests.adapters.BaseAdapter):
    """Lets a `requests.Session` inside `bridge.run_sync` reach the house through `HouseHttp`."""

    def __init__(self, http: HouseHttp, caller: str) -> None:
        super().__init__()
        self._http, self._caller = http, caller

    def send(
        self,
        request: requests.PreparedRequest,
        stream: bool = False,
        timeout: Any = None,
        verify: Any = True,
        cert: Any = None,
        proxies: Any = None,
    ) -> requests.Response:
        body = request.body
        read_timeout = timeout[1] if isinstance(timeout, tuple) else timeout
        if isinstance(read_timeout, urllib3.Timeout):
            read_timeout = read_timeout.read_timeout
        assert request.method is not None
        assert request.url is not None
        try:
            answer = await_(
                self._http.request(
                    request.method,
                    request.url,
                    headers=dict(request.headers),
                    content=body if isinstance(body, bytes | str) else None,
                    timeout=read_timeout,
                    caller=self._caller,
                )
            )
        except httpx2.TimeoutException as error:
            raise requests.exceptions.ReadTimeout(str(error), request=request) from error
        except httpx2.TransportError as error:
            raise requests.exceptions.ConnectionError(str(error), request=request) from error
        response = requests.Response()
        response.status_code = answer.status_code
        response.headers.update(answer.headers)
        response.reason = answer.reason_phrase
        response.url = request.url
        response.request = request
        response.encoding = requests.utils.get_encoding_from_headers(response.headers)
        response.raw = io.BytesIO(answer.content)
        return response

    def close(self) -> None:
        """Nothing to close: there is no connection."""
