"""Webhooks: what triggers them, what they send, and what comes back."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import httpx2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from photonsim.particle_cloud import EventPublished, Observation
from photonsim.particle_cloud.webhooks.sender import PART, parts_of

from .conftest import DEVICE, OTHER_DEVICE, Bench

TARGET = "http://target.test"


class Target:
    """The server that a webhook talks to."""

    def __init__(self, bench: Bench, status: int = 200, text: str = "") -> None:
        self.status, self.text = status, text
        self.requests: list[dict[str, Any]] = []
        self.times: list[float] = []
        self._clock = bench.clock
        app = Starlette(
            routes=[Route("/{rest:path}", self._answer, methods=["GET", "POST", "PUT", "DELETE"])]
        )
        bench.http.mount(TARGET, app, name="target")

    async def _answer(self, request: Request) -> Response:
        self.times.append(self._clock.now())
        self.requests.append(
            {
                "method": request.method,
                "path": request.url.path,
                "query": dict(request.query_params),
                "headers": dict(request.headers),
                "body": (await request.body()).decode(),
            }
        )
        return PlainTextResponse(self.text, self.status)


async def create(bench: Bench, **members: Any) -> httpx2.Response:
    return await bench.send("POST", "/v1/webhooks", json={"url": f"{TARGET}/hook", **members})


def run_event(
    bench: Bench, hook: dict[str, Any], name: str = "temp", data: str | None = "21", settle: float = 1.0
) -> list[tuple[str, str | None]]:
    """Make `hook`, publish one event from the device, and return every event that the cloud then announced."""
    session = bench.online()
    seen: list[Observation] = []
    bench.cloud.observe(seen.append)

    async def scenario() -> None:
        assert (await create(bench, **hook)).status_code == 201
        bench.publish(session, name, data)
        await bench.clock.advance(settle)

    bench.run(scenario())
    events = [event for event in seen if isinstance(event, EventPublished)]
    return [(event.name, event.data) for event in events if event.name.startswith("hook-")]


def test_an_event_is_posted_as_a_form_with_the_default_fields(bench: Bench) -> None:
    target = Target(bench)
    events = run_event(bench, {"event": "temp"})
    (request,) = target.requests
    assert request["method"] == "POST"
    assert request["headers"]["user-agent"] == "ParticleBot/1.1 (https://docs.particle.io/webhooks)"
    assert request["headers"]["content-type"].startswith("application/x-www-form-urlencoded")
    assert request["body"] == (
        f"event=temp&data=21&published_at=2023-11-14T22%3A13%3A20.000Z&coreid={DEVICE}"
    )
    assert events == [("hook-sent/temp", None)]


@pytest.mark.parametrize(
    ("name", "triggers"), [("temp", True), ("temperature", True), ("Temp", False), ("tem", False)]
)
def test_the_event_is_a_case_sensitive_prefix(bench: Bench, name: str, triggers: bool) -> None:
    target = Target(bench)
    run_event(bench, {"event": "temp"}, name=name)
    assert bool(target.requests) is triggers


def test_a_hook_for_one_device_ignores_the_others(bench: Bench) -> None:
    target = Target(bench)
    run_event(bench, {"event": "temp", "deviceid": OTHER_DEVICE})
    assert target.requests == []


def test_mustache_fills_url_query_headers_json_and_auth(bench: Bench) -> None:
    target = Target(bench)
    hook = {
        "event": "temp",
        "url": TARGET + "/{{PARTICLE_DEVICE_ID}}/{{room}}",
        "requestType": "put",
        "query": {"v": "{{PARTICLE_EVENT_VALUE}}"},
        "headers": {"X-Room": "{{room}}"},
        "json": {"room": "{{room}}", "raw": "{{{html}}}", "escaped": "{{html}}", "on": "{{on}}", "n": 1},
        "auth": {"username": "{{room}}", "password": "pw"},
        "noDefaults": True,
    }
    data = json.dumps({"room": "kitchen", "html": "<b>", "on": True})
    run_event(bench, hook, data=data)
    (request,) = target.requests
    assert (request["method"], request["path"]) == ("PUT", f"/{DEVICE}/kitchen")
    assert request["query"] == {"v": data.replace('"', "&quot;").replace("<b>", "&lt;b&gt;")}
    assert request["headers"]["x-room"] == "kitchen"
    assert request["headers"]["authorization"] == "Basic a2l0Y2hlbjpwdw=="
    assert json.loads(request["body"]) == {
        "room": "kitchen",
        "raw": "<b>",
        "escaped": "&lt;b&gt;",
        "on": "true",
        "n": 1,
    }


def test_a_get_hook_sends_the_defaults_in_the_query(bench: Bench) -> None:
    target = Target(bench)
    run_event(bench, {"event": "temp", "requestType": "GET"})
    assert target.requests[0]["query"]["data"] == "21"
    assert target.requests[0]["body"] == ""


def test_templates_cannot_read_files(bench: Bench) -> None:
    target = Target(bench)
    run_event(bench, {"event": "temp", "body": "a{{> ../../etc/passwd}}b"})
    assert target.requests[0]["body"] == "ab"


def test_a_response_comes_back_in_parts_of_512_bytes(bench: Bench) -> None:
    Target(bench, text="ü" * 600)
    events = run_event(bench, {"event": "temp"})
    assert [name for name, _ in events] == [
        "hook-sent/temp",
        "hook-response/temp/0",
        "hook-response/temp/1",
        "hook-response/temp/2",
    ]
    assert "".join(data or "" for _, data in events) == "ü" * 600


def test_response_template_and_topics(bench: Bench) -> None:
    target = Target(bench, text='{"main":{"temp":21}}')
    hook = {
        "event": "temp",
        "responseTemplate": "{{main.temp}} C",
        "responseTopic": "{{PARTICLE_DEVICE_ID}}/hook-response/{{PARTICLE_EVENT_NAME}}",
    }
    session = bench.online()
    seen: list[Observation] = []
    bench.cloud.observe(seen.append)

    async def scenario() -> None:
        await create(bench, **hook)
        bench.publish(session, "temp", "x")
        await bench.clock.advance(1)

    bench.run(scenario())
    assert EventPublished(None, f"{DEVICE}/hook-response/temp/0", "21 C") in seen
    assert (f"{DEVICE}/hook-response/temp/0", "21 C") in session.events
    assert len(target.requests) == 1


def test_a_failing_target_is_told_and_tried_again_after_30_and_60_seconds(bench: Bench) -> None:
    target = Target(bench, status=404)
    events = run_event(bench, {"event": "temp"}, settle=300)
    assert ("hook-error/temp/0", "error status 404 from host") in events
    gaps = [later - earlier for earlier, later in zip(target.times, target.times[1:], strict=False)]
    assert gaps == [pytest.approx(30), pytest.approx(60)]


def test_a_target_that_answers_too_late_is_an_error(bench: Bench) -> None:
    async def never(request: Request) -> Response:
        await bench.clock.sleep(1000)
        return PlainTextResponse("")

    bench.http.mount(TARGET, Starlette(routes=[Route("/hook", never, methods=["POST"])]), name="target")
    events = run_event(bench, {"event": "temp"}, settle=25)
    assert ("hook-error/temp/0", "error: timed out waiting for host") in events


def test_after_ten_failures_in_a_row_the_hook_is_left_alone_for_a_while(
    make_bench: Callable[..., Bench],
) -> None:
    bench = make_bench(webhook_retries=())
    target, session = Target(bench, status=500), bench.online()

    async def scenario() -> list[int]:
        await create(bench, event="temp")
        counts = []
        for _ in range(12):
            bench.publish(session, "temp", "x")
            await bench.clock.advance(1)
        counts.append(len(target.requests))
        await bench.clock.advance(60)
        bench.publish(session, "temp", "x")
        await bench.clock.advance(1)
        return [*counts, len(target.requests)]

    assert bench.run(scenario()) == [10, 11]


def test_hook_events_trigger_no_hooks(bench: Bench) -> None:
    target = Target(bench, text="answer")
    run_event(bench, {"event": "hook-"}, name="temp")
    assert target.requests == []


def test_another_accounts_hooks_hear_nothing_and_cannot_be_seen(bench: Bench) -> None:
    target, session = Target(bench), bench.online()

    async def scenario() -> list[httpx2.Response]:
        body = {"event": "temp", "url": f"{TARGET}/hook"}
        made = await bench.send("POST", "/v1/webhooks", token=bench.other_token, json=body)
        bench.publish(session, "temp", "x")
        await bench.clock.advance(1)
        path = f"/v1/webhooks/{made.json()['id']}"
        return [await bench.send("GET", path), await bench.send("DELETE", path)]

    for answer in bench.run(scenario()):
        assert (answer.status_code, answer.json()) == (404, {"ok": False, "error": "Webhook not found"})
    assert target.requests == []


@pytest.mark.parametrize("base", ["webhooks", "integrations"])
def test_create_list_get_change_and_delete(bench: Bench, base: str) -> None:
    async def scenario() -> list[httpx2.Response]:
        body = {"event": "temp", "url": "https://example.com", "deviceID": DEVICE}
        made = await bench.send("POST", f"/v1/{base}", json=body)
        path = f"/v1/{base}/{made.json()['id']}"
        return [
            made,
            await bench.send("GET", f"/v1/{base}"),
            await bench.send("GET", path),
            await bench.send("PUT", path, json={**body, "event": "hum"}),
            await bench.send("DELETE", path, json={}),
            await bench.send("GET", path),
        ]

    made, listed, one, changed, deleted, gone = bench.run(scenario())
    body = made.json()
    assert made.status_code == 201
    assert body["ok"] is True
    assert body["integration_type"] == "Webhook"
    assert body["hookUrl"].endswith(f"/v1/webhooks/{body['id']}")
    assert [hook["id"] for hook in listed.json()] == [body["id"]]
    assert listed.json()[0]["deviceID"] == DEVICE
    shown = one.json()["webhook" if base == "webhooks" else "integration"]
    assert (shown["logs"], shown["errors"], shown["counters"]) == ([], [], [])
    assert changed.json()["event"] == "hum"
    assert (deleted.status_code, deleted.content) == (204, b"")
    assert gone.status_code == 404


@pytest.mark.parametrize(
    "members",
    [
        {},
        {"event": "temp", "url": ""},
        {"event": "temp", "url": "file:///etc/passwd"},
        {"event": "temp", "requestType": "TRACE"},
        {"event": "temp", "body": "{{#open}}never closed"},
        {"event": "temp", "headers": "X: y"},
        {"event": "temp", "json": {}, "form": {}},
        {"event": ["temp"]},
    ],
)
def test_a_hook_that_could_not_work_is_refused_with_the_reason(bench: Bench, members: dict[str, Any]) -> None:
    answer = bench.run(create(bench, **members))
    assert answer.status_code == 400
    assert answer.json()["ok"] is False
    assert answer.json()["error"]


@given(st.text())
def test_parts_fit_an_event_and_lose_nothing(text: str) -> None:
    parts = parts_of(text)
    assert "".join(parts) == text.encode("utf-8", "replace").decode()
    assert all(0 < len(part.encode()) <= PART for part in parts)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=12), inner, max_size=3),
    max_leaves=8,
)
members = st.dictionaries(
    st.sampled_from(
        "event url requestType json form body query headers auth deviceID noDefaults"
        " responseTemplate responseTopic errorResponseTopic".split()
    ),
    json_values | st.sampled_from(["{{x}}", "{{{x}}}", "{{#x}}", "{{", "POST", "http://target.test/x"]),
)


@given(members=members, data=st.none() | st.text() | json_values.map(json.dumps))
def test_no_webhook_and_no_event_can_break_the_sender(members: dict[str, Any], data: str | None) -> None:
    bench = Bench()
    Target(bench)
    session = bench.online()

    async def scenario() -> int:
        hook = {"event": "e", "url": f"{TARGET}/hook", **members}
        content = json.dumps(hook).encode("utf-8", "replace")
        headers = {"Content-Type": "application/json"}
        answer = await bench.send("POST", "/v1/webhooks", content=content, headers=headers)
        bench.publish(session, "e", data)
        await bench.clock.advance(1)
        return answer.status_code

    assert bench.run(scenario()) in (201, 400)
    assert bench.trace.entries(kind="error") == []
