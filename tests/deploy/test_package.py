"""The zip as it is uploaded: the same bytes each time, and the same answers under AWS's own runtime as in-process."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from click.testing import CliRunner

from photonlink.deploy.command import deploy
from photonlink.packaging import build
from tests.deploy.runtime import needs_runtime
from tests.house.conftest import RunningHouse

pytestmark = pytest.mark.slow

#: Members that differ from one answer to the next.
FRESH = ("messageId", "timeOfSample", "uncertaintyInMilliseconds")


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("package") / "photonlink-lambda.zip"
    build(target)
    return target


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., RunningHouse]]:
    houses: list[RunningHouse] = []

    def started(*options: str) -> RunningHouse:
        home = tmp_path / str(len(houses))
        home.mkdir()
        houses.append(RunningHouse(home, *options))
        return houses[-1]

    yield started
    for house in houses:
        house.stop()


def test_the_same_sources_make_the_same_bytes(package: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.zip"
    assert CliRunner().invoke(deploy, ["package", str(again)]).exit_code == 0
    assert hashlib.sha256(again.read_bytes()).digest() == hashlib.sha256(package.read_bytes()).digest()


def without_what_is_fresh(answer: Any) -> Any:
    if isinstance(answer, dict):
        return {name: without_what_is_fresh(value) for name, value in answer.items() if name not in FRESH}
    if isinstance(answer, str):
        return re.sub(r"127\.0\.0\.1:\d+", "the house", answer)
    return [without_what_is_fresh(item) for item in answer] if isinstance(answer, list) else answer


def directive(
    house: RunningHouse, namespace: str, name: str, light: str = "", **payload: object
) -> dict[str, Any]:
    scope = {"type": "BearerToken", "token": house.facts["particle"]["access_token"]}
    header = {"namespace": namespace, "name": name, "payloadVersion": "3", "messageId": "m-1"}
    if namespace == "Alexa.Discovery":
        return {"directive": {"header": header, "payload": {"scope": scope}}}
    endpoint = {"scope": scope, "endpointId": f"{house.facts['devices'][0]['id']}:{light}", "cookie": {}}
    return {
        "directive": {
            "header": {**header, "correlationToken": "c-1"},
            "endpoint": endpoint,
            "payload": payload,
        }
    }


def events(house: RunningHouse) -> dict[str, Any]:
    """One of each kind that Alexa sends, good and bad."""
    token = house.facts["particle"]["access_token"]
    stranger = directive(house, "Alexa", "ReportState", "kitchen")
    stranger["directive"]["endpoint"]["scope"]["token"] = "0" * 40
    return {
        "discovery": directive(house, "Alexa.Discovery", "Discover"),
        "brightness": directive(house, "Alexa.BrightnessController", "SetBrightness", "kitchen", brightness=40),
        "color": directive(
            house, "Alexa.ColorController", "SetColor", "accent",
            color={"hue": 120.0, "saturation": 1.0, "brightness": 1.0},
        ),
        "report": directive(house, "Alexa", "ReportState", "kitchen"),
        "no such light": directive(house, "Alexa.PowerController", "TurnOn", "attic"),
        "out of range": directive(house, "Alexa.BrightnessController", "SetBrightness", "kitchen", brightness=140),
        "a stranger's token": stranger,
        "a grant that Amazon does not know": {
            "directive": {
                "header": {"namespace": "Alexa.Authorization", "name": "AcceptGrant", "payloadVersion": "3", "messageId": "m"},
                "payload": {
                    "grant": {"type": "OAuth2.AuthorizationCode", "code": "nonsense"},
                    "grantee": {"type": "BearerToken", "token": token},
                },
            }
        },
        "discovery in v2": {
            "header": {"namespace": "Alexa.ConnectedHome.Discovery", "name": "DiscoverAppliancesRequest", "payloadVersion": "2", "messageId": "m"},
            "payload": {"accessToken": token},
        },
        "the custom skill": {
            "version": "1.0",
            "session": {"new": True, "sessionId": "s", "application": {"applicationId": "a"}, "user": {"userId": "u", "accessToken": token}},
            "context": {"System": {"application": {"applicationId": "a"}, "user": {"userId": "u", "accessToken": token}}},
            "request": {"type": "LaunchRequest", "requestId": "r", "timestamp": "2026-01-01T00:00:00Z", "locale": "en-US"},
        },
        "nothing that Alexa sends": {"hello": "world"},
        "no object": ["hello"],
    }  # fmt: skip


def invoke(house: RunningHouse, event: object) -> object:
    answer = requests.post(house.facts["lambda"]["invoke"], json=event, timeout=20)
    return [
        answer.status_code,
        answer.headers.get("X-Amz-Function-Error"),
        without_what_is_fresh(answer.json()),
    ]


def webhook(house: RunningHouse, secret: str) -> object:
    form = {"event": "photonlink/state", "data": "{}", "coreid": house.facts["devices"][0]["id"]}
    answer = requests.post(
        house.facts["lambda"]["webhook"], data=form, headers={"Authorization": f"Bearer {secret}"}, timeout=20
    )
    return [answer.status_code, answer.json()]


@needs_runtime
def test_under_awss_runtime_the_zip_answers_as_the_handler_in_process_does(
    package: Path, start: Callable[..., RunningHouse]
) -> None:
    real, simulated = start("--lambda", str(package)), start()
    assert real.state()["alexa"] == simulated.state()["alexa"]
    assert real.state()["alexa"]["linked"] is True
    for name in events(simulated):
        answers = [invoke(house, events(house)[name]) for house in (real, simulated)]
        assert answers[0] == answers[1], name
    assert webhook(real, "wrong") == webhook(simulated, "wrong")
    assert real.command("trace", "--kind", "breach").stdout == ""


@needs_runtime
def test_under_awss_runtime_a_button_is_reported_to_alexa_by_the_webhook(
    package: Path, start: Callable[..., RunningHouse]
) -> None:
    house = start("--lambda", str(package))
    house.command("say", "turn on the hall light")
    body = {"device": house.facts["devices"][0]["name"], "button": "D4", "seconds": 0.2}
    assert requests.post(f"{house.facts['dashboard']}/api/press", json=body, timeout=10).ok

    def hall() -> Any:
        lights = house.state()["devices"][0]["lights"]
        return next(light for light in lights if light["key"] == "hall")["alexa"]

    wait_until(lambda: hall() == {"power": "OFF"})


def wait_until(condition: Callable[[], bool]) -> None:
    """Ask until it holds; the test's own time limit ends it."""
    while not condition():
        pass
