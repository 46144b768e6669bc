"""The wrong thing on purpose: a message that says what happened and what to do, and the rest goes on."""

from __future__ import annotations

import socket
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
import requests

from .conftest import PHOTONLINK, RunningHouse


def photonlink(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    import os

    return subprocess.run(
        [str(PHOTONLINK), *arguments],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


WRONG_SENTENCES = [
    ("set the attic light to 40 percent", "couldn't find a device or group named attic light"),
    ("set the kitchen light to 140 percent", "between 0 and 100"),
    ("set the hall light to 40 percent", "hall light doesn't support that"),
    ("set the kitchen light to red", "kitchen light doesn't support that"),
    ("make me a sandwich", "don't know that one"),
    ("set the kitchen light to many percent", "don't know that one"),
]


def test_a_wrong_sentence_is_answered_ends_with_1_and_leaves_the_rest_running(
    start_house: Callable[..., RunningHouse],
) -> None:
    house = start_house()
    for sentence, says in WRONG_SENTENCES:
        said = house.command("say", sentence)
        assert said.returncode == 1, sentence
        assert says in said.stdout
    assert house.command("say", "turn on the hall light").returncode == 0


def test_no_house_running_is_said_with_exit_code_2(tmp_path: Path) -> None:
    said = photonlink("say", "hello", XDG_STATE_HOME=str(tmp_path), PHOTONLINK_HOUSE="")
    assert said.returncode == 2
    assert "photonlink run" in said.stderr
    assert said.stdout == ""


@pytest.mark.parametrize("url", ["http://127.0.0.1:9", "nonsense", "http://"])
def test_a_wrong_house_url_is_said_with_exit_code_2(url: str) -> None:
    said = photonlink("say", "hello", "--house-url", url)
    assert said.returncode == 2
    assert "Traceback" not in said.stderr
    assert said.stderr.strip()


def test_wrong_usage_ends_with_2() -> None:
    for arguments in (
        ["say"],
        ["run", "--devices", "0"],
        ["run", "--devices", "many"],
        ["clock", "advance"],
        ["nonsense"],
    ):
        assert photonlink(*arguments).returncode == 2, arguments
    assert "no fault named" in photonlink("run", "--fault", "X999").stderr


def test_a_port_in_use_names_the_port_and_the_option() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        said = photonlink("run", "--json", "--port-particle", str(port))
    assert said.returncode == 2
    assert str(port) in said.stderr
    assert "--port-particle" in said.stderr
    assert said.stdout == ""


def test_a_revoked_token_unlinks_and_linking_again_heals(start_house: Callable[..., RunningHouse]) -> None:
    house = start_house()
    particle = house.facts["particle"]
    auth = (particle["user"], particle["password"])
    tokens = requests.get(f"{particle['api']}/v1/access_tokens", auth=auth, timeout=10).json()
    for token in tokens:
        if token["client"] == house.facts["oauth_client"]["id"]:
            requests.delete(f"{particle['api']}/v1/access_tokens/{token['token']}", auth=auth, timeout=10)
    said = house.command("say", "turn on the hall light")
    assert said.returncode == 1
    assert "re-link your account" in said.stdout
    assert house.state()["alexa"]["linked"] is False


@pytest.mark.slow
def test_a_sketch_that_does_not_compile_ends_with_1_and_the_compilers_words(tmp_path: Path) -> None:
    (tmp_path / "broken.ino").write_text("void setup() {}\nvoid loop() {\n  int x = nonsense;\n}\n")
    said = photonlink("run", "--json", "--firmware", str(tmp_path))
    assert said.returncode == 1
    assert "broken.ino:3:" in said.stderr
    assert "nonsense" in said.stderr
    assert said.stdout == ""


@pytest.mark.parametrize("content", [None, "empty"])
def test_a_folder_without_a_sketch_is_refused(tmp_path: Path, content: str | None) -> None:
    folder = tmp_path / "project"
    if content:
        folder.mkdir()
    said = photonlink("run", "--json", "--firmware", str(folder))
    assert said.returncode == 1
    assert "project" in said.stderr
    assert "Traceback" not in said.stderr


def test_the_dashboard_answers_nonsense_with_json_errors(start_house: Callable[..., RunningHouse]) -> None:
    house = start_house("--no-link")
    url = house.facts["dashboard"]
    cases: list[tuple[str, bytes, int]] = [
        ("/api/say", b"{", 400),
        ("/api/say", b"[]", 400),
        ("/api/say", b'{"text": 3}', 400),
        ("/api/say", b'{"text": ""}', 400),
        ("/api/say", b'{"text": "\\ud800"}', 400),
        ("/api/say", b"[" * 100_000, 400),
        ("/api/clock", b'{"advance": -1}', 400),
        ("/api/clock", b'{"advance": true}', 400),
        ("/api/faults", b'{"name": "X999", "on": true}', 404),
        ("/api/press", b'{"device": "nobody", "button": "SETUP"}', 404),
        ("/api/press", b'{"device": "photon", "button": "Q7"}', 400),
        ("/api/power", b'{"device": "nobody", "on": true}', 404),
        ("/api/power", b'{"device": "photon", "on": 1}', 400),
        ("/api/pin", b'{"device": "nobody", "pin": "A0", "analog": 1}', 404),
        ("/api/pin", b'{"device": "photon", "pin": "Q7", "digital": 1}', 400),
        ("/api/pin", b'{"device": "photon", "pin": "A0", "analog": 4096}', 400),
        ("/api/pin", b'{"device": "photon", "pin": "A0", "analog": -1}', 400),
        ("/api/pin", b'{"device": "photon", "pin": "A0", "analog": null}', 400),
        ("/api/pin", b'{"device": "photon", "pin": "A0", "analog": 1, "digital": 1}', 400),
        ("/api/pin", b'{"device": "photon", "pin": "D4", "analog": 100}', 400),
        ("/api/pin", b'{"device": "photon", "pin": "D4", "digital": 2}', 400),
        ("/api/pin", b'{"device": "photon", "pin": "D4", "digital": true}', 400),
        ("/api/pin", b'{"device": "photon", "pin": "A0"}', 400),
    ]
    for path, body, status in cases:
        answer = requests.post(url + path, data=body, timeout=10)
        assert answer.status_code == status, (path, body)
        assert answer.json()["error"], (path, body)
    assert house.state()["devices"]


def test_another_sites_page_cannot_command_the_house(start_house: Callable[..., RunningHouse]) -> None:
    house = start_house()
    answer = requests.post(
        f"{house.facts['dashboard']}/api/say",
        json={"text": "turn on the hall light"},
        headers={"sec-fetch-site": "cross-site"},
        timeout=10,
    )
    assert answer.status_code == 403


def test_without_wasmtime_the_platform_is_named_and_nothing_is_a_traceback(tmp_path: Path) -> None:
    (tmp_path / "wasmtime").mkdir()
    (tmp_path / "wasmtime" / "__init__.py").write_text('raise ImportError("no wheel for armv7l")\n')
    said = photonlink("run", "--json", PYTHONPATH=str(tmp_path))
    assert said.returncode == 1
    assert "64-bit system" in said.stderr
    assert "Traceback" not in said.stderr
