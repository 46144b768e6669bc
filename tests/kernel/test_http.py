"""Requests inside a house, and what the trace keeps of them."""

from __future__ import annotations

import json

import httpx2
import pytest
import requests
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from photonsim.bridge import run_sync
from photonsim.clock import HouseClock, run
from photonsim.http import HouseAdapter, HouseHttp
from photonsim.trace import Trace

TOKEN = "0123456789abcdef0123456789abcdef01234567"


def make() -> tuple[HouseClock, Trace, HouseHttp]:
    clock = HouseClock(0.0, virtual=True)
    trace = Trace(clock)
    http = HouseHttp(clock, trace)

    async def echo(request: Request) -> Response:
        body = await request.body()
        return JSONResponse({"got": body.decode(), "auth": request.headers.get("authorization")}, 201)

    async def slow(request: Request) -> Response:
        await clock.sleep(30)
        return PlainTextResponse("late")

    async def breaks(request: Request) -> Response:
        raise ZeroDivisionError("a bug")

    app = Starlette(
        routes=[
            Route("/echo", echo, methods=["GET", "POST"]),
            Route("/slow", slow),
            Route("/breaks", breaks),
        ]
    )
    http.mount("http://cloud.test", app, name="cloud")
    return clock, trace, http


def test_an_asynchronous_request_reaches_the_mounted_application() -> None:
    clock, _, http = make()
    answer = run(clock, http.request("POST", "http://cloud.test/echo", data={"a": "b c"}, caller="alexa"))
    assert answer.status_code == 201
    assert answer.json()["got"] == "a=b+c"


def test_a_requests_session_reaches_it_too() -> None:
    clock, _, http = make()

    def synchronous() -> dict[str, str]:
        session = requests.Session()
        session.mount("http://", HouseAdapter(http, "lambda"))
        answer = session.post("http://cloud.test/echo", data={"x": "1"}, auth=("me", "secret"), timeout=5)
        assert answer.status_code == 201
        result: dict[str, str] = answer.json()
        return result

    assert run(clock, run_sync(synchronous)) == {"got": "x=1", "auth": "Basic bWU6c2VjcmV0"}


def test_a_time_out_is_in_house_time_and_of_the_clients_own_kind() -> None:
    clock, _, http = make()
    with pytest.raises(httpx2.TimeoutException):
        run(clock, http.request("GET", "http://cloud.test/slow", timeout=8))
    assert clock.now() == 8.0

    clock, _, http = make()

    def synchronous() -> None:
        session = requests.Session()
        session.mount("http://", HouseAdapter(http, "lambda"))
        session.get("http://cloud.test/slow", timeout=(1, 4))

    with pytest.raises(requests.exceptions.ReadTimeout):
        run(clock, run_sync(synchronous))
    assert clock.now() == 4.0


def test_a_bug_in_a_simulated_server_is_an_answer_500_and_a_line_in_the_trace() -> None:
    clock, trace, http = make()
    assert run(clock, http.request("GET", "http://cloud.test/breaks")).status_code == 500
    assert "a bug" in trace.entries(kind="error")[0].summary


def test_the_trace_tells_of_each_exchange_without_its_secrets() -> None:
    clock, trace, http = make()
    trace.secret("correct horse")
    run(
        clock,
        http.request(
            "POST",
            f"http://cloud.test/echo?access_token={TOKEN}",
            headers={"authorization": f"Bearer {TOKEN}"},
            json={"password": "hunter22hunter22", "note": "correct horse", "name": "kitchen"},
            caller="alexa",
        ),
    )
    (entry,) = trace.entries(kind="http")
    assert entry.summary == "alexa -> cloud: POST /echo 201"
    everything = json.dumps(entry.as_json())
    for secret in (TOKEN, "hunter22", "correct horse"):
        assert secret not in everything
    assert "kitchen" in everything
