"""Sockets for the house's applications: one uvicorn for all of them, in the house's own loop."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import Iterator

import uvicorn

from photonsim.clock import HouseClock
from photonsim.http import ASGIApp, Receive, Scope, Send, Traced
from photonsim.trace import Trace


class PortInUse(OSError):
    """A port that was asked for is taken by another program."""


def listen(port: int, what: str, option: str) -> socket.socket:
    """A socket on 127.0.0.1; port 0 takes a free one. Raises PortInUse."""
    # asyncio switches Nagle's algorithm off only where the protocol is named; with it each answer takes 40 ms more.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(("127.0.0.1", port))
    except OSError as error:
        listener.close()
        raise PortInUse(
            f"port {port} for {what} is in use. Stop the program that has it, or choose another with {option} N."
        ) from error
    listener.listen(512)
    return listener


class _Server(uvicorn.Server):
    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """The command handles signals, not each server."""
        yield


class Servers:
    """Serves applications, told apart by the port that a request came to."""

    def __init__(self, clock: HouseClock, trace: Trace) -> None:
        self._clock, self._trace = clock, trace
        self._apps: dict[int, ASGIApp] = {}
        self._sockets: list[socket.socket] = []
        self._server: _Server | None = None
        self._task: asyncio.Task[None] | None = None

    def add(self, listener: socket.socket, app: ASGIApp, *, name: str, traced: bool = True) -> None:
        """Serve `app` on `listener`. The dashboard is not traced: it would fill the trace by looking at it."""
        port = listener.getsockname()[1]
        self._apps[port] = Traced(app, name, self._clock, self._trace, served=True) if traced else app
        self._sockets.append(listener)

    async def _dispatch(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._apps[scope["server"][1]](scope, receive, send)

    async def start(self) -> None:
        """Returns when all of them answer."""
        config = uvicorn.Config(
            self._dispatch,
            interface="asgi3",
            proxy_headers=False,
            log_config=None,
            access_log=False,
            lifespan="off",
            timeout_graceful_shutdown=1,
            server_header=False,
        )
        self._server = _Server(config)
        self._task = asyncio.get_running_loop().create_task(self._server.serve(sockets=self._sockets))
        while not self._server.started and not self._task.done():
            await self._clock.wall_sleep(0.001)
        if self._task.done():
            self._task.result()

    async def stop(self) -> None:
        if self._server is not None and self._task is not None:
            self._server.should_exit = True
            await self._task
        for listener in self._sockets:
            listener.close()
