"""A simulated cloud on a real socket, in real time, with a stand-in device: what other people's clients talk to."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from photonsim.clock import HouseClock
from photonsim.http import HouseHttp
from photonsim.in_thread import LoopThread
from photonsim.particle_cloud import Builder, CloudSettings, ParticleCloud
from photonsim.ports import DeviceEvent
from photonsim.serving import Servers, listen
from photonsim.trace import Trace

from ..particle_cloud.conftest import CHEAP, DEVICE, PASSWORD, USER, StandInSession

T = TypeVar("T")

#: A second device of the account, which is never online.
OFFLINE = "5f0034000747343232361234"


class LiveCloud:
    """`url` answers as https://api.particle.io would. Use `do` for everything that touches the cloud."""

    def __init__(self, builder: Builder | None = None) -> None:
        self.clock = HouseClock()
        self.trace = Trace(self.clock)
        self._listener = listen(0, "the cloud", "--port-particle")
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        settings = CloudSettings(base_url=self.url, password_cost=CHEAP)
        self.http = HouseHttp(self.clock, self.trace)
        self.cloud = ParticleCloud(self.clock, self.trace, self.http, settings, builder=builder)
        self.cloud.add_user(USER, PASSWORD)
        self.cloud.add_device(DEVICE, "kitchen", USER)
        self.cloud.add_device(OFFLINE, "cellar", USER)
        self.token = self.cloud.create_token(USER)
        self.session = StandInSession()
        self._loop = LoopThread(self.clock)
        self._servers = self.do(self._make_servers)
        self._loop.wait(self._servers.start())
        self.do(self.cloud.connect, self.session)
        self.do(self.cloud.subscribe, self.session)

    def _make_servers(self) -> Servers:
        servers = Servers(self.clock, self.trace)
        servers.add(self._listener, self.cloud.app, name="particle")
        return servers

    def do(self, function: Callable[..., T], *arguments: object) -> T:
        """Call something of the house in its own thread."""
        return self._loop.call(function, *arguments)

    def publish(self, name: str, data: str | None) -> None:
        """An event from the device."""
        self.do(self.cloud.publish, self.session, DeviceEvent(name, data))

    def close(self) -> None:
        self.do(self.cloud.close)
        self._loop.wait(self._servers.stop())
        self._loop.wait(self.http.close())
        self._loop.close()
