"""A client that is limited to some actions gives out tokens that can do no others."""

from __future__ import annotations

import pytest

from .conftest import DEVICE, PASSWORD, USER, Bench

CALL, READ = ("POST", f"/v1/devices/{DEVICE}/toggle"), ("GET", f"/v1/devices/{DEVICE}/answer")


@pytest.mark.parametrize(
    ("scope", "allowed", "refused"),
    [
        ("devices.function:call", CALL, READ),
        ("devices.variable:get devices:list", READ, CALL),
        ("devices:list", ("GET", "/v1/devices"), ("GET", f"/v1/devices/{DEVICE}")),
        ("devices:list", ("GET", "/v1/user"), ("GET", "/v1/integrations")),
    ],
)
def test_a_limited_client_gives_tokens_that_are_limited(
    bench: Bench, scope: str, allowed: tuple[str, str], refused: tuple[str, str]
) -> None:
    async def scenario() -> None:
        bench.online()
        made = await bench.send(
            "POST", "/v1/clients", json={"name": "x", "type": "installed", "scope": scope}
        )
        client = made.json()["client"]
        form = {"grant_type": "password", "username": USER, "password": PASSWORD}
        answer = await bench.send(
            "POST",
            "/oauth/token",
            token=None,
            data={**form, "client_id": client["id"], "client_secret": client["secret"]},
        )
        assert answer.json()["scope"] == scope
        token = answer.json()["access_token"]
        assert (await bench.send(*allowed, token=token)).status_code == 200
        denied = await bench.send(*refused, token=token)
        assert denied.status_code == 403
        assert denied.json()["error"] == "insufficient_scope"

    bench.run(scenario())


@pytest.mark.parametrize("scope", [None, "profile"])
def test_a_scope_that_names_no_action_limits_nothing(bench: Bench, scope: str | None) -> None:
    async def scenario() -> None:
        bench.online()
        user = bench.cloud.state.users.find(USER)
        assert user is not None
        token = bench.cloud.state.tokens.create(user.id, "particle", None, scope).token
        assert (await bench.send(*CALL, token=token)).status_code == 200

    bench.run(scenario())
