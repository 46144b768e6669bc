"""The simulated Lambda: Invoke's shapes, the freeze, cold starts, the deadline."""

from __future__ import annotations

import threading
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import httpx2
import pytest

from photonsim.bridge import await_
from photonsim.clock import HouseClock, run
from photonsim.http import HouseHttp
from photonsim.lambda_service import LambdaService
from photonsim.trace import Trace

INVOKE = "http://lambda.test/2015-03-31/functions/photonlink/invocations"


class Bench:
    """A function made by `factory`, behind HTTP."""

    def __init__(self, factory: Callable[..., Any], **environ: str) -> None:
        self.clock = HouseClock(0.0, virtual=True)
        self.trace = Trace(self.clock)
        self.http = HouseHttp(self.clock, self.trace)
        self.service = LambdaService(
            self.clock, self.trace, self.http, environ=environ, factory=factory, webhook_factory=factory
        )
        self.http.mount("http://lambda.test", self.service.app, name="lambda")

    async def invoke(self, content: bytes = b"{}", **headers: str) -> httpx2.Response:
        return await self.http.request("POST", INVOKE, content=content, headers=headers)

    def run(self, scenario: Coroutine[Any, Any, Any]) -> Any:
        try:
            return run(self.clock, scenario)
        finally:
            self.service.close()


def handler_of(function: Callable[[Any, Any], Any]) -> Callable[..., Any]:
    return lambda environ, **parts: function


def test_the_answer_is_the_return_value() -> None:
    bench = Bench(handler_of(lambda event, context: {"got": event, "name": context.function_name}))
    answer = bench.run(bench.invoke(b'{"a": [1]}'))
    assert answer.status_code == 200
    assert answer.json() == {"got": {"a": [1]}, "name": "photonlink"}
    assert "x-amz-function-error" not in answer.headers


def test_an_exception_is_an_error_object_with_awss_header() -> None:
    def fails(event: Any, context: Any) -> None:
        raise KeyError("directive")

    bench = Bench(handler_of(fails))
    answer = bench.run(bench.invoke())
    assert answer.status_code == 200
    assert answer.headers["x-amz-function-error"] == "Unhandled"
    body = answer.json()
    assert (body["errorType"], body["errorMessage"]) == ("KeyError", "'directive'")
    assert any("fails" in line for line in body["stackTrace"])


@pytest.mark.parametrize("answer", [{"when": object()}, {"half a character": "\ud800"}])
def test_what_json_cannot_hold_is_a_marshal_error(answer: object) -> None:
    bench = Bench(handler_of(lambda event, context: answer))
    assert bench.run(bench.invoke()).json()["errorType"] == "Runtime.MarshalError"


@pytest.mark.parametrize(
    ("content", "status", "kind"),
    [
        (b"{", 400, "InvalidRequestContentException"),
        (b"[" * 100_000, 400, "InvalidRequestContentException"),
        (b"x" * (6 * 1024 * 1024 + 1), 413, "RequestTooLargeException"),
    ],
)
def test_a_bad_event_is_refused_before_the_function(content: bytes, status: int, kind: str) -> None:
    bench = Bench(handler_of(lambda event, context: pytest.fail("invoked")))
    answer = bench.run(bench.invoke(content))
    assert (answer.status_code, answer.headers["x-amzn-errortype"]) == (status, kind)


def test_after_its_time_the_function_is_ended_and_starts_cold() -> None:
    made: list[int] = []

    def factory(environ: Any, *, clock: Any, **parts: Any) -> Callable[[Any, Any], Any]:
        made.append(1)

        def handler(event: Any, context: Any) -> int:
            if event == "slow":
                clock.sleep(60)
            return int(context.get_remaining_time_in_millis())

        return handler

    bench = Bench(factory)

    async def scenario() -> None:
        began = bench.clock.now()
        body = (await bench.invoke(b'"slow"')).json()
        assert body["errorMessage"].endswith("Task timed out after 8.00 seconds")
        assert bench.clock.now() - began == pytest.approx(8.0)
        assert (await bench.invoke()).json() == 8000
        assert len(made) == 2

    bench.run(scenario())


def test_nothing_runs_after_the_return_until_the_next_invocation() -> None:
    steps: list[float] = []

    def factory(environ: Any, *, clock: Any, executor: Any, **parts: Any) -> Callable[[Any, Any], Any]:
        def later() -> None:
            clock.sleep(1)
            steps.append(clock.now())

        def handler(event: Any, context: Any) -> str:
            if event == "start":
                executor().submit(later)
                clock.sleep(0.5)
            return "done"

        return handler

    bench = Bench(factory)

    async def scenario() -> None:
        await bench.invoke(b'"start"')
        await bench.clock.sleep(1000)
        assert steps == []
        await bench.invoke()
        await bench.clock.sleep(0.001)
        assert len(steps) <= 1

    bench.run(scenario())


def test_a_thread_that_runs_on_is_reported() -> None:
    release = threading.Event()

    def handler(event: Any, context: Any) -> str:
        threading.Thread(target=release.wait, args=(30,), daemon=True).start()
        return "done"

    bench = Bench(handler_of(handler))
    try:
        bench.run(bench.invoke())
        assert "AWS would freeze them" in bench.trace.entries(kind="breach")[0].summary
    finally:
        release.set()


def test_a_cold_start_forgets_memory_and_tmp() -> None:
    def factory(environ: Any, **parts: Any) -> Callable[[Any, Any], Any]:
        calls = 0

        def handler(event: Any, context: Any) -> list[Any]:
            nonlocal calls
            calls += 1
            store = Path(environ["PHOTONLINK_STORE"])
            existed = store.exists()
            store.write_text("something")
            return [calls, existed, sorted(environ)]

        return handler

    bench = Bench(factory, PHOTONLINK_STORE="/tmp/photonlink.db", AWS_REGION="us-east-1")

    async def scenario() -> None:
        names = ["AWS_REGION", "PHOTONLINK_STORE"]
        assert (await bench.invoke()).json() == [1, False, names]
        assert (await bench.invoke()).json() == [2, True, names]
        bench.service.cold_start()
        assert (await bench.invoke()).json() == [1, False, names]

    bench.run(scenario())


def test_invocations_at_one_time_get_instances_of_their_own() -> None:
    import asyncio

    made: list[int] = []

    def factory(environ: Any, *, clock: Any, **parts: Any) -> Callable[[Any, Any], Any]:
        made.append(1)

        def handler(event: Any, context: Any) -> None:
            await_(asyncio.sleep(0))
            clock.sleep(1)

        return handler

    bench = Bench(factory)

    async def scenario() -> None:
        await asyncio.gather(*(bench.invoke() for _ in range(3)))
        assert bench.clock.now() == pytest.approx(1.0)
        assert len(made) == 3
        await bench.invoke()
        assert len(made) == 3

    bench.run(scenario())


def test_an_asynchronous_invoke_is_taken_at_once() -> None:
    done: list[float] = []

    def factory(environ: Any, *, clock: Any, **parts: Any) -> Callable[[Any, Any], Any]:
        def handler(event: Any, context: Any) -> None:
            clock.sleep(2)
            done.append(clock.now())

        return handler

    bench = Bench(factory)

    async def scenario() -> None:
        answer = await bench.invoke(b"{}", **{"x-amz-invocation-type": "Event"})
        assert (answer.status_code, answer.content, done) == (202, b"", [])
        await bench.clock.sleep(3)
        assert done == [2.0]

    bench.run(scenario())
