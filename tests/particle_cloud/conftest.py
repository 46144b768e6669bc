"""A cloud with two accounts, and a stand-in for a device's connection."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

import httpx2
import pytest

from photonsim.clock import HouseClock, run
from photonsim.http import HouseHttp
from photonsim.particle_cloud import CloudSettings, ParticleCloud
from photonsim.ports import DeviceEvent, DeviceGone, DeviceRefused, VariableType, VariableValue
from photonsim.trace import Trace

T = TypeVar("T")

BASE = "http://cloud.test"
DEVICE = "1f0034000747343232361234"
OTHER_DEVICE = "2f0034000747343232361234"
USER, PASSWORD = "hobbyist@example.com", "correct horse"
OTHER_USER, OTHER_PASSWORD = "neighbour@example.com", "battery staple"
START = 1_700_000_000.0

#: scrypt at its cheapest: these tests are about the cloud, not about guessing passwords.
CHEAP = 2


class StandInSession:
    """A device's connection (`ports.DeviceSession`) whose answers a test chooses."""

    def __init__(self, device_id: str = DEVICE) -> None:
        self.device_id = device_id
        self.functions: list[str] = ["toggle", "light"]
        self.variables: dict[str, VariableType] = {
            "answer": "int32",
            "ratio": "double",
            "lights": "string",
            "ready": "bool",
        }
        self.values: dict[str, VariableValue] = {
            "answer": 42,
            "ratio": 0.5,
            "lights": '[1,["kitchen"]]',
            "ready": True,
        }
        self.system_version = "2.3.1"
        self.calls: list[tuple[str, str]] = []
        self.events: list[tuple[str, str | None]] = []
        self.signals: list[bool] = []
        self.images: list[bytes] = []
        self.hung = False
        self.gone = False
        self.refuses_updates = False

    async def _answering(self) -> None:
        if self.gone:
            raise DeviceGone(self.device_id)
        if self.hung:
            await asyncio.get_running_loop().create_future()

    async def call_function(self, name: str, argument: str) -> int:
        self.calls.append((name, argument))
        await self._answering()
        return 1

    async def read_variable(self, name: str) -> VariableValue:
        await self._answering()
        return self.values[name]

    async def ping(self) -> bool:
        await self._answering()
        return True

    def deliver_event(self, name: str, data: str | None) -> None:
        self.events.append((name, data))

    def signal(self, on: bool) -> None:
        self.signals.append(on)

    async def update(self, image: bytes) -> None:
        await self._answering()
        if self.refuses_updates:
            raise DeviceRefused("updates are disabled")
        self.images.append(image)


class Bench:
    """One cloud at virtual time, and what a test does with it."""

    def __init__(self, settings: CloudSettings | None = None, start: float = START) -> None:
        self.clock = HouseClock(start, virtual=True)
        self.trace = Trace(self.clock)
        self.http = HouseHttp(self.clock, self.trace)
        self.cloud = ParticleCloud(
            self.clock, self.trace, self.http, settings or CloudSettings(base_url=BASE, password_cost=CHEAP)
        )
        self.http.mount(BASE, self.cloud.app, name="cloud")
        self.cloud.add_user(USER, PASSWORD)
        self.cloud.add_user(OTHER_USER, OTHER_PASSWORD)
        self.cloud.add_device(DEVICE, "kitchen", USER)
        self.cloud.add_device(OTHER_DEVICE, "garage", OTHER_USER)
        self.token = self.cloud.create_token(USER)
        self.other_token = self.cloud.create_token(OTHER_USER)

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Run to the end at virtual time; may be called once, since a clock belongs to one loop."""
        return run(self.clock, work)

    async def send(
        self, method: str, path: str, *, token: str | None = "mine", **keywords: Any
    ) -> httpx2.Response:
        """One request; with this account's token unless told otherwise."""
        headers = dict(keywords.pop("headers", None) or {})
        if token is not None:
            headers.setdefault("Authorization", f"Bearer {self.token if token == 'mine' else token}")
        return await self.http.request(method, BASE + path, headers=headers, caller="test", **keywords)

    def online(self, device_id: str = DEVICE) -> StandInSession:
        session = StandInSession(device_id)
        self.cloud.connect(session)
        self.cloud.subscribe(session)
        return session

    def publish(self, session: StandInSession, name: str, data: str | None = None) -> None:
        self.cloud.publish(session, DeviceEvent(name, data))


@pytest.fixture
def bench() -> Bench:
    return Bench()


@pytest.fixture
def make_bench() -> Callable[..., Bench]:
    def make(**settings: Any) -> Bench:
        return Bench(CloudSettings(base_url=BASE, **{"password_cost": CHEAP, **settings}))

    return make
