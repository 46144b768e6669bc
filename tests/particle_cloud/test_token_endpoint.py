"""The token endpoint: order of checks, words, headers, and what each grant gives."""

from __future__ import annotations

from typing import Any

import httpx2
import pytest

from .conftest import PASSWORD, USER, Bench

HEX40 = 40


async def ask(bench: Bench, client: tuple[str, str] | None = ("particle", "particle"), **form: str) -> Any:
    return await bench.send("POST", "/oauth/token", token=None, data=form, auth=client)


def refusal(answer: httpx2.Response) -> tuple[int, str, str]:
    body = answer.json()
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["pragma"] == "no-cache"
    assert ("www-authenticate" in answer.headers) == (body["error"] == "invalid_client")
    return answer.status_code, body["error"], body["error_description"]


def test_a_password_gives_a_token_for_90_days_and_a_refresh_token(bench: Bench) -> None:
    answer = bench.run(ask(bench, grant_type="password", username=USER, password=PASSWORD))
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json; charset=utf-8"
    body = answer.json()
    assert set(body) == {"token_type", "access_token", "expires_in", "refresh_token"}
    assert body["token_type"] == "bearer"
    assert body["expires_in"] == 7_776_000
    assert len(body["access_token"]) == len(body["refresh_token"]) == HEX40


@pytest.mark.parametrize(
    ("client", "form", "expected"),
    [
        (
            ("particle", "particle"),
            {"x": ""},
            (400, "invalid_request", "Invalid or missing grant_type parameter"),
        ),
        (
            ("particle", "particle"),
            {"grant_type": "magic"},
            (400, "invalid_request", "Invalid or missing grant_type parameter"),
        ),
        (None, {"grant_type": "password"}, (400, "invalid_client", "Invalid or missing client_id parameter")),
        (
            ("me@example.com", "x"),
            {"grant_type": "password"},
            (400, "invalid_client", "Invalid or missing client_id parameter"),
        ),
        (
            None,
            {"grant_type": "password", "client_id": "particle"},
            (400, "invalid_client", "Missing client_secret parameter"),
        ),
        (
            ("particle", "wrong"),
            {"grant_type": "password"},
            (400, "invalid_client", "Client credentials are invalid"),
        ),
        (
            ("particle", "particle"),
            {"grant_type": "authorization_code", "code": "x"},
            (400, "invalid_client", "The grant type is unauthorised for this client_id"),
        ),
        (
            ("particle", "particle"),
            {"grant_type": "password", "username": USER},
            (400, "invalid_client", 'Missing parameters. "username" and "password" are required'),
        ),
        (
            ("particle", "particle"),
            {"grant_type": "password", "username": USER, "password": "wrong"},
            (400, "invalid_grant", "User credentials are invalid"),
        ),
        (
            ("particle", "particle"),
            {"grant_type": "refresh_token"},
            (400, "invalid_request", 'No "refresh_token" parameter'),
        ),
        (
            ("particle", "particle"),
            {"grant_type": "refresh_token", "refresh_token": "x"},
            (400, "invalid_grant", "Invalid refresh token"),
        ),
        (
            ("particle", "particle"),
            {"grant_type": "client_credentials"},
            (400, "invalid_grant", "Client credentials are invalid"),
        ),
    ],
)
def test_each_refusal_has_the_words_of_particles_oauth_library(
    bench: Bench, client: tuple[str, str] | None, form: dict[str, str], expected: tuple[int, str, str]
) -> None:
    assert refusal(bench.run(ask(bench, client, **form))) == expected


def test_only_a_form_encoded_post_is_looked_at(bench: Bench) -> None:
    async def scenario() -> list[httpx2.Response]:
        return [
            await bench.send("GET", "/oauth/token?grant_type=password", token=None),
            await bench.send("POST", "/oauth/token", token=None, json={"grant_type": "password"}),
            await bench.send("PUT", "/oauth/token", token=None, data={"grant_type": "password"}),
        ]

    words = "Method must be POST with application/x-www-form-urlencoded encoding"
    for answer in bench.run(scenario()):
        assert refusal(answer) == (400, "invalid_request", words)


def test_a_refresh_token_works_once_and_brings_the_next(bench: Bench) -> None:
    async def scenario() -> tuple[httpx2.Response, httpx2.Response, httpx2.Response]:
        first = (await ask(bench, grant_type="password", username=USER, password=PASSWORD)).json()
        again = {"grant_type": "refresh_token", "refresh_token": first["refresh_token"]}
        second = await ask(bench, **again)
        third = await ask(bench, **again)
        listed = await bench.send("GET", "/v1/devices", token=second.json()["access_token"])
        return second, third, listed

    second, third, listed = bench.run(scenario())
    assert second.status_code == 200
    assert refusal(third) == (400, "invalid_grant", "Invalid refresh token")
    assert listed.status_code == 200


def test_a_refresh_token_outlives_its_access_token_by_14_days(bench: Bench) -> None:
    async def scenario() -> tuple[httpx2.Response, httpx2.Response]:
        answers = []
        for days in (90 + 13, 90 + 15):
            first = (await ask(bench, grant_type="password", username=USER, password=PASSWORD)).json()
            await bench.clock.advance(days * 86_400)
            form = {"grant_type": "refresh_token", "refresh_token": first["refresh_token"]}
            answers.append(await ask(bench, **form))
        return answers[0], answers[1]

    in_time, too_late = bench.run(scenario())
    assert in_time.status_code == 200
    assert refusal(too_late) == (400, "invalid_grant", "Refresh token has expired")


def test_the_life_of_a_token_can_be_asked_for(bench: Bench) -> None:
    async def scenario() -> list[dict[str, Any]]:
        login = {"grant_type": "password", "username": USER, "password": PASSWORD}
        return [
            (await ask(bench, **login, **life)).json()
            for life in ({"expires_in": "600"}, {"expires_at": "2023-11-15"}, {"expires_in": "0"})
        ]

    seconds, date, never = bench.run(scenario())
    assert seconds["expires_in"] == 600
    assert date["expires_in"] == 1_700_006_400 - 1_700_000_000
    assert never["expires_in"] == 0
    assert "refresh_token" not in never


def test_an_expired_access_token_is_told_apart_from_an_unknown_one(bench: Bench) -> None:
    async def scenario() -> tuple[httpx2.Response, httpx2.Response]:
        token = bench.cloud.create_token(USER, lifetime=60)
        await bench.clock.advance(61)
        expired = await bench.send("GET", "/v1/devices", token=token)
        unknown = await bench.send("GET", "/v1/devices", token="f" * 40)
        return expired, unknown

    expired, unknown = bench.run(scenario())
    assert refusal(expired) == (401, "invalid_token", "The access token provided has expired.")
    assert refusal(unknown) == (401, "invalid_token", "The access token provided is invalid.")


def test_client_credentials_answer_as_the_clients_owner(bench: Bench) -> None:
    client = bench.cloud.create_client(USER, "My Lights", "installed")

    async def scenario() -> httpx2.Response:
        assert client.secret is not None
        token = (await ask(bench, (client.id, client.secret), grant_type="client_credentials")).json()
        return await bench.send("GET", "/v1/user", token=token["access_token"])

    assert bench.run(scenario()).json()["username"] == USER


def test_a_scoped_client_refuses_other_scopes_and_an_unscoped_one_takes_any(bench: Bench) -> None:
    scoped = bench.cloud.create_client(USER, "scoped", "installed", scope="devices:read")
    free = bench.cloud.create_client(USER, "free", "installed")

    async def scenario() -> tuple[httpx2.Response, httpx2.Response]:
        form = {"grant_type": "client_credentials", "scope": "profile"}
        return (
            await ask(bench, (scoped.id, scoped.secret or ""), **form),
            await ask(bench, (free.id, free.secret or ""), **form),
        )

    refused, taken = bench.run(scenario())
    assert refused.status_code == 400
    assert refused.json()["error"] == "invalid_scope"
    assert taken.json()["scope"] == "profile"
