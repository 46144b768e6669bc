"""The real particle-api-js against the simulated cloud: every call that a hobbyist's script makes, and its errors."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyotp
import pytest

from ..particle_cloud.conftest import DEVICE, PASSWORD, USER
from .live import OFFLINE, LiveCloud
from .tools import node_command, node_package

pytestmark = pytest.mark.slow


class Api:
    """One Node process that makes the calls it is given."""

    def __init__(self, package: Path, url: str, *client: str) -> None:
        self._process = subprocess.Popen(
            [node_command(), "calls.js", url, *(client or ("particle-api", "particle-api"))],
            cwd=package,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )

    def send(self, method: str, *, follow: bool = False, **options: Any) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"method": method, "options": options, "follow": follow}) + "\n")
        self._process.stdin.flush()

    def read(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        said: dict[str, Any] = json.loads(self._process.stdout.readline())
        return said

    def ask(self, method: str, **options: Any) -> dict[str, Any]:
        """What the promise brought: `ok`, `statusCode`, `body`, and for an error its members."""
        self.send(method, **options)
        return self.read()

    def until(self, signal: str) -> list[dict[str, Any]]:
        """What a followed stream says, up to and with `signal`."""
        said = [self.read()]
        while said[-1]["signal"] != signal:
            said.append(self.read())
        return said

    def close(self) -> None:
        self._process.kill()
        self._process.wait()


@pytest.fixture(scope="module")
def package() -> Path:
    return node_package("particle-api-js")


@pytest.fixture(scope="module")
def api(package: Path, live: LiveCloud) -> Iterator[Api]:
    found = Api(package, live.url)
    yield found
    found.close()


@pytest.fixture(scope="module")
def auth(live: LiveCloud) -> str:
    return live.token


def test_login_and_a_wrong_password(api: Api) -> None:
    right = api.ask("login", username=USER, password=PASSWORD)
    assert right["ok"]
    assert right["body"]["token_type"] == "bearer"
    wrong = api.ask("login", username=USER, password="wrong")
    assert wrong["statusCode"] == 400
    assert wrong["shortErrorDescription"] == "User credentials are invalid"
    assert wrong["body"]["error"] == "invalid_grant"


def test_mfa_from_enabling_to_login(api: Api, live: LiveCloud, auth: str) -> None:
    begun = api.ask("enableMfa", auth=auth)["body"]
    totp = pyotp.TOTP(begun["secret"])
    confirmed = api.ask("confirmMfa", auth=auth, mfaToken=begun["mfa_token"], otp=totp.now())
    assert confirmed["ok"]
    asked = api.ask("login", username=USER, password=PASSWORD)
    assert asked["statusCode"] == 403
    assert asked["body"]["error"] == "mfa_required"
    user = live.cloud.state.users.find(USER)
    assert user is not None
    user.mfa_used_step = (
        0  # the code of this half minute may be used again, so that nobody waits for the next
    )
    logged_in = api.ask("sendOtp", mfaToken=asked["body"]["mfa_token"], otp=totp.now())
    assert logged_in["body"]["token_type"] == "bearer"
    assert api.ask("disableMfa", auth=auth, currentPassword=PASSWORD)["ok"]


def test_devices_are_listed_and_described(api: Api, auth: str) -> None:
    listed = api.ask("listDevices", auth=auth)["body"]
    assert {device["id"]: device["online"] for device in listed} == {DEVICE: True, OFFLINE: False}
    one = api.ask("getDevice", auth=auth, deviceId=DEVICE)["body"]
    assert one["functions"] == ["toggle", "light"]
    assert one["variables"]["lights"] == "string"


def test_functions_and_variables(api: Api, live: LiveCloud, auth: str) -> None:
    called = api.ask("callFunction", auth=auth, deviceId=DEVICE, name="light", argument="kitchen=+10")
    assert called["body"]["return_value"] == 1
    assert live.session.calls[-1] == ("light", "kitchen=+10")
    assert api.ask("getVariable", auth=auth, deviceId="kitchen", name="answer")["body"]["result"] == 42


@pytest.mark.parametrize(
    ("method", "options", "status", "description"),
    [
        ("listDevices", {"auth": "f" * 40}, 401, "The access token provided is invalid."),
        ("listDevices", {}, 400, "The access token was not found"),
        ("getDevice", {"deviceId": "nobody"}, 403, None),
        ("callFunction", {"deviceId": DEVICE, "name": "no", "argument": ""}, 404, None),
        ("callFunction", {"deviceId": OFFLINE, "name": "toggle", "argument": ""}, 400, None),
        ("getVariable", {"deviceId": OFFLINE, "name": "answer"}, 408, None),
        ("deleteWebhook", {"hookId": "1" * 24}, 404, None),
        ("getProduct", {"product": "123"}, 404, None),
    ],
)
def test_errors_keep_their_status_and_body(
    api: Api, auth: str, method: str, options: dict[str, Any], status: int, description: str | None
) -> None:
    if method != "listDevices":
        options = {"auth": auth, **options}
    failed = api.ask(method, **options)
    assert not failed["ok"]
    assert failed["statusCode"] == status
    assert failed["body"], "a body that could not be parsed hides the real error"
    assert failed.get("shortErrorDescription") == description
    assert str(status) in failed["errorDescription"]


def test_a_stream_carries_events_and_comes_back_after_the_server_dropped_it(
    package: Path, live: LiveCloud, auth: str
) -> None:
    api = Api(package, live.url)
    try:
        api.send("getEventStream", follow=True, auth=auth, deviceId="mine", name="photonlink/")
        api.until("open")
        live.publish("photonlink/state", "1")
        (event,) = api.until("event")
        assert event["value"]["name"] == "photonlink/state"
        assert event["value"]["data"] == "1"
        assert event["value"]["coreid"] == DEVICE
        live.do(live.cloud.drop_streams)
        signals = [said["signal"] for said in api.until("reconnect-success")]
        assert signals == ["disconnect", "reconnect", "reconnect-success"]
        live.publish("photonlink/state", "2")
        assert api.until("event")[-1]["value"]["data"] == "2"
    finally:
        api.close()


def test_a_refused_stream_tells_why(api: Api) -> None:
    refused = api.ask("getEventStream", auth="f" * 40, deviceId="mine")
    assert refused["statusCode"] == 401
    assert refused["body"]["error_description"] == "The access token provided is invalid."


def test_publishing(api: Api, live: LiveCloud, auth: str) -> None:
    assert api.ask("publishEvent", auth=auth, name="hello", data="x", isPrivate=True)["body"] == {"ok": True}
    assert ("hello", "x") in live.session.events


def test_webhooks(api: Api, auth: str) -> None:
    options = {"auth": auth, "event": "temp", "url": "https://example.com", "device": DEVICE}
    made = api.ask(
        "createWebhook", **options, noDefaults=True, hook={"method": "PUT", "json": {"v": "{{x}}"}}
    )
    assert made["statusCode"] == 201
    listed = api.ask("listWebhooks", auth=auth)["body"]
    assert [hook["id"] for hook in listed] == [made["body"]["id"]]
    assert listed[0]["noDefaults"] is True
    assert (listed[0]["requestType"], listed[0]["json"]) == ("PUT", {"v": "{{x}}"})
    assert listed[0]["deviceID"] == DEVICE
    assert api.ask("deleteWebhook", auth=auth, hookId=made["body"]["id"])["statusCode"] == 204
    assert api.ask("listWebhooks", auth=auth)["body"] == []


def test_integrations(api: Api, auth: str) -> None:
    settings = {"url": "https://example.com", "requestType": "PUT"}
    made = api.ask("createIntegration", auth=auth, event="temp", settings=settings)
    assert made["ok"]
    one = {"auth": auth, "integrationId": made["body"]["id"]}
    edited = api.ask("editIntegration", **one, event="hum", settings=settings)
    assert edited["ok"]
    assert [hook["event"] for hook in api.ask("listIntegrations", auth=auth)["body"]] == ["hum"]
    assert api.ask("deleteIntegration", **one)["statusCode"] == 204


def test_oauth_clients(package: Path, api: Api, live: LiveCloud, auth: str) -> None:
    made = api.ask(
        "createOAuthClient", auth=auth, name="Alexa", type="web", redirect_uri="https://example.com"
    )["body"]["client"]
    renamed = api.ask("updateOAuthClient", auth=auth, clientId=made["id"], name="Echo")
    assert renamed["ok"]
    listed = api.ask("listOAuthClients", auth=auth)["body"]["clients"]
    assert [(client["name"], client["redirect_uri"]) for client in listed] == [
        ("Echo", "https://example.com")
    ]
    owner = Api(package, live.url, made["id"], made["secret"])
    token = owner.ask("loginAsClientOwner")["body"]["access_token"]
    owner.close()
    assert api.ask("getUserInfo", auth=token)["body"]["username"] == USER
    assert api.ask("deleteOAuthClient", auth=auth, clientId=made["id"])["statusCode"] == 204


def test_tokens_are_deleted(api: Api, live: LiveCloud) -> None:
    known, current = live.do(live.cloud.create_token, USER), live.do(live.cloud.create_token, USER)
    assert api.ask("deleteAccessToken", token=known)["body"] == {"ok": True}
    assert api.ask("deleteCurrentAccessToken", auth=current)["body"] == {"ok": True}
    for token in (known, current):
        assert api.ask("getUserInfo", auth=token)["statusCode"] == 401


def test_signal_rename_claim_and_remove(api: Api, live: LiveCloud, auth: str) -> None:
    device_id = "8" * 24
    live.do(live.cloud.add_device, device_id, "spare", None)
    live.do(live.cloud.connect, type(live.session)(device_id))
    assert api.ask("claimDevice", auth=auth, deviceId=device_id)["body"]["connected"] is True
    one = {"auth": auth, "deviceId": device_id}
    assert api.ask("renameDevice", **one, name="porch")["body"] == {"name": "porch", "id": device_id}
    assert api.ask("signalDevice", **one, signal=True)["body"]["signaling"] is True
    assert api.ask("removeDevice", **one)["body"] == {"ok": True}
    assert api.ask("getClaimCode", auth=auth)["body"]["device_ids"] == [DEVICE, OFFLINE]


def test_users(api: Api) -> None:
    new = {"username": "js@example.com", "password": "a long password"}
    assert api.ask("createUser", **new)["body"]["ok"] is True
    token = api.ask("login", **new)["body"]["access_token"]
    info = api.ask("setUserInfo", auth=token, accountInfo={"first_name": "Ada"})
    assert info["body"]["account_info"] == {"first_name": "Ada"}
    assert api.ask("resetPassword", username=new["username"])["body"] == {"ok": True}
    changed = api.ask(
        "changeUserPassword", auth=token, currentPassword=new["password"], password="another password"
    )
    assert changed["ok"]
    assert api.ask("deleteUser", auth=token, password="another password")["ok"]


def test_build_targets_and_device_os_versions(api: Api, auth: str) -> None:
    targets = api.ask("listBuildTargets", auth=auth)["body"]["targets"]
    assert {target["version"] for target in targets} == {"2.3.1", "3.3.1"}
    versions = api.ask("listDeviceOsVersions", auth=auth, platformId=6)["body"]
    assert {version["version"] for version in versions} == {"2.3.1", "3.3.1"}


def test_compile_download_and_flash(api: Api, live: LiveCloud, auth: str, tmp_path: Path) -> None:
    source = tmp_path / "app.ino"
    source.write_text("void loop() {}\n")
    files = {"src/app.ino": str(source)}
    built = api.ask("compileCode", auth=auth, files=files, platformId=6, targetVersion="3.3.1")
    assert built["ok"], built
    binary = api.ask("downloadFirmwareBinary", auth=auth, binaryId=built["body"]["binary_id"])
    assert str(binary["body"]).startswith("image of ")
    live.session.images.clear()
    flashed = api.ask("flashDevice", auth=auth, deviceId=DEVICE, files=files)
    assert flashed["body"]["status"] == "Update started"
    source.write_text("invalid\n")
    failed = api.ask("compileCode", auth=auth, files=files, platformId=6)
    assert failed["statusCode"] == 406
    assert "bad_code.cpp:5:3: error:" in failed["body"]["errors"][0]


def test_products_are_answered_politely(api: Api, auth: str) -> None:
    assert api.ask("listProducts", auth=auth)["body"] == {"products": []}
