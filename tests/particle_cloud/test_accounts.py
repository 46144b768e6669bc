"""Accounts, their OAuth clients and tokens, one-time codes, rate limits."""

from __future__ import annotations

import base64
from typing import Any

import httpx2
import pyotp
import pytest

from .conftest import OTHER_PASSWORD, OTHER_USER, PASSWORD, START, USER, Bench


def basic(username: str, password: str) -> dict[str, str]:
    return {"Authorization": "Basic " + base64.b64encode(f"{username}:{password}".encode()).decode()}


# -- clients -------------------------------------------------------------------------------------


def test_a_client_is_made_listed_changed_and_deleted(bench: Bench) -> None:
    async def scenario() -> list[httpx2.Response]:
        body = {"name": "My Lights", "type": "web", "redirect_uri": "https://example.com"}
        made = await bench.send("POST", "/v1/clients", json=body)
        path = f"/v1/clients/{made.json()['client']['id']}"
        change = {"name": "lamps", "redirect_uri": "https://evil.example"}
        return [
            made,
            await bench.send("PUT", path, json=change),
            await bench.send("GET", "/v1/clients"),
            await bench.send("PUT", path, token=bench.other_token, json=change),
            await bench.send("DELETE", path, token=bench.other_token),
            await bench.send("DELETE", path, json={}),
            await bench.send("GET", "/v1/clients"),
        ]

    made, changed, listed, not_theirs, not_deleted, deleted, empty = bench.run(scenario())
    client = made.json()["client"]
    assert set(client) == {"name", "type", "secret", "redirect_uri", "id"}
    stem, _, number = client["id"].rpartition("-")
    assert stem == "my-lights"
    assert 1 <= len(number) <= 4
    assert len(client["secret"]) == 40
    assert changed.status_code == 200
    (shown,) = listed.json()["clients"]
    assert shown == {
        "name": "lamps",
        "type": "web",
        "redirect_uri": "https://example.com",
        "id": client["id"],
    }
    assert (not_theirs.status_code, not_deleted.status_code) == (404, 404)
    assert (deleted.status_code, deleted.content) == (204, b"")
    assert empty.json() == {"ok": True, "clients": []}


@pytest.mark.parametrize(
    "body",
    [{}, {"name": "x", "type": "web"}, {"name": "x", "type": "app"}, {"name": "", "type": "installed"}],
)
def test_a_client_that_could_not_work_is_refused(bench: Bench, body: dict[str, str]) -> None:
    assert bench.run(bench.send("POST", "/v1/clients", json=body)).status_code == 400


def test_a_deleted_client_takes_its_tokens_with_it(bench: Bench) -> None:
    client = bench.cloud.create_client(USER, "x", "installed")
    token = bench.cloud.create_token(USER, client_id=client.id)

    async def scenario() -> int:
        await bench.send("DELETE", f"/v1/clients/{client.id}")
        return (await bench.send("GET", "/v1/devices", token=token)).status_code

    assert bench.run(scenario()) == 401


# -- tokens --------------------------------------------------------------------------------------


def test_tokens_are_listed_by_name_and_password(bench: Bench) -> None:
    client = bench.cloud.create_client(USER, "x", "web", "https://example.com")
    bench.cloud.create_token(USER, lifetime=60, client_id=client.id)
    bench.cloud.create_token(USER, client_id="user")

    async def scenario() -> list[httpx2.Response]:
        path = "/v1/access_tokens"
        return [
            await bench.send("GET", path, token=None, headers=basic(USER, PASSWORD)),
            await bench.send("GET", path, token=None, headers=basic(USER, "invalid")),
            await bench.send("GET", path, token=None, headers=basic("invalid", "invalid")),
            await bench.send("GET", path, token=None),
        ]

    listed, bad, unknown, nothing = bench.run(scenario())
    assert [(item["client"], item["expires_at"]) for item in listed.json()] == [
        ("__PASSWORD_ONLY__", None),
        (client.id, "2023-11-14T22:14:20.000Z"),
        ("user", None),
    ]
    assert (bad.status_code, bad.json()) == (401, {"ok": False, "errors": ["Bad password"]})
    assert (unknown.status_code, unknown.json()) == (400, {"ok": False, "errors": ["Unknown user"]})
    assert nothing.json()["error_description"] == "The access token was not found"


def test_the_listing_can_be_gone(bench: Bench) -> None:
    bench.cloud.faults.token_listing_gone = True
    answer = bench.run(bench.send("GET", "/v1/access_tokens", token=None, headers=basic(USER, PASSWORD)))
    assert answer.status_code == 404


def test_a_token_is_deleted_by_basic_by_bearer_and_by_knowing_it(bench: Bench) -> None:
    async def scenario() -> list[tuple[int, object]]:
        found: list[tuple[int, object]] = []
        ways: list[dict[str, Any]] = [{"token": None, "headers": basic(USER, PASSWORD)}, {}, {"token": None}]
        for way in ways:
            doomed = bench.cloud.create_token(USER)
            answer = await bench.send("DELETE", f"/v1/access_tokens/{doomed}", **way)
            after = await bench.send("GET", "/v1/devices", token=doomed)
            found.append((after.status_code, answer.json()))
        return found

    assert bench.run(scenario()) == [(401, {"ok": True})] * 3


def test_somebody_elses_password_does_not_delete_a_token(bench: Bench) -> None:
    async def scenario() -> tuple[int, int]:
        path = f"/v1/access_tokens/{bench.token}"
        headers = basic(OTHER_USER, OTHER_PASSWORD)
        refused = await bench.send("DELETE", path, token=None, headers=headers)
        return refused.status_code, (await bench.send("GET", "/v1/devices")).status_code

    assert bench.run(scenario()) == (404, 200)


def test_the_current_token_and_all_tokens(bench: Bench) -> None:
    async def scenario() -> list[Any]:
        current = (await bench.send("GET", "/v1/access_tokens/current")).json()
        spare = bench.cloud.create_token(USER)
        ended = (await bench.send("DELETE", "/v1/access_tokens/current", token=spare)).json()
        again = (await bench.send("GET", "/v1/user", token=spare)).status_code
        everything = (await bench.send("DELETE", "/v1/access_tokens")).json()
        mine = (await bench.send("GET", "/v1/user")).status_code
        theirs = (await bench.send("GET", "/v1/user", token=bench.other_token)).status_code
        return [current, ended, again, everything, mine, theirs]

    current, ended, again, everything, mine, theirs = bench.run(scenario())
    assert current == {"expires_at": None, "client_id": "particle", "scopes": [], "orgs": []}
    assert (ended, everything) == ({"ok": True}, {"ok": True})
    assert (again, mine, theirs) == (401, 401, 200)


@pytest.mark.parametrize(
    ("headers", "query", "form", "status", "description"),
    [
        (True, False, False, 200, None),
        (False, True, False, 200, None),
        (False, False, True, 200, None),
        (
            True,
            True,
            False,
            400,
            "Only one method may be used to authenticate at a time (Auth header,  GET or POST).",
        ),
        (
            True,
            False,
            True,
            400,
            "Only one method may be used to authenticate at a time (Auth header,  GET or POST).",
        ),
        (False, False, False, 400, "The access token was not found"),
    ],
)
def test_there_are_three_ways_to_send_a_token_and_only_one_may_be_used(
    bench: Bench, headers: bool, query: bool, form: bool, status: int, description: str | None
) -> None:
    path = "/v1/device_claims" + (f"?access_token={bench.token}" if query else "")
    data = {"access_token": bench.token} if form else {"x": "y"}
    answer = bench.run(bench.send("POST", path, token="mine" if headers else None, data=data))
    assert answer.status_code == status
    assert answer.json().get("error_description") == description


def test_a_token_in_a_json_body_and_a_malformed_header_are_told_apart(bench: Bench) -> None:
    async def scenario() -> list[str]:
        in_json = await bench.send(
            "POST", "/v1/device_claims", token=None, json={"access_token": bench.token}
        )
        malformed = await bench.send("GET", "/v1/devices", token=None, headers={"Authorization": "Bearer"})
        return [answer.json()["error_description"] for answer in (in_json, malformed)]

    assert bench.run(scenario()) == [
        "When putting the token in the body, content type must be application/x-www-form-urlencoded.",
        "Malformed auth header",
    ]


# -- the account ---------------------------------------------------------------------------------


def test_an_account_can_be_made_changed_and_closed(bench: Bench) -> None:
    async def scenario() -> list[Any]:
        new = {"username": "new@example.com", "password": "first password"}
        made = (await bench.send("POST", "/v1/users", token=None, json=new)).json()
        twice = await bench.send("POST", "/v1/users", token=None, json=new)
        token = made["token"]
        change = {"current_password": "wrong", "password": "second password"}
        refused = await bench.send("PUT", "/v1/user", token=token, json=change)
        change["current_password"] = "first password"
        await bench.send("PUT", "/v1/user", token=token, json=change)
        login = {**new, "password": "second password", "grant_type": "password"}
        answer = await bench.send(
            "POST", "/oauth/token", token=None, data=login, auth=("particle", "particle")
        )
        closed = await bench.send("DELETE", "/v1/user", token=token, json={"password": "second password"})
        after = await bench.send("GET", "/v1/user", token=token)
        return [
            made["ok"],
            twice.json(),
            refused.status_code,
            answer.status_code,
            closed.json(),
            after.status_code,
        ]

    made, twice, refused, login, closed, after = bench.run(scenario())
    assert made is True
    assert twice == {"ok": False, "errors": ["username must be unique"]}
    assert (refused, login, closed, after) == (403, 200, {"ok": True}, 401)


def test_the_account_describes_itself(bench: Bench) -> None:
    body = bench.run(bench.send("GET", "/v1/user")).json()
    assert body["username"] == USER
    assert body["subscription_ids"] == []
    assert body["mfa"] == {"enabled": False}
    assert body["wifi_device_count"] == 1


# -- one-time codes ------------------------------------------------------------------------------


async def log_in(bench: Bench, **form: str) -> httpx2.Response:
    data = {"grant_type": "password", "username": USER, "password": PASSWORD, **form}
    return await bench.send("POST", "/oauth/token", token=None, data=data, auth=("particle", "particle"))


def test_mfa_from_enabling_to_logging_in_and_off_again(bench: Bench) -> None:
    async def scenario() -> list[Any]:
        begun = (await bench.send("GET", "/v1/user/mfa-enable")).json()
        totp = pyotp.TOTP(begun["secret"])
        before = (await log_in(bench)).status_code
        confirm = {"mfa_token": begun["mfa_token"], "otp": totp.at(int(bench.clock.now()))}
        confirmed = (await bench.send("POST", "/v1/user/mfa-enable", json=confirm)).json()
        await bench.clock.advance(60)
        asked = await log_in(bench, expires_in="600")
        form = {"grant_type": "urn:custom:mfa-otp", "mfa_token": asked.json()["mfa_token"]}
        wrong = await log_in(bench, **form, otp="000000")
        right = await log_in(bench, **form, otp=totp.at(int(bench.clock.now())))
        again = await log_in(bench, **form, otp=totp.at(int(bench.clock.now())))
        off = await bench.send("PUT", "/v1/user/mfa-disable", json={"current_password": PASSWORD})
        after = (await log_in(bench)).status_code
        return [before, confirmed, asked, wrong.json(), right.json(), again.status_code, off.json(), after]

    before, confirmed, asked, wrong, right, again, off, after = bench.run(scenario())
    assert (before, confirmed, off, after) == (200, {"ok": True}, {"ok": True}, 200)
    assert asked.status_code == 403
    assert asked.json()["error"] == "mfa_required"
    assert asked.json()["error_description"] == "Multi-factor authentication required"
    assert wrong["error"] == "invalid_grant"
    assert right["expires_in"] == 600
    assert again == 400


def test_a_one_time_code_works_once_and_five_wrong_ones_end_the_login(bench: Bench) -> None:
    user = bench.cloud.state.users.find(USER)
    assert user is not None
    user.mfa_secret = pyotp.random_base32()
    code = pyotp.TOTP(user.mfa_secret).at(int(START))

    async def scenario() -> list[int]:
        first, second = (await log_in(bench)).json(), (await log_in(bench)).json()
        form = {"grant_type": "urn:custom:mfa-otp"}
        used = await log_in(bench, **form, mfa_token=first["mfa_token"], otp=code)
        replayed = await log_in(bench, **form, mfa_token=second["mfa_token"], otp=code)
        for _ in range(5):
            await log_in(bench, **form, mfa_token=second["mfa_token"], otp="000000")
        await bench.clock.advance(60)
        fresh = pyotp.TOTP(user.mfa_secret or "").at(int(bench.clock.now()))
        late = await log_in(bench, **form, mfa_token=second["mfa_token"], otp=fresh)
        return [used.status_code, replayed.status_code, late.status_code]

    assert bench.run(scenario()) == [200, 400, 400]


# -- rate limits ---------------------------------------------------------------------------------


def test_rate_limits_are_off_by_default_and_answer_429_when_on(bench: Bench) -> None:
    async def scenario() -> list[int]:
        form = {"grant_type": "client_credentials"}
        auth = ("particle", "wrong")

        async def ask() -> httpx2.Response:
            return await bench.send("POST", "/oauth/token", token=None, data=form, auth=auth)

        free = {(await ask()).status_code for _ in range(120)}
        bench.cloud.faults.rate_limits = True
        limited = [(await ask()).status_code for _ in range(12)]
        await bench.clock.advance(1801)
        return [*free, *limited[8:], (await ask()).status_code]

    assert bench.run(scenario()) == [400, 400, 400, 429, 429, 400]


def test_the_429_body_is_one_that_clients_can_read(bench: Bench) -> None:
    bench.cloud.faults.rate_limits = True

    async def scenario() -> httpx2.Response:
        for _ in range(10_000):
            bench.cloud.state.limits.allow_request("127.0.0.1")
        return await bench.send("GET", "/v1/devices")

    answer = bench.run(scenario())
    assert answer.status_code == 429
    assert answer.json() == {"error": "rate_limit_exceeded", "error_description": "Too many requests"}


# -- what is around it ---------------------------------------------------------------------------


def test_any_web_page_may_call_the_api(bench: Bench) -> None:
    async def scenario() -> tuple[httpx2.Response, httpx2.Response]:
        preflight = await bench.send(
            "OPTIONS",
            "/v1/devices",
            token=None,
            headers={
                "Origin": "https://example.com",
                "Access-Control-Request-Method": "PUT",
                "Access-Control-Request-Headers": "authorization,x-particle-tool",
            },
        )
        answer = await bench.send("GET", "/v1/devices", headers={"Origin": "https://example.com"})
        return preflight, answer

    preflight, answer = bench.run(scenario())
    assert preflight.status_code == 200
    assert "PUT" in preflight.headers["access-control-allow-methods"]
    assert answer.headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize(
    ("path", "status", "body"),
    [
        ("/v1/products", 200, {"products": []}),
        ("/v1/products/123456", 404, {"ok": False, "error": "Product not found."}),
        ("/v1/products/photon/devices/x", 404, {"ok": False, "error": "Product not found."}),
        ("/v1/orgs", 200, {"organizations": []}),
        ("/v1/nothing", 404, {"ok": False, "error": "Not found."}),
        ("/", 404, {"ok": False, "error": "Not found."}),
    ],
)
def test_what_is_not_there_is_told_politely(bench: Bench, path: str, status: int, body: object) -> None:
    answer = bench.run(bench.send("GET", path))
    assert (answer.status_code, answer.json()) == (status, body)


def test_build_targets_and_device_os_versions(bench: Bench) -> None:
    async def scenario() -> list[Any]:
        paths = ("/v1/build_targets", "/v1/device-os/versions?platformId=6", "/v1/device-os/versions/2.3.1")
        return [(await bench.send("GET", path)).json() for path in paths]

    targets, versions, one = bench.run(scenario())
    assert targets["platforms"]["Photon"] == 6
    assert targets["default_versions"]["6"] == "2.3.1"
    assert {target["version"] for target in targets["targets"]} == {"2.3.1", "3.3.1"}
    assert all(
        6 in target["platforms"] and target["firmware_vendor"] == "Particle" for target in targets["targets"]
    )
    assert {release["version"] for release in versions} == {"2.3.1", "3.3.1"}
    assert one["internal_version"] == 2301
