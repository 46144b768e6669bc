"""Sockets for the house's applications."""

from __future__ import annotations

import asyncio
import socket

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from photonsim.clock import HouseClock, run
from photonsim.serving import PortInUse, Servers, listen
from photonsim.trace import Trace


def test_everything_listens_on_loopback_only() -> None:
    with listen(0, "a test", "") as listener:
        assert listener.getsockname()[0] == "127.0.0.1"


def test_answers_are_not_held_back_by_nagles_algorithm() -> None:
    clock = HouseClock()
    seen: list[int] = []

    async def answer(request: Request) -> PlainTextResponse:
        return PlainTextResponse("hello")

    async def scenario() -> bytes:
        servers = Servers(clock, Trace(clock))
        listener = listen(0, "a test", "")
        servers.add(listener, Starlette(routes=[Route("/", answer)]), name="test")
        loop = asyncio.get_running_loop()
        made = loop._make_socket_transport  # type: ignore[attr-defined]

        def watched(sock: socket.socket, *args: object, **options: object) -> object:
            transport = made(sock, *args, **options)
            seen.append(sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
            return transport

        loop._make_socket_transport = watched  # type: ignore[attr-defined]
        await servers.start()
        reader, writer = await asyncio.open_connection(*listener.getsockname())
        writer.write(b"GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n")
        body = await reader.read()
        writer.close()
        await servers.stop()
        return body

    assert run(clock, scenario()).endswith(b"hello")
    assert seen
    assert all(seen)


def test_a_port_in_use_is_named_with_the_way_out() -> None:
    with listen(0, "the first", "") as taken:
        port = taken.getsockname()[1]
        with pytest.raises(PortInUse, match=rf"port {port} for the second is in use.*--port-second"):
            listen(port, "the second", "--port-second")
