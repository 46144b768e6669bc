"""Whatever is sent, the answer is JSON in one of the cloud's shapes, and never a crash or a leak."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import quote, unquote

import httpx2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from photonsim.particle_cloud.api.body import as_text, media_type, parse_fields, parse_json
from photonsim.particle_cloud.oauth.token import basic_credentials

from .conftest import DEVICE, OTHER_DEVICE, OTHER_USER, Bench

JSON_TYPE = "application/json; charset=utf-8"


def is_an_error_of_the_cloud(answer: httpx2.Response) -> bool:
    body = answer.json()
    shapes = (
        {"error", "error_description"},
        {"error", "info"},
        {"ok", "error"},
        {"ok", "errors"},
        {"ok", "code", "errors"},
    )
    return set(body) in shapes and answer.headers["content-type"] == JSON_TYPE


@pytest.mark.parametrize(
    ("content", "kind", "status"),
    [
        (b"{", "application/json", 400),
        (b'{"arg": NaN}', "application/json", 400),
        (b"[" * 100_000, "application/json", 400),
        (b'"text"', "application/json", 400),
        (b"\xff\xfe", "application/json", 400),
        (b'{"n": ' + b"9" * 5000 + b"}", "application/json", 400),
        (b"a=1&" * 1500, "application/x-www-form-urlencoded", 413),
        (b"arg=" + b"x" * 10_000_000, "application/x-www-form-urlencoded", 413),
    ],
)
def test_malformed_and_oversized_bodies(bench: Bench, content: bytes, kind: str, status: int) -> None:
    bench.online()
    headers = {"Content-Type": kind}
    answer = bench.run(bench.send("POST", f"/v1/devices/{DEVICE}/toggle", content=content, headers=headers))
    assert answer.status_code == status
    assert is_an_error_of_the_cloud(answer)


@pytest.mark.parametrize(
    ("content", "kind", "argument"),
    [
        (b"arg=on", "application/x-www-form-urlencoded; charset=UTF-8", "on"),
        (b"arg=on", "APPLICATION/X-WWW-FORM-URLENCODED", "on"),
        (b'{"arg":"on"}', "application/json;charset=utf-8", "on"),
        (b"arg=a&arg=b", "application/x-www-form-urlencoded", "a,b"),
        (b"arg=%zz%41", "application/x-www-form-urlencoded", "%zzA"),
        (b"arg=%ff", "application/x-www-form-urlencoded", "\ufffd"),
        (b'{"arg":"\\ud800"}', "application/json", "\ufffd"),
        (b'["arg"]', "application/json", ""),
        (b"arg=on", "text/plain", ""),
        (b"arg=on", "nonsense", ""),
        (b"", "application/json", ""),
    ],
)
def test_odd_but_readable_bodies_are_read_as_express_does(
    bench: Bench, content: bytes, kind: str, argument: str
) -> None:
    session = bench.online()
    headers = {"Content-Type": kind}
    answer = bench.run(bench.send("POST", f"/v1/devices/{DEVICE}/toggle", content=content, headers=headers))
    assert answer.status_code == 200
    assert session.calls == [("toggle", argument)]


@pytest.mark.parametrize(
    "path",
    [
        f"/v1/devices/{DEVICE}/../{OTHER_DEVICE}",
        f"/v1/devices/..%2f{OTHER_DEVICE}",
        "/v1/devices/%00",
        "/v1/devices/%ff%fe",
        f"/v1//devices/{DEVICE}",
        "/v1/devices/" + "x" * 5000,
        "/v1/devices/%F0%9F%92%A1/toggle",
        "/oauth/../v1/nothing",
    ],
)
def test_path_tricks_lead_nowhere(bench: Bench, path: str) -> None:
    answer = bench.run(bench.send("GET", path))
    assert answer.status_code in (403, 404)
    assert is_an_error_of_the_cloud(answer)
    assert OTHER_USER not in answer.text


everything = st.text(max_size=60) | st.binary(max_size=60).map(lambda raw: raw.decode("latin-1"))
headers = st.dictionaries(
    st.sampled_from(["Authorization", "Content-Type", "Cookie", "Origin", "Accept", "Content-Encoding"]),
    st.sampled_from(
        [
            "Basic",
            "Basic !!!",
            "Bearer",
            "Bearer x",
            "application/json",
            "text/html;q",
            "",
            "multipart/form-data",
            "multipart/form-data; boundary=x",
            "application/x-www-form-urlencoded",
            "particle_login=x",
        ]
    ),
    max_size=4,
)
paths = st.sampled_from(
    [
        "/oauth/token",
        "/oauth/authorize",
        "/v1/devices",
        f"/v1/devices/{DEVICE}",
        f"/v1/devices/{DEVICE}/toggle",
        f"/v1/devices/{DEVICE}/ping",
        "/v1/devices/events",
        "/v1/clients",
        "/v1/clients/x",
        "/v1/access_tokens",
        "/v1/access_tokens/x",
        "/v1/user",
        "/v1/users",
        "/v1/user/mfa-enable",
        "/v1/user/mfa-disable",
        "/v1/user/password-reset",
        "/v1/webhooks",
        "/v1/webhooks/x",
        "/v1/binaries",
        "/v1/binaries/x",
        "/v1/provisioning/x",
        "/v1/device_claims",
        "/v1/device-os/versions/x",
    ]
) | everything.map(lambda text: "/v1/devices/" + quote(text, safe=""))
names = st.sampled_from(
    "grant_type client_id client_secret code username password refresh_token scope expires_in expires_at otp"
    " mfa_token arg args name data ttl signal notes id event url type redirect_uri publicKey".split()
)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | everything,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(everything, inner, max_size=3),
    max_leaves=5,
)
bodies = (
    st.binary(max_size=200)
    | st.dictionaries(names, values, max_size=5).map(lambda body: json.dumps(body).encode())
    | st.lists(st.tuples(names, everything), max_size=5).map(
        lambda pairs: "&".join(f"{name}={quote(value)}" for name, value in pairs).encode()
    )
)


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    method=st.sampled_from(["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"]),
    path=paths,
    sent=headers,
    body=bodies,
    logged_in=st.booleans(),
)
def test_no_request_crashes_the_cloud_or_gets_an_answer_that_is_no_json(
    method: str, path: str, sent: dict[str, str], body: bytes, logged_in: bool
) -> None:
    bench = Bench()
    bench.online()
    # The cloud undoes the percent signs before it looks for what answers. HEAD opens a stream as GET does.
    if method in ("GET", "HEAD") and re.fullmatch(
        r"/v1/devices/(.*/)?events(/.*)?", unquote(path), re.DOTALL
    ):
        method = "POST"  # a stream has tests of its own, and never ends

    async def scenario() -> httpx2.Response:
        token = "mine" if logged_in else None
        return await bench.send(method, path, token=token, headers=sent, content=body)

    answer = bench.run(scenario())
    assert bench.trace.entries(kind="error") == []
    assert answer.status_code < 500 or answer.json()["errors"] != ["Internal server error"]
    if answer.status_code >= 400 and method not in ("HEAD", "OPTIONS"):
        assert answer.headers["content-type"] == JSON_TYPE or path == "/oauth/authorize"
        if answer.headers["content-type"] == JSON_TYPE:
            assert isinstance(answer.json(), dict)


@given(st.binary(max_size=300))
def test_the_json_parser_returns_an_object_or_says_no(raw: bytes) -> None:
    try:
        parsed = parse_json(raw)
    except ValueError:
        return
    assert isinstance(parsed, dict)


@given(st.dictionaries(st.text(max_size=10), values, max_size=4))
def test_every_json_object_can_be_read_and_said_again(value: dict[str, Any]) -> None:
    parsed = parse_json(json.dumps(value).encode())
    json.dumps(parsed, ensure_ascii=False).encode()
    for item in parsed.values():
        as_text(item).encode()


@given(st.text(max_size=300))
def test_the_form_parser_takes_any_text(text: str) -> None:
    for value in parse_fields(text).values():
        assert isinstance(value, str | list)


@given(st.text(max_size=100))
def test_content_types_and_basic_headers_are_parsed_or_ignored(text: str) -> None:
    assert media_type(text) == media_type(text).lower()
    found = basic_credentials(text)
    assert found is None or all(found)


@given(
    st.text(st.characters(codec="utf-8", exclude_characters=":"), min_size=1),
    st.text(st.characters(codec="utf-8", exclude_characters="\n\r\u2028\u2029"), min_size=1),
)
def test_basic_credentials_come_back_as_they_were_written(name: str, password: str) -> None:
    import base64

    header = "Basic " + base64.b64encode(f"{name}:{password}".encode()).decode()
    assert basic_credentials(header) == (name, password)
