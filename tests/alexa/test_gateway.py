"""The event gateway and Login with Amazon: what Amazon takes, and what it refuses."""

from __future__ import annotations

from typing import Any

import httpx2
import pytest

from photonsim.clock import run

from . import messages
from .provider import Bench, answer


async def grant(bench: Bench) -> str:
    """An access token for the gateway, as AcceptGrant's code buys one."""
    await bench.alexa.link("alice", "right")
    code = bench.invoked[0]["directive"]["payload"]["grant"]["code"]
    answer = await token(bench, grant_type="authorization_code", code=code)
    assert answer.status_code == 200
    found: str = answer.json()["access_token"]
    return found


async def token(bench: Bench, **fields: str) -> httpx2.Response:
    client = {"client_id": "amzn1.application-oa2-client.test", "client_secret": "messaging-secret"}
    return await bench.http.request("POST", "http://alexa.test/auth/o2/token", data={**client, **fields})


async def report(bench: Bench, access: str, message: object, path: str = "/v3/events") -> httpx2.Response:
    """The message with the token in its endpoint's scope, if it has one."""
    endpoint = message.get("event", {}).get("endpoint") if isinstance(message, dict) else None
    if endpoint is not None:
        endpoint.setdefault("scope", {"type": "BearerToken", "token": access})
    return await bench.http.request(
        "POST", f"http://alexa.test{path}", json=message, headers={"authorization": f"Bearer {access}"}
    )


def test_a_change_report_is_taken_and_believed() -> None:
    bench = Bench()

    async def scenario() -> None:
        access = await grant(bench)
        message = messages.change_report()
        message["event"]["payload"]["change"]["properties"][0]["value"] = "OFF"
        assert (await report(bench, access, message)).status_code == 202
        belief = bench.alexa.belief("dev:key")
        assert belief is not None
        assert belief["power"] == "OFF"

    run(bench.clock, scenario())


def test_what_amazon_refuses_is_refused_with_its_code() -> None:
    bench = Bench()

    async def scenario() -> None:
        access = await grant(bench)
        broken = messages.change_report()
        broken["context"]["properties"].append(broken["event"]["payload"]["change"]["properties"][0])
        anothers = messages.change_report()
        anothers["event"]["endpoint"]["scope"] = {"type": "BearerToken", "token": "another"}
        listed = messages.change_report()
        listed["event"]["endpoint"]["endpointId"] = ["dev:key"]
        unasked = messages.response()
        crowd = messages.endpoints_report("AddOrUpdateReport", access, [messages.discovered()] * 301)
        strangers = messages.endpoints_report("DeleteReport", "another", [{"endpointId": "dev:key"}])
        cases: list[tuple[str, Any, str, int, str]] = [
            ("nonsense", messages.change_report(), "/v3/events", 401, "INVALID_ACCESS_TOKEN_EXCEPTION"),
            (access, broken, "/v3/events", 400, "INVALID_REQUEST_EXCEPTION"),
            (access, [], "/v3/events", 400, "INVALID_REQUEST_EXCEPTION"),
            (access, anothers, "/v3/events", 400, "INVALID_REQUEST_EXCEPTION"),
            (access, listed, "/v3/events", 400, "INVALID_REQUEST_EXCEPTION"),
            (access, unasked, "/v3/events", 400, "INVALID_REQUEST_EXCEPTION"),
            (access, strangers, "/v3/events", 400, "INVALID_REQUEST_EXCEPTION"),
            (access, crowd, "/v3/events", 413, "REQUEST_ENTITY_TOO_LARGE_EXCEPTION"),
            (access, {"x": "y" * 300_000}, "/v3/events", 413, "REQUEST_ENTITY_TOO_LARGE_EXCEPTION"),
            (access, messages.change_report(), "/eu/v3/events", 403, "SKILL_NEVER_ENABLED_EXCEPTION"),
        ]
        for bearer, message, path, status, code in cases:
            answer = await report(bench, bearer, message, path)
            assert (answer.status_code, answer.json()["payload"]["code"]) == (status, code)
        await bench.clock.sleep(3601)
        assert (await report(bench, access, messages.change_report())).status_code == 401

    run(bench.clock, scenario())


def test_what_was_deferred_is_answered_at_the_gateway() -> None:
    """A lock takes longer than Alexa waits: first "later", then the Response with the same correlation token."""

    def later(event: dict[str, Any]) -> Any:
        if event["directive"]["header"]["name"] != "TurnOn":
            return answer(event)
        header = {**messages.response()["event"]["header"], "name": "DeferredResponse"}
        header["correlationToken"] = event["directive"]["header"]["correlationToken"]
        return {"event": {"header": header, "payload": {"estimatedDeferralInSeconds": 10}}}

    bench = Bench(later)

    async def scenario() -> None:
        access = await grant(bench)
        exchange = await bench.alexa.directive("Alexa.PowerController", "TurnOn", "dev:key")
        assert exchange.breaches == ()
        message = messages.response()
        message["context"]["properties"][1]["value"] = 77
        message["event"]["header"]["correlationToken"] = "of no directive"
        assert (await report(bench, access, message)).status_code == 400
        token = exchange.request["directive"]["header"]["correlationToken"]
        message["event"]["header"]["correlationToken"] = token
        assert (await report(bench, access, message)).status_code == 202
        belief = bench.alexa.belief("dev:key")
        assert belief is not None
        assert belief["brightness"] == 77
        assert (await report(bench, access, message)).status_code == 400, "it was answered"

    run(bench.clock, scenario())


@pytest.mark.parametrize(
    ("fields", "status", "error"),
    [
        ({"grant_type": "authorization_code", "code": "unknown"}, 400, "invalid_grant"),
        ({"grant_type": "refresh_token", "refresh_token": "unknown"}, 400, "invalid_grant"),
        ({"grant_type": "password"}, 400, "unsupported_grant_type"),
        ({"grant_type": "authorization_code", "client_secret": "wrong"}, 401, "invalid_client"),
    ],
)
def test_login_with_amazon_refuses(fields: dict[str, str], status: int, error: str) -> None:
    bench = Bench()
    answer = run(bench.clock, token(bench, **fields))
    assert (answer.status_code, answer.json()["error"]) == (status, error)


def test_a_code_works_once_and_a_refresh_token_until_the_skill_is_disabled() -> None:
    bench = Bench()

    async def scenario() -> None:
        await bench.alexa.link("alice", "right")
        code = bench.invoked[0]["directive"]["payload"]["grant"]["code"]
        first = await token(bench, grant_type="authorization_code", code=code)
        assert (await token(bench, grant_type="authorization_code", code=code)).status_code == 400
        refresh = first.json()["refresh_token"]
        for _ in range(2):
            assert (await token(bench, grant_type="refresh_token", refresh_token=refresh)).status_code == 200
        await bench.alexa.unlink()
        assert (await token(bench, grant_type="refresh_token", refresh_token=refresh)).status_code == 400

    run(bench.clock, scenario())
