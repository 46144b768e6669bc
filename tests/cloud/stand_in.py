"""Particle's cloud and Login with Amazon as a few scripted answers below `requests`, with a clock that stands still."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field
from typing import Any

import requests
from requests.adapters import BaseAdapter

TOKEN = "0123456789abcdef0123456789abcdef01234567"
DEVICE = "3a0031000547343337373739"
OTHER_DEVICE = "2f0019000c47343438323536"
PARTICLE = "https://particle.example"
LWA = "https://lwa.example/auth/o2/token"
GATEWAY = "https://gateway.example/v3/events"


class StillClock:
    """A clock that only moves when it is told to."""

    def __init__(self) -> None:
        self.time = 1_700_000_000.125

    def now(self) -> float:
        return self.time

    def sleep(self, seconds: float) -> None:
        self.time += seconds


@dataclass(frozen=True)
class Call:
    """One request that reached the stand-in."""

    method: str
    path: str
    body: str
    authorization: str

    def argument(self) -> str:
        """The argument of a function call."""
        return str(json.loads(self.body)["arg"])


Script = tuple[int, object] | Exception | Callable[[Call], tuple[int, object]]


@dataclass
class StandIn(BaseAdapter):
    """Answers by method and path; whatever is not scripted is a 404, as the cloud words it."""

    script: dict[tuple[str, str], Script] = field(default_factory=dict)
    calls: list[Call] = field(default_factory=list)

    def on(self, method: str, path: str, status_or_error: int | Exception, body: object = None) -> None:
        self.script[method, path] = (
            status_or_error if isinstance(status_or_error, Exception) else (status_or_error, body)
        )

    def function(self, return_value: object, device: str = DEVICE, name: str = "light") -> None:
        """Let a device's function return this."""
        answer = {"id": device, "connected": True, "return_value": return_value}
        self.on("POST", f"/v1/devices/{device}/{name}", 200, answer)

    def fails(self, status_or_error: int | Exception, body: object = None) -> None:
        """Let the function `light` of the device fail so."""
        self.on("POST", f"/v1/devices/{DEVICE}/light", status_or_error, body)

    def manifest(self, text: object, device: str = DEVICE) -> None:
        self.on(
            "GET", f"/v1/devices/{device}/lights", 200, {"cmd": "VarReturn", "name": "lights", "result": text}
        )

    def devices(self, *devices: dict[str, object]) -> None:
        self.on("GET", "/v1/devices", 200, list(devices))

    def crowd(self, devices: int, lights: int) -> None:
        """So many devices with so many dimmable lights each."""
        ids = [f"{number:024x}" for number in range(devices)]
        self.devices(*(device(each) for each in ids))
        for number, each in enumerate(ids):
            rows = ",".join(f'["k{i}","light {number} {i}","d"]' for i in range(lights))
            self.manifest(f"[1,{rows}]", each)

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:
        body = request.body.decode() if isinstance(request.body, bytes) else request.body or ""
        path = request.path_url if (request.url or "").startswith(PARTICLE) else str(request.url)
        call = Call(request.method or "", path, body, request.headers.get("Authorization", ""))
        self.calls.append(call)
        answer = self.script.get((call.method, call.path), (404, {"ok": False, "error": "Not scripted"}))
        if isinstance(answer, Exception):
            raise answer
        status, content = answer(call) if callable(answer) else answer
        response = requests.Response()
        response.status_code = status
        response.request = request
        response.url = request.url or ""
        response.raw = io.BytesIO(content if isinstance(content, bytes) else json.dumps(content).encode())
        return response

    def close(self) -> None:
        """Nothing is kept."""


def device(device_id: str = DEVICE, name: str = "attic", **more: object) -> dict[str, object]:
    """An entry of the list of devices, in the recorded shape."""
    return {"id": device_id, "name": name, "online": True, "connected": True, "platform_id": 6, **more}


class Context:
    """AWS's context object, with this many milliseconds left."""

    function_name = "photonlink"
    invoked_function_arn = "arn:aws:lambda:us-east-1:000000000000:function:photonlink"
    memory_limit_in_mb = "128"
    aws_request_id = "11111111-2222-3333-4444-555555555555"

    def __init__(self, milliseconds: int = 8000) -> None:
        self.milliseconds = milliseconds

    def get_remaining_time_in_millis(self) -> int:
        return self.milliseconds


class InOrder(Executor):
    """Runs each task at once: parallel work made deterministic."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future


def pack(level: int, kind: int = 1, kelvin: int = 0, color: tuple[int, int, int] | None = None) -> int:
    """The number that the firmware packs a state into, written from its description."""
    if color is None:
        return level << 23 | kind << 20 | kelvin
    hue, saturation, value = color
    return 1 << 30 | level << 23 | hue << 14 | saturation << 7 | value


def walk(value: object) -> Iterator[object]:
    """Every part of a JSON value."""
    yield value
    if isinstance(value, dict):
        for part in value.values():
            yield from walk(part)
    elif isinstance(value, list):
        for part in value:
            yield from walk(part)
