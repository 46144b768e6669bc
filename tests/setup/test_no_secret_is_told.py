"""Every scenario with secrets planted: none of them is in a log, a trace, a verdict, an answer or on a screen."""

from __future__ import annotations

import io
import json
import logging
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from photonlink import logs
from photonsim.faults import fault_names
from photonsim.pytest_plugin import open_house
from photonsim.sync_house import SyncHouse
from tests.house.conftest import RunningHouse

pytestmark = pytest.mark.slow

#: What Particle's tokens, codes and secrets look like, and Amazon's: none of this shape may be told, whoever made it.
SHAPES = re.compile(
    r"(?<![0-9a-f])[0-9a-f]{40}(?![0-9a-f])|Atz[a-z]\|\w{8,}|(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])"
)


def secrets_of(configuration: Any) -> set[str]:
    """Every value of a member whose name says that it is secret."""
    found: set[str] = set()
    if isinstance(configuration, dict):
        for name, value in configuration.items():
            if (
                re.search("secret|password|token$", name, re.IGNORECASE)
                and isinstance(value, str)
                and len(value) > 8
            ):
                found.add(value)
            else:
                found |= secrets_of(value)
    elif isinstance(configuration, list):
        for value in configuration:
            found |= secrets_of(value)
    return {value for value in found if not value.startswith(("amzn1.ask.skill", "http"))}


def told(texts: list[str], planted: set[str]) -> list[str]:
    """Where a secret is told: the text around it."""
    places = []
    for text in texts:
        for match in re.finditer("|".join([*map(re.escape, planted), SHAPES.pattern]), text):
            places.append(text[max(0, match.start() - 60) : match.end() + 20])
    return places


@pytest.fixture
def everything_logged(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    """Every logger of every library, at its most talkative."""
    ours = logging.getLogger("photonlink")
    with caplog.at_level(logging.DEBUG):
        ours.addHandler(caplog.handler)
        yield caplog
        ours.removeHandler(caplog.handler)


def lives(house: SyncHouse) -> list[str]:
    """A day in a house, good and bad; returns what the doctor said."""
    stranger = "5ec7e7" * 6 + "5ec7"
    house.alexa.unlink()
    house.alexa.link()
    house.alexa.say("set the kitchen light to 40 percent")
    house.alexa.say("is the kitchen light on")
    endpoint = f"{house.photon().id}:kitchen"
    house.alexa.directive("Alexa", "ReportState", endpoint)
    house.alexa.directive("Alexa.Authorization", "AcceptGrant", None, {"grant": {"type": "OAuth2.AuthorizationCode", "code": stranger}, "grantee": {"type": "BearerToken", "token": stranger}})  # fmt: skip
    house.clock.advance("91d")
    house.alexa.say("turn on the accent light")
    return [json.dumps(house.doctor().as_json())]


def test_what_a_library_logs_through_awss_own_handler_is_masked() -> None:
    token = "5ec7e7" * 6 + "5ec7"
    stream = io.StringIO()
    awss = logging.StreamHandler(stream)
    root = logging.getLogger()
    root.addHandler(awss)
    try:
        logs.configure("INFO")
        logging.getLogger("urllib3.connectionpool").warning(
            "Retrying after error: /v1/access_tokens/%s", token
        )
        logging.getLogger("a library").error("Authorization: Bearer %s", "Atza|secret")
    finally:
        root.removeHandler(awss)
    assert "Retrying after error" in stream.getvalue()
    assert told([stream.getvalue()], {token, "Atza|secret"}) == []


@pytest.mark.parametrize("fault", ["none", *fault_names()])
def test_in_a_house_with_each_fault(
    fault: str, everything_logged: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    with open_house(link=False, faults=[] if fault == "none" else [fault]) as house:
        said = lives(house)
        planted = secrets_of(house._house.configuration()) | {"5ec7e7" * 6 + "5ec7"}
        assert len(planted) >= 4
        trace = [f"{entry.summary} {json.dumps(entry.detail, default=str)}" for entry in house.trace]
    captured = capfd.readouterr()
    logged = [f"{record.getMessage()} {record.__dict__}" for record in everything_logged.records]
    assert logged
    assert told([*said, *trace, *logged, captured.out, captured.err], planted) == []


def test_at_the_command_line(tmp_path: Path) -> None:
    import requests

    house = RunningHouse(tmp_path)
    planted = secrets_of(requests.get(f"{house.facts['dashboard']}/api/configuration", timeout=10).json())
    api, user, password = (house.facts["particle"][name] for name in ("api", "user", "password"))
    said = []
    for arguments in (
        ("say", "turn on the kitchen light", "--json"),
        ("say", "turn on the attic light"),
        ("fault", "on", "L103"),
        ("doctor",),
        ("doctor", "--json", "--verbose"),
        ("fault", "off", "L103"),
        ("clock", "advance", "91d"),
        ("say", "turn on the kitchen light"),
        ("trace",),
        ("trace", "--json"),
    ):
        done = house.command(*arguments)
        said += [done.stdout, done.stderr]
    tokens = requests.get(f"{api}/v1/access_tokens", auth=(user, password), timeout=10).json()
    planted |= {each["token"] for each in tokens}
    said.append(house.stop()[2])
    assert told(said, planted) == []
