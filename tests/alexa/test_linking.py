"""Account linking as Amazon drives it, and every way in which it fails."""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any

import pytest
from starlette.responses import PlainTextResponse, Response

from photonsim.alexa_service import LinkResult
from photonsim.clock import run

from .provider import Bench, answer

GOOD = {"access_token": "access-token-1", "refresh_token": "refresh-1", "expires_in": 3600}


def link(bench: Bench, password: str = "right") -> LinkResult:
    return run(bench.clock, bench.alexa.link("alice", password))


def test_linking_goes_through_login_consent_code_and_tokens_and_ends_in_discovery() -> None:
    bench = Bench(scopes=("profile", "more"))
    result = link(bench)
    assert (result.ok, result.reason) == (True, "")
    assert bench.provider.authorized["client_id"] == "client-1"
    assert bench.provider.authorized["response_type"] == "code"
    assert bench.provider.authorized["scope"] == "profile more"
    assert len(bench.provider.authorized["state"]) > 100
    (exchange,) = bench.provider.token_requests
    assert exchange["grant_type"] == "authorization_code"
    assert exchange["code"] == "the-code"
    assert exchange["redirect_uri"] == bench.alexa.skill.redirect_uri
    assert base64.b64decode(exchange["authorization"].removeprefix("Basic ")) == b"client-1:client-secret-1"
    assert [event["directive"]["header"]["name"] for event in bench.invoked] == [
        "AcceptGrant",
        "Discover",
        "ReportState",
    ]
    assert [endpoint.friendly_name for endpoint in bench.alexa.endpoints] == ["kitchen light"]
    assert bench.alexa.belief("dev:key") == {
        "power": "ON",
        "brightness": 40,
        "color": {"hue": 277.5, "saturation": 0.86, "brightness": 0.94},
    }


def test_credentials_in_the_body_are_sent_there_and_nowhere_else() -> None:
    bench = Bench(scheme="body")
    assert link(bench).ok
    (exchange,) = bench.provider.token_requests
    assert (exchange["client_id"], exchange["client_secret"], exchange["authorization"]) == (
        "client-1",
        "client-secret-1",
        None,
    )


def test_without_alexa_events_no_grant_is_sent() -> None:
    bench = Bench(send_events=False)
    assert link(bench).ok
    assert next(event["directive"]["header"]["name"] for event in bench.invoked) == "Discover"


@pytest.mark.parametrize("host", ["pitangui.amazon.com", "layla.amazon.com", "alexa.amazon.co.jp"])
def test_every_regions_redirect_uri_works(host: str) -> None:
    assert link(Bench(redirect_uri=f"http://alexa.test/{host}/api/skill/link/VENDOR")).ok


def failing(**changes: Any) -> Bench:
    bench = Bench()
    for name, value in changes.items():
        setattr(bench.provider, name, value)
    return bench


def tokens(**changes: Any) -> Callable[[dict[str, Any]], tuple[int, object]]:
    return lambda _: (200, {key: value for key, value in {**GOOD, **changes}.items() if value is not None})


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"token": lambda _: (400, {"error": "invalid_client"})}, "answered 400"),
        ({"token": lambda _: (200, PlainTextResponse("hello"))}, "without an access_token"),
        ({"token": lambda _: (200, ["no", "object"])}, "without an access_token"),
        ({"token": tokens(access_token=None)}, "without an access_token"),
        ({"token": tokens(expires_in=100)}, "360 s or more"),
        ({"token": tokens(expires_in="soon")}, "expected a number"),
        ({"token_delay": 5.0}, "within 4.5 s"),
        ({"redirect": lambda uri, state: f"{uri}?code=c"}, "no state"),
        ({"redirect": lambda uri, state: f"{uri}?code=c&state={state[:-3]}"}, "state came back changed"),
        ({"redirect": lambda uri, state: f"{uri}?state={state}"}, "no code"),
        (
            {"redirect": lambda uri, state: f"{uri}?error=access_denied&error_description=no"},
            "access_denied no",
        ),
        ({"redirect": lambda uri, state: f"{uri}/?code=c&state={state}"}, "not to the redirect URI"),
        (
            {"redirect": lambda uri, state: "http://provider.test/oauth/authorize?again=1"},
            "the login never comes to an end",
        ),
        ({"redirect": lambda uri, state: "http://provider.test/elsewhere"}, "status 404"),
    ],
)
def test_a_failure_is_one_sentence_to_the_user_and_the_truth_in_the_trace(
    changes: dict[str, Any], reason: str
) -> None:
    bench = failing(**changes)
    result = link(bench)
    assert result.ok is False
    assert result.speech == "We were unable to link photonlink at this time."
    assert reason in result.reason or (reason.startswith("the login never") and "refused" in result.reason)
    assert bench.alexa.linked is False
    assert any("linking failed" in entry.summary for entry in bench.trace.entries(kind="link"))


def test_a_wrong_password_is_shown_in_the_web_view() -> None:
    result = link(Bench(), password="wrong")
    assert not result.ok
    assert "Wrong password." in result.reason


def test_an_authorization_uri_that_is_not_there_is_named() -> None:
    result = link(Bench(authorization_uri="http://provider.test/nothing"))
    assert not result.ok
    assert "404" in result.reason


def wrong_grant(kind: str) -> Callable[[dict[str, Any]], Any]:
    def handler(event: dict[str, Any]) -> Any:
        good: Any = answer(event)
        if event["directive"]["header"]["name"] != "AcceptGrant":
            return good
        if kind == "exception":
            return Response('{"errorMessage": "boom"}', headers={"X-Amz-Function-Error": "Unhandled"})
        if kind == "not JSON":
            return PlainTextResponse("ok")
        if kind == "extra member":
            good["event"]["payload"]["more"] = 1
        if kind == "error":
            good["event"]["header"]["name"] = "ErrorResponse"
            good["event"]["payload"] = {"type": "ACCEPT_GRANT_FAILED", "message": "no"}
        return good

    return handler


@pytest.mark.parametrize("kind", ["exception", "not JSON", "extra member", "error"])
def test_a_wrong_answer_to_accept_grant_makes_all_of_linking_fail(kind: str) -> None:
    bench = Bench(wrong_grant(kind))
    result = link(bench)
    assert not result.ok
    assert "AcceptGrant" in result.reason
    assert not bench.alexa.linked


def test_the_token_is_refreshed_before_it_ends_and_a_rotated_one_is_kept() -> None:
    bench = Bench()
    answers = iter(
        [
            GOOD,
            {**GOOD, "access_token": "access-token-2", "refresh_token": "refresh-2"},
            {**GOOD, "refresh_token": None},
        ]
    )
    bench.provider.token = lambda _: (200, {k: v for k, v in next(answers).items() if v is not None})

    async def scenario() -> None:
        await bench.alexa.link("alice", "right")
        await bench.clock.sleep(3000)
        await bench.alexa.say("turn on the kitchen light")
        assert len(bench.provider.token_requests) == 1
        await bench.clock.sleep(400)
        await bench.alexa.say("turn on the kitchen light")
        assert bench.provider.token_requests[-1]["refresh_token"] == "refresh-1"
        assert bench.invoked[-1]["directive"]["endpoint"]["scope"]["token"] == "access-token-2"
        await bench.clock.sleep(3500)
        await bench.alexa.say("turn on the kitchen light")
        assert bench.provider.token_requests[-1]["refresh_token"] == "refresh-2"

    run(bench.clock, scenario())


@pytest.mark.parametrize("changes", [{"refresh_token": None}, {}])
def test_a_link_that_cannot_be_refreshed_is_lost(changes: dict[str, Any]) -> None:
    bench = Bench()
    bench.provider.token = lambda fields: (
        tokens(**changes)(fields)
        if fields["grant_type"] == "authorization_code"
        else (400, {"error": "invalid_grant"})
    )

    async def scenario() -> None:
        await bench.alexa.link("alice", "right")
        await bench.clock.sleep(3600)
        assert not (await bench.alexa.say("turn on the kitchen light")).ok
        assert not bench.alexa.linked

    run(bench.clock, scenario())


def test_no_secret_of_linking_reaches_the_trace() -> None:
    bench = Bench()
    link(bench, "right")
    everything = "\n".join(str(entry.as_json()) for entry in bench.trace.entries())
    for secret in ("access-token-1", "refresh-1", "client-secret-1", "messaging-secret", "the-code"):
        assert secret not in everything, secret
