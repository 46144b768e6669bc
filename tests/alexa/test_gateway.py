"""The event gateway and Login with Amazon: what Amazon takes, and what it refuses."""

from __future__ import annotations

from typing import Any

import httpx2
import pytest

from photonsim.clock import run

from . import messages
from .provider import Bench


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
        cases: list[tuple[str, Any, str, int, str]] = [
            ("nonsense", messages.change_report(), "/v3/events", 401, "INVALID_ACCESS_TOKEN_EXCEPTION"),
            (access, broken, "/v3/events", 400, "INVALID_REQUEST_EXCEPTION"),
            (access, [], "/v3/events", 400, "INVALID_REQUEST_EXCEPTION"),
            (access, {"x": "y" * 300_000}, "/v3/events", 413, "REQUEST_ENTITY_TOO_LARGE_EXCEPTION"),
            (access, messages.change_report(), "/eu/v3/events", 403, "SKILL_NEVER_ENABLED_EXCEPTION"),
        ]
        for bearer, message, path, status, code in cases:
            answer = await report(bench, bearer, message, path)
            assert (answer.status_code, answer.json()["payload"]["code"]) == (status, code)
        await bench.clock.sleep(3601)
        assert (await report(bench, access, messages.change_report())).status_code == 401

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
