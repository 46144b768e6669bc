"""The simulated Particle cloud: calls beside a bare Starlette endpoint, fan-out of events, large accounts."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from photonsim.clock import HouseClock
from photonsim.http import HouseHttp
from photonsim.in_thread import LoopThread
from photonsim.particle_cloud import CloudSettings, ParticleCloud
from photonsim.ports import DeviceEvent
from photonsim.serving import Servers, listen
from photonsim.trace import Trace
from tests.particle_cloud.conftest import CHEAP, StandInSession

from .conftest import memory_mb, per_second

Report = Callable[[str, str], None]
USER, PASSWORD = "bench@example.com", "password"
STREAMS, EVENTS = 100, 50
MANY = 10_000


class Bench:
    """A cloud and a bare endpoint on sockets of one loop."""

    def __init__(self) -> None:
        clock = HouseClock()
        self.trace = Trace(clock)
        http = HouseHttp(clock, self.trace)
        settings = CloudSettings(password_cost=CHEAP, data_operations=None)
        self.cloud = ParticleCloud(clock, self.trace, http, settings)
        self.cloud.add_user(USER, PASSWORD)
        self.token = self.cloud.create_token(USER)
        self.session = StandInSession()
        self.cloud.add_device(self.session.device_id, "kitchen", USER)
        self.thread = LoopThread(clock)
        sockets = listen(0, "the cloud", ""), listen(0, "the endpoint", "")
        self.urls = [f"http://127.0.0.1:{s.getsockname()[1]}" for s in sockets]

        async def bare(request: Request) -> Response:
            form = await request.form()
            return JSONResponse({"return_value": len(str(form.get("arg")))})

        def serve() -> Servers:
            servers = Servers(clock, self.trace)
            servers.add(sockets[0], self.cloud.app, name="particle")
            app = Starlette(routes=[Route("/call", bare, methods=["POST"])])
            servers.add(sockets[1], app, name="bare", traced=False)
            return servers

        self.servers = self.thread.call(serve)
        self.thread.wait(self.servers.start())
        self.thread.call(self.cloud.connect, self.session)

    def poster(self, url: str, path: str) -> Callable[[], None]:
        """Posts a form over one kept connection."""
        connection = HTTPConnection(urlsplit(url).netloc)
        connection.connect()
        # As every HTTP client does: else the second packet of a request waits for the first one's ACK.
        connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        headers = {
            "authorization": f"Bearer {self.token}",
            "content-type": "application/x-www-form-urlencoded",
        }

        def post() -> None:
            connection.request("POST", path, "arg=on", headers)
            answer = connection.getresponse()
            assert answer.status == 200, answer.read()
            answer.read()

        return post

    def close(self) -> None:
        self.thread.call(self.cloud.close)
        self.thread.wait(self.servers.stop())
        self.thread.close()


@pytest.fixture
def bench() -> Iterator[Bench]:
    made = Bench()
    yield made
    made.close()


def test_function_calls_beside_a_bare_endpoint(bench: Bench, report: Report) -> None:
    name = next(iter(bench.session.functions))
    call = bench.poster(bench.urls[0], f"/v1/devices/kitchen/{name}")
    bare = bench.poster(bench.urls[1], "/call")
    calls, endpoint = per_second(call, 2.0), per_second(bare, 2.0)
    report("function calls a second through the cloud, one client", f"{calls:,.0f}")
    report("requests a second to a bare Starlette endpoint", f"{endpoint:,.0f}")
    report("share of the bare endpoint's speed (goal: at least 0.5)", f"{calls / endpoint:.2f}")


def test_events_reach_a_hundred_streams(bench: Bench, report: Report) -> None:
    async def scenario() -> tuple[int, list[float]]:
        url = urlsplit(bench.urls[0])
        arrivals: list[float] = []
        lost = 0
        connected = asyncio.Event()
        open_streams = 0
        sent: dict[str, float] = {}

        async def follow() -> int:
            nonlocal open_streams
            reader, writer = await asyncio.open_connection(url.hostname, url.port)
            writer.write(
                f"GET /v1/devices/events HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {bench.token}\r\n\r\n".encode()
            )
            await reader.readuntil(b":ok")
            open_streams += 1
            if open_streams == STREAMS:
                connected.set()
            seen = 0
            while seen < EVENTS:
                line = await reader.readuntil(b"\n")
                if line.startswith(b"event: bench/"):
                    arrivals.append(time.perf_counter() - sent[line.strip().decode().removeprefix("event: ")])
                    seen += 1
            writer.close()
            return seen

        streams = [asyncio.ensure_future(follow()) for _ in range(STREAMS)]
        await asyncio.wait_for(connected.wait(), 30)
        for number in range(EVENTS):
            name = f"bench/{number}"
            sent[name] = time.perf_counter()
            bench.thread.call(bench.cloud.publish, bench.session, DeviceEvent(name, "data"))
            await asyncio.sleep(0)
        seen = sum(await asyncio.wait_for(asyncio.gather(*streams), 60))
        lost = STREAMS * EVENTS - seen
        return lost, sorted(arrivals)

    lost, latencies = asyncio.run(scenario())
    report(f"events lost on the way to {STREAMS} streams ({EVENTS} events each)", str(lost))
    report(
        "latency of an event, 99 of 100 arrive within",
        f"{latencies[int(len(latencies) * 0.99)] * 1000:.0f} ms",
    )


def test_ten_thousand_devices_are_listed(bench: Bench, report: Report) -> None:
    before = memory_mb()

    def add() -> None:
        for number in range(MANY):
            bench.cloud.add_device(f"{number:024x}", f"device-{number}", USER)

    bench.thread.call(add)
    report("memory for each device that the cloud knows", f"{(memory_mb() - before) / MANY * 1e6:,.0f} bytes")
    connection = HTTPConnection(urlsplit(bench.urls[0]).netloc)
    began = time.perf_counter()
    connection.request("GET", "/v1/devices", headers={"authorization": f"Bearer {bench.token}"})
    answer = connection.getresponse().read()
    report(f"listing {MANY:,} devices ({len(answer) / 1e6:.1f} MB)", f"{time.perf_counter() - began:.2f} s")


def test_nothing_is_left_running() -> None:
    assert [thread.name for thread in threading.enumerate() if thread.name == "photonlink-house"] == []
