"""The simulated cloud against what the real one answered.

The facts were recorded with https://api.particle.io between 2015 and 2018 by the particlerb project. The table
below holds each kind of exchange once; `PHOTONLINK_RECORDED` may name a file of further recordings (JSON lines
of `request` and `response`), which are then replayed as well.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from ..clients.tools import cannot_run
from .recorded import DEVICE_MARK, PASSWORD_MARK, USER_MARK, Exchange, compare, not_comparable, replay

DEVICE = f"/v1/devices/{DEVICE_MARK}"
HOOK = "/v1/webhooks/5b0967d38343ac6e331f0b9a"
FORM = "application/x-www-form-urlencoded"
BASIC = f"{USER_MARK}:{PASSWORD_MARK}"
TOKEN = "<40 hex>"
WHEN = "2018-05-26T13:57:39.522Z"
ARG = '{"arg":""}'

DENIED = {
    "error": "Permission Denied",
    "info": "I didn't recognize that device name or ID, try opening "
    "https://api.particle.io/v1/devices?access_token=undefined",
}
NO_HOOK = {"ok": False, "error": "Webhook not found"}
WRONG_USER = {"error": "invalid_grant", "error_description": "User credentials are invalid"}
NO_BINARY = "build didn't produce binary"
NO_NEWS = {"ok": False, "code": 500, "errors": [{"error": "Timed out, didn't hear back from device service"}]}
HOOK_FACTS = {
    "id": "5b0967d38343ac6e331f0b9a",
    "event": "68c57e6752d5e0a5",
    "created_at": WHEN,
    "url": "https://example.com",
    "noDefaults": False,
    "rejectUnauthorized": True,
}


def login(rest: str) -> dict[str, Any]:
    body = f"grant_type=password&{rest}"
    return {"body": body, "content_type": FORM, "basic": "particle:particle", "bearer": False}


def issued(expires_in: int) -> dict[str, Any]:
    return {"token_type": "bearer", "access_token": TOKEN, "expires_in": expires_in, "refresh_token": TOKEN}


def client(kind: str, **more: str) -> dict[str, Any]:
    return {"ok": True, "client": {"name": "x", "type": kind, "secret": TOKEN, **more, "id": "x-4601"}}


FACTS = [
    Exchange(
        "GET",
        "/v1/devices",
        200,
        [
            {
                "id": DEVICE_MARK,
                "name": "fried",
                "last_app": None,
                "last_ip_address": "203.0.113.1",
                "last_heard": WHEN,
                "product_id": 6,
                "connected": True,
            }
        ],
    ),
    Exchange(
        "GET",
        "/v1/devices",
        400,
        {"error": "invalid_request", "error_description": "The access token was not found"},
        bearer=False,
    ),
    Exchange(
        "GET",
        "/v1/devices",
        401,
        {"error": "invalid_token", "error_description": "The access token provided has expired."},
    ),
    Exchange(
        "GET",
        DEVICE,
        200,
        {
            "id": DEVICE_MARK,
            "name": "fried",
            "connected": True,
            "variables": {"answer": "int32"},
            "functions": ["toggle"],
            "product_id": 6,
            "last_heard": WHEN,
        },
    ),
    Exchange("GET", DEVICE, 200, {"connected": False, "variables": None, "functions": None, "product_id": 6}),
    Exchange("GET", "/v1/devices/123456", 403, DENIED),
    Exchange(
        "POST",
        f"{DEVICE}/toggle",
        200,
        {"id": DEVICE_MARK, "last_app": "", "connected": True, "return_value": 1},
        ARG,
    ),
    Exchange("POST", f"{DEVICE}/toggle", 400, {"ok": False, "error": "Timed out."}, ARG),
    Exchange("POST", f"{DEVICE}/blahblah", 404, {"ok": False, "error": "Function blahblah not found"}, ARG),
    Exchange("POST", "/v1/devices/1234/toggle", 403, DENIED, ARG),
    Exchange(
        "GET",
        f"{DEVICE}/answer",
        200,
        {
            "cmd": "VarReturn",
            "name": "answer",
            "result": 42,
            "coreInfo": {
                "last_app": "",
                "last_heard": WHEN,
                "connected": True,
                "last_handshake_at": WHEN,
                "deviceID": DEVICE_MARK,
            },
        },
    ),
    Exchange("GET", f"{DEVICE}/answer", 408, {"error": "Timed out."}),
    Exchange("GET", f"{DEVICE}/blahblah", 404, {"ok": False, "error": "Variable not found"}),
    Exchange("GET", "/v1/devices/1234/answer", 403, DENIED),
    Exchange(
        "POST",
        "/v1/devices",
        200,
        {"user_id": "55958676f468f5cfd8000807", "id": DEVICE_MARK, "connected": True, "ok": True},
        f'{{"id":"{DEVICE_MARK}"}}',
    ),
    Exchange(
        "POST",
        "/v1/devices",
        404,
        {"ok": False, "errors": [["Core isn't online", 404]]},
        f'{{"id":"{DEVICE_MARK}"}}',
    ),
    Exchange(
        "POST", "/v1/devices", 404, {"ok": False, "errors": ["device does not exist"]}, '{"id":"123456"}'
    ),
    Exchange("DELETE", DEVICE, 200, {"ok": True}, "{}"),
    Exchange("DELETE", "/v1/devices/1234", 403, DENIED, "{}"),
    Exchange("PUT", DEVICE, 200, {"name": "fried", "id": DEVICE_MARK}, '{"name":"fried"}'),
    Exchange("PUT", "/v1/devices/1234", 403, DENIED, '{"name":"blah"}'),
    Exchange("PUT", DEVICE, 200, {"id": DEVICE_MARK, "connected": True, "signaling": True}, '{"signal":"1"}'),
    Exchange(
        "PUT", DEVICE, 200, {"id": DEVICE_MARK, "connected": True, "signaling": False}, '{"signal":"0"}'
    ),
    Exchange("PUT", DEVICE, 500, NO_NEWS, '{"signal":"1"}'),
    Exchange("PUT", "/v1/devices/1234", 403, DENIED, '{"signal":"1"}'),
    Exchange("PUT", f"{DEVICE}/ping", 200, {"online": True, "ok": True}, "{}"),
    Exchange("PUT", f"{DEVICE}/ping", 200, {"online": False, "ok": True}, "{}"),
    Exchange("PUT", "/v1/devices/1234/ping", 403, DENIED, "{}"),
    Exchange(
        "POST",
        "/v1/binaries",
        200,
        {"ok": True, "binary_id": "x", "binary_url": "/v1/binaries/x", "expires_at": WHEN, "sizeInfo": ""},
        "(multipart: file=code_with_lib.ino, file1=led.h, file2=led.cpp)",
    ),
    Exchange(
        "POST",
        "/v1/binaries",
        406,
        {"ok": False, "code": 200, "output": NO_BINARY, "stdout": ""},
        "(multipart: file=bad_code.ino)",
    ),
    Exchange(
        "PUT",
        DEVICE,
        200,
        {"ok": True, "message": "Update started"},
        "(multipart: file=code_with_lib.ino, file1=led.h, file2=led.cpp)",
    ),
    Exchange(
        "PUT",
        DEVICE,
        200,
        {"ok": False, "output": NO_BINARY, "stdout": ""},
        "(multipart: file=bad_code.ino)",
    ),
    Exchange(
        "PUT",
        DEVICE,
        500,
        {"ok": False, "code": 500, "errors": ["Request Timed Out"]},
        "(multipart: file=good_code.ino)",
    ),
    Exchange(
        "POST",
        "/v1/clients",
        200,
        client("web", redirect_uri="https://example.com"),
        '{"name":"x","type":"web","redirect_uri":"https://example.com"}',
    ),
    Exchange("POST", "/v1/clients", 200, client("installed"), '{"name":"x","type":"installed"}'),
    Exchange(
        "GET",
        "/v1/clients",
        200,
        {"ok": True, "clients": [{"name": "TestClient", "type": "installed", "id": "testclient-1013"}]},
    ),
    Exchange("DELETE", "/v1/clients/x-4601", 204, None, "{}"),
    Exchange("GET", "/v1/products/123456", 404, {"ok": False, "error": "Product not found."}),
    Exchange("POST", "/v1/devices/events", 200, {"ok": True}, '{"name":"test","data":"25"}'),
    Exchange(
        "POST",
        "/v1/devices/events",
        200,
        {"ok": True},
        '{"name":"test","data":"abc","ttl":3600,"private":true}',
    ),
    Exchange("POST", "/oauth/token", 400, WRONG_USER, **login(f"username={USER_MARK}&password=invalid")),
    Exchange("POST", "/oauth/token", 400, WRONG_USER, **login("username=invalid&password=invalid")),
    Exchange(
        "POST",
        "/oauth/token",
        200,
        issued(7_776_000),
        **login(f"username={USER_MARK}&password={PASSWORD_MARK}"),
    ),
    Exchange(
        "POST",
        "/oauth/token",
        200,
        issued(7_683_064),
        **login(f"username={USER_MARK}&password={PASSWORD_MARK}&expires_at=2017-12-07"),
    ),
    Exchange("DELETE", f"/v1/access_tokens/{TOKEN}", 200, {"ok": True}, basic=BASIC, bearer=False),
    Exchange(
        "GET",
        "/v1/access_tokens",
        200,
        [{"token": TOKEN, "expires_at": None, "client": "__PASSWORD_ONLY__"}],
        basic=BASIC,
        bearer=False,
    ),
    Exchange(
        "GET",
        "/v1/access_tokens",
        401,
        {"ok": False, "errors": ["Bad password"]},
        basic=f"{USER_MARK}:invalid",
        bearer=False,
    ),
    Exchange(
        "GET",
        "/v1/access_tokens",
        400,
        {"ok": False, "errors": ["Unknown user"]},
        basic="invalid:invalid",
        bearer=False,
    ),
    Exchange(
        "POST",
        "/v1/webhooks",
        201,
        {**HOOK_FACTS, "integration_type": "Webhook", "ok": True, "hookUrl": "https://api.particle.io/x"},
        '{"url":"https://example.com","event":"68c57e6752d5e0a5"}',
    ),
    Exchange("GET", HOOK, 200, {"webhook": {**HOOK_FACTS, "logs": [], "errors": [], "counters": []}}),
    Exchange("GET", "/v1/webhooks", 200, [HOOK_FACTS]),
    Exchange("DELETE", HOOK, 204, None, "{}"),
    Exchange("GET", f"/v1/webhooks/{'1' * 24}", 404, NO_HOOK),
    Exchange("DELETE", f"/v1/webhooks/{'1' * 24}", 404, NO_HOOK, "{}"),
]


@pytest.mark.parametrize("exchange", FACTS, ids=str)
def test_the_simulated_cloud_answers_as_the_real_one_did(exchange: Exchange) -> None:
    assert replay(exchange) == []


def recordings() -> Path | None:
    """The file of recordings, where there is one."""
    named = os.environ.get("PHOTONLINK_RECORDED")
    beside = Path(__file__).parents[3] / "shared" / "data" / "particle-cloud-recorded.jsonl"
    path = Path(named) if named else beside
    return path if path.is_file() else None


def read(line: str) -> Exchange:
    record = json.loads(line)
    asked, said = record["request"], record["response"]
    return Exchange(
        asked["method"],
        asked["path"],
        said["status"],
        said["body"],
        asked["body"],
        asked["content_type"],
        bearer=asked["bearer"] is not None,
        basic=asked["basic"],
        year=record["year"],
    )


def test_a_whole_file_of_recordings_is_answered_alike() -> None:
    path = recordings()
    if path is None:
        cannot_run(
            "no file of recordings here: name one in PHOTONLINK_RECORDED (the table above still holds)"
        )
    exchanges = [read(line) for line in path.read_text(encoding="utf-8").splitlines()]
    compared = [exchange for exchange in exchanges if not_comparable(exchange) is None]
    differences = {str(exchange): found for exchange in compared if (found := replay(exchange))}
    assert differences == {}
    assert len(compared) >= len(exchanges) - 6


@pytest.mark.parametrize(
    ("recorded", "found"),
    [
        ({"ok": True}, {}),
        ({"ok": True}, {"ok": False}),
        ({"id": "x"}, {"id": 1}),
        ({"clients": [{"type": "web"}]}, {"clients": []}),
        ([{"event": "a"}], [{"event": "b"}]),
        ({"errors": ["a"]}, {"errors": ["b"]}),
    ],
)
def test_the_comparison_notices_a_difference(recorded: object, found: object) -> None:
    assert compare(recorded, found, "") != []
