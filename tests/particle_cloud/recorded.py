"""Replays an exchange that was recorded with the real cloud, and says where the simulated one differs.

A recording says what was asked and answered, not what state the account was in; `_set_the_scene` brings the
simulated cloud into the state in which the real one must have been.
"""

from __future__ import annotations

import base64
import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import httpx2

from photonsim.particle_cloud import Build, BuildFailed

from .conftest import DEVICE, PASSWORD, START, USER, Bench
from .test_firmware import multipart

#: What stands in a recording in place of the recording account's own data.
DEVICE_MARK = "__PARTICLE_DEVICE_ID_0__"
USER_MARK = "__PARTICLE_USERNAME_URL_ENCODED__"
PASSWORD_MARK = "__PARTICLE_PASSWORD__"

#: Members whose values belong to the moment or the account: their type is compared.
VOLATILE = frozenset(
    "id secret access_token refresh_token token user_id name expires_at created_at hookUrl binary_id binary_url"
    " last_heard last_handshake_at last_ip_address last_app product_id sizeInfo stdout errors client".split()
)
#: Members that only other boards than a Photon have.
OTHER_BOARDS = frozenset({"cc3000_patch_version"})


@dataclass(frozen=True)
class Exchange:
    """One request and its answer. `bearer` and `basic` say which authentication was sent."""

    method: str
    path: str
    status: int
    answer: Any
    body: str | None = None
    content_type: str | None = "application/json"
    bearer: bool = True
    basic: str | None = None
    year: int = 2018

    def __str__(self) -> str:
        return f"{self.method} {self.path} {self.status} {self.body or ''}"[:90]


def not_comparable(exchange: Exchange) -> str | None:
    """Why an exchange can't be compared; None when it can."""
    if exchange.year < 2018 and "/v1/webhooks" in exchange.path:
        return "superseded by a recording of 2018"
    if "__PARTICLE_PRODUCT_ID_" in exchange.path:
        return "the simulated cloud has no products"
    if isinstance(exchange.answer, dict) and exchange.answer.get("cellular"):
        return "a cellular device"
    return None


class _Builder:
    async def compile(self, files: Any, platform_id: int, version: str) -> Build:
        if "bad_code.ino" in files:
            raise BuildFailed(["bad_code.cpp:5:3: error: 'invalid' was not declared in this scope"])
        return Build(b"image")


def replay(exchange: Exchange) -> list[str]:
    """Differences between the recorded answer and the simulated cloud's; empty when there are none."""
    bench = Bench(start=_moment(exchange))
    path = _set_the_scene(bench, exchange)
    answer = bench.run(_ask(bench, exchange, path))
    differences = []
    if answer.status_code != exchange.status:
        differences.append(f"status {answer.status_code}, recorded {exchange.status}: {answer.text}")
    if exchange.answer is None:
        return differences + ([f"body {answer.text!r}, recorded none"] if answer.content else [])
    if answer.headers["content-type"] != "application/json; charset=utf-8":
        differences.append(f"content type {answer.headers['content-type']}")
    recorded = json.loads(json.dumps(exchange.answer).replace(DEVICE_MARK, DEVICE))
    return differences + compare(recorded, answer.json(), "")


def compare(recorded: Any, found: Any, where: str) -> list[str]:
    """What was recorded must be there, with its value or, where that is volatile, its type."""
    if isinstance(recorded, dict):
        if not isinstance(found, dict):
            return [f"{where}: {found!r} is no object"]
        problems = []
        for name, value in recorded.items():
            if name in OTHER_BOARDS:
                continue
            if name not in found:
                problems.append(f"{where}.{name} is missing")
            elif name in VOLATILE and not isinstance(value, dict | list):
                if value is not None and found[name] is not None and type(value) is not type(found[name]):
                    problems.append(f"{where}.{name}: {found[name]!r}, recorded {value!r}")
            elif name == "errors" and where == "" and len(str(value)) > 200:
                continue  # a compiler's own words
            else:
                problems += compare(value, found[name], f"{where}.{name}")
        return problems
    if isinstance(recorded, list):
        if not isinstance(found, list) or bool(recorded) != bool(found):
            return [f"{where}: {found!r}, recorded {recorded!r}"]
        if recorded and isinstance(recorded[0], dict):
            return compare(recorded[0], found[0], f"{where}[0]")
        return [] if recorded == found else [f"{where}: {found!r}, recorded {recorded!r}"]
    return [] if recorded == found else [f"{where}: {found!r}, recorded {recorded!r}"]


def _set_the_scene(bench: Bench, exchange: Exchange) -> str:
    """Make the state that the recording needs; returns the path with this cloud's own ids."""
    cloud, text = bench.cloud, repr(exchange.answer)
    cloud.state.builder = _Builder()
    path = exchange.path.replace(DEVICE_MARK, DEVICE)
    claiming = exchange.method == "POST" and path == "/v1/devices"
    if claiming:
        cloud.state.fleet.release(cloud.state.fleet.owned_by(_user_id(bench))[0])
    signs = ("Timed out", "Timed Out", "isn't online", "'online': False", "'connected': False")
    if not any(sign in text for sign in signs):
        session = bench.online()
        session.functions, session.variables = ["toggle"], {"answer": "int32"}
    if re.fullmatch(r"/v1/clients/.*-\d+", path):
        path = f"/v1/clients/{cloud.create_client(USER, 'mine', 'installed').id}"
    elif path == "/v1/clients":
        cloud.create_client(USER, "TestClient", "installed")
    elif re.fullmatch(r"/v1/webhooks/(?!1{24})[0-9a-f]{24}", path) or path == "/v1/webhooks":
        hook = cloud.state.webhooks.create(
            _user_id(bench), {"event": "68c57e6752d5e0a5", "url": "https://example.com"}
        )
        path = path if path == "/v1/webhooks" else f"/v1/webhooks/{hook.id}"
    elif path.startswith("/v1/access_tokens/<"):
        path = f"/v1/access_tokens/{cloud.create_token(USER)}"
    if "has expired" in text:
        bench.token = cloud.create_token(USER, lifetime=-1)
    return path


def _moment(exchange: Exchange) -> float:
    """When it was recorded, where the answer depends on it: the date asked for less the life that was given."""
    asked = re.search(r"expires_at=([\d-]+)", exchange.body or "")
    if asked is None:
        return START
    until = datetime.fromisoformat(asked.group(1)).replace(tzinfo=UTC).timestamp()
    return until - float(exchange.answer["expires_in"])


def _user_id(bench: Bench) -> str:
    user = bench.cloud.state.users.find(USER)
    assert user is not None
    return user.id


async def _ask(bench: Bench, exchange: Exchange, path: str) -> httpx2.Response:
    keywords: dict[str, Any] = {}
    if exchange.body and exchange.body.startswith("(multipart:"):
        names = re.findall(r"file\d*=([\w.]+)", exchange.body)
        keywords = multipart(dict.fromkeys(names, b"void loop() {}"))
    elif exchange.body is not None:
        marks = {USER_MARK: USER.replace("@", "%40"), PASSWORD_MARK: PASSWORD, DEVICE_MARK: DEVICE}
        body = exchange.body
        for mark, value in marks.items():
            body = body.replace(mark, value)
        keywords = {"content": body, "headers": {"Content-Type": exchange.content_type or ""}}
    if exchange.basic:
        pair = exchange.basic.replace(USER_MARK, USER).replace(PASSWORD_MARK, PASSWORD)
        keywords.setdefault("headers", {})["Authorization"] = (
            "Basic " + base64.b64encode(pair.encode()).decode()
        )
    return await bench.send(exchange.method, path, token="mine" if exchange.bearer else None, **keywords)
