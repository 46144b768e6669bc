from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qs

import pytest
import requests

from photonlink.alexa.reports.accounts import Account, Accounts
from photonlink.alexa.reports.lwa import Tokens
from photonlink.aws import make_handler
from photonlink.store import MemoryStore, SqliteStore, StoreError

from .conftest import ENVIRON, Say
from .messages import accept_grant, check
from .stand_in import GATEWAY, LWA, PARTICLE, TOKEN, Context, StandIn, StillClock

TOKENS = {
    "access_token": "Atza|access",
    "refresh_token": "Atzr|refresh",
    "token_type": "bearer",
    "expires_in": 3600,
}


@pytest.fixture
def user(particle: StandIn) -> None:
    particle.on("GET", "/v1/user", 200, {"username": "ann@example.com"})
    particle.on("POST", LWA, 200, TOKENS)


@pytest.mark.usefixtures("user")
def test_a_grant_is_exchanged_with_the_messaging_pair_and_kept_for_the_account(
    say: Say, particle: StandIn, store: MemoryStore, clock: StillClock
) -> None:
    answer = say(accept_grant("the-code"))
    assert answer["event"]["header"]["name"] == "AcceptGrant.Response"
    form = parse_qs(particle.calls[-1].body)
    assert form == {
        "grant_type": ["authorization_code"],
        "code": ["the-code"],
        "client_id": [ENVIRON["ALEXA_CLIENT_ID"]],
        "client_secret": [ENVIRON["ALEXA_CLIENT_SECRET"]],
    }
    assert particle.calls[-1].authorization == "", "Amazon never sees Particle's token"
    tokens = Tokens("Atza|access", "Atzr|refresh", clock.now() + 3600)
    assert Accounts(store).by_name("ann@example.com") == Account("ann@example.com", tokens, GATEWAY)


def failure(answer: dict[str, Any]) -> str:
    assert answer["event"]["header"]["namespace"] == "Alexa.Authorization"
    assert answer["event"]["payload"]["type"] == "ACCEPT_GRANT_FAILED"
    return str(answer["event"]["payload"]["message"])


@pytest.mark.usefixtures("user")
@pytest.mark.parametrize(
    ("status", "body", "words"),
    [
        (
            400,
            {"error": "invalid_grant", "error_description": "Code is spent"},
            "invalid_grant: Code is spent",
        ),
        (401, {"error": "invalid_client"}, "compare ALEXA_CLIENT_ID"),
        (500, b"<html>", "answered 500"),
        (200, {"access_token": "Atza|access"}, "without its tokens"),
        (200, [], "without its tokens"),
        (requests.ConnectionError(), None, f"no answer from {LWA}"),
    ],
)
def test_a_failed_exchange_fails_the_grant_and_keeps_nothing(
    say: Say, particle: StandIn, store: MemoryStore, status: int | Exception, body: object, words: str
) -> None:
    particle.on("POST", LWA, status, body)
    assert words in failure(say(accept_grant()))
    assert Accounts(store).by_name("ann@example.com") is None


def test_the_code_is_not_spent_when_particle_refuses_the_token(say: Say, particle: StandIn) -> None:
    particle.on("GET", "/v1/user", 401, {"error": "invalid_token"})
    failure(say(accept_grant()))
    assert [call.path for call in particle.calls] == ["/v1/user"]


@pytest.mark.usefixtures("user")
@pytest.mark.parametrize("code", [None, "", 7, {}])
def test_a_grant_without_a_code_fails(say: Say, particle: StandIn, code: object) -> None:
    assert "no code" in failure(say(accept_grant(code)))
    assert particle.calls == []


def test_without_the_messaging_pair_the_grant_fails_and_says_what_to_set(session: requests.Session) -> None:
    handler = make_handler({"PARTICLE_API_URL": PARTICLE}, session=session)
    answer = handler(accept_grant(), Context())
    check(answer)
    assert "ALEXA_CLIENT_SECRET" in failure(answer)


@pytest.mark.usefixtures("user")
def test_a_store_that_cannot_be_written_fails_the_grant(session: requests.Session, tmp_path: Any) -> None:
    store = SqliteStore(tmp_path / "missing" / "folder.db")
    answer = make_handler(ENVIRON, session=session, store=store)(accept_grant(), Context())
    assert "PHOTONLINK_STORE" in failure(answer)
    with pytest.raises(StoreError):
        Accounts(store).by_name("ann@example.com")


@pytest.mark.usefixtures("user")
def test_no_secret_of_a_grant_is_logged_or_shown(
    say: Say, particle: StandIn, log: pytest.LogCaptureFixture
) -> None:
    say(accept_grant("the-code"))
    particle.on("POST", LWA, 400, {"error": "invalid_grant"})
    say(accept_grant("the-code"))
    shown = log.text + json.dumps([record.__dict__ for record in log.records], default=str)
    shown += repr(Tokens("Atza|access", "Atzr|refresh", 0.0))
    for secret in (TOKEN, "the-code", "messaging-secret", "Atza|access", "Atzr|refresh"):
        assert secret not in shown


def test_even_what_nobody_foresaw_is_a_failed_grant(
    say: Say, particle: StandIn, log: pytest.LogCaptureFixture
) -> None:
    particle.script["GET", "/v1/user"] = ZeroDivisionError("a bug")
    assert "unforeseen ZeroDivisionError" in failure(say(accept_grant()))
    assert "ZeroDivisionError: a bug" in log.text, "the log has the traceback"


def test_a_grant_without_payload_fails(say: Say) -> None:
    event = accept_grant()
    del event["directive"]["payload"]
    failure(say(event))
