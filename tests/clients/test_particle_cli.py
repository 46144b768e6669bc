"""The real particle-cli against the simulated cloud: what it prints, when things work and when they don't."""

from __future__ import annotations

import contextlib
import json
import os
import pty
import re
import select
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from ..particle_cloud.conftest import DEVICE, PASSWORD, USER
from .live import OFFLINE, LiveCloud
from .tools import node_command, node_package

pytestmark = pytest.mark.slow

_ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


@dataclass(frozen=True)
class Ran:
    """One command's end: its exit code and everything it printed, without colours."""

    code: int
    text: str


class Cli:
    """particle-cli with a home of its own."""

    def __init__(self, package: Path, home: Path) -> None:
        self._command = [node_command(), str(package / "node_modules" / ".bin" / "particle")]
        self.home = home
        self._environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(home),
            "PARTICLE_DISABLE_UPDATE": "1",
            "NO_COLOR": "1",
            "TERM": "dumb",
        }

    def __call__(self, *arguments: str, folder: Path | None = None) -> Ran:
        done = subprocess.run(
            [*self._command, *arguments],
            env=self._environment,
            cwd=folder or self.home,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=60,
            check=False,
        )
        return Ran(done.returncode, _ESCAPES.sub("", done.stdout))

    def following(self, *arguments: str) -> subprocess.Popen[str]:
        """A command that goes on until it is ended."""
        return subprocess.Popen(
            [*self._command, *arguments],
            env=self._environment,
            cwd=self.home,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def asked(self, *arguments: str, answer: str) -> Ran:
        """A command that asks one question on its terminal, and is given `answer`."""
        master, slave = pty.openpty()
        process = subprocess.Popen(
            [*self._command, *arguments],
            env=self._environment,
            cwd=self.home,
            stdin=slave,
            stdout=slave,
            stderr=slave,
        )
        os.close(slave)
        printed, answered = b"", False
        while select.select([master], [], [], 60)[0]:
            try:
                chunk = os.read(master, 4096)
            except OSError:  # the other end is closed
                break
            printed += chunk
            if not answered and b"?" in printed:
                os.write(master, answer.encode() + b"\r")
                answered = True
            if not chunk:
                break
        os.close(master)
        return Ran(process.wait(60), _ESCAPES.sub("", printed.decode("utf-8", "replace")))


@pytest.fixture(scope="module")
def package() -> Path:
    return node_package("particle-cli")


@pytest.fixture
def new_cli(package: Path, tmp_path: Path, live: LiveCloud) -> Cli:
    """A particle-cli that knows where the cloud is, and nobody is logged in."""
    cli = Cli(package, tmp_path)
    assert cli("config", "set", "apiUrl", live.url).code == 0
    return cli


@pytest.fixture(scope="module")
def cli(package: Path, tmp_path_factory: pytest.TempPathFactory, live: LiveCloud) -> Cli:
    """A particle-cli that is logged in."""
    cli = Cli(package, tmp_path_factory.mktemp("home"))
    assert cli("config", "set", "apiUrl", live.url).code == 0
    assert cli("login", "--username", USER, "--password", PASSWORD).code == 0
    return cli


def test_login_whoami_and_logout(new_cli: Cli) -> None:
    assert "not logged in" in new_cli("whoami").text
    login = new_cli("login", "--username", USER, "--password", PASSWORD)
    assert (login.code, "Successfully completed login!" in login.text) == (0, True)
    assert new_cli("whoami").text.strip() == f"> {USER}"
    assert f"You have been logged out from {USER}" in new_cli("logout").text
    assert "not logged in" in new_cli("list").text


def test_logging_out_ends_the_token(new_cli: Cli, live: LiveCloud) -> None:
    def tokens() -> int:
        user = live.cloud.state.users.find(USER)
        assert user is not None
        return len(live.cloud.state.tokens.access_of(user.id))

    before = live.do(tokens)
    new_cli("login", "--username", USER, "--password", PASSWORD)
    assert live.do(tokens) == before + 1
    new_cli("logout")
    assert live.do(tokens) == before


def test_a_wrong_password_is_told_in_the_clouds_words(new_cli: Cli) -> None:
    login = new_cli("login", "--username", USER, "--password", "wrong")
    assert login.code == 1
    assert "User credentials are invalid" in login.text


def test_list_shows_devices_with_their_functions_and_variables(cli: Cli) -> None:
    listed = cli("list")
    assert listed.code == 0
    assert f"cellar [{OFFLINE}] (Photon) is offline" in listed.text
    assert f"kitchen [{DEVICE}] (Photon) is online" in listed.text
    assert "    answer (int32)\n    ratio (double)\n    lights (string)\n    ready (bool)" in listed.text
    assert "    int toggle (String args)" in listed.text
    assert cli("cloud", "list").text == listed.text


def test_function_list_and_variable_list(cli: Cli) -> None:
    assert "int light (String args)" in cli("function", "list").text
    assert "lights (string)" in cli("variable", "list").text


def test_call_prints_the_return_value(cli: Cli, live: LiveCloud) -> None:
    called = cli("call", "kitchen", "light", "kitchen=brightness,+10")
    assert (called.code, called.text.strip()) == (0, "1")
    assert live.session.calls[-1] == ("light", "kitchen=brightness,+10")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("call", "kitchen", "nothing", "x"), "Function `nothing` not found"),
        (("call", "cellar", "toggle", "x"), "Timed out."),
        (("call", "attic", "toggle", "x"), "HTTP error 403"),
        (("get", "kitchen", "nothing"), "Variable not found"),
        (("get", "cellar", "answer"), "Timed out."),
    ],
)
def test_what_cannot_be_done_is_said(cli: Cli, arguments: tuple[str, ...], words: str) -> None:
    done = cli(*arguments)
    assert done.code == 1
    assert words in done.text


@pytest.mark.parametrize(
    ("name", "value"), [("answer", "42"), ("ratio", "0.5"), ("lights", '[1,["kitchen"]]'), ("ready", "true")]
)
def test_get_prints_the_value(cli: Cli, name: str, value: str) -> None:
    assert cli("get", "kitchen", name).text.strip() == value


def test_subscribe_prints_what_a_device_publishes(cli: Cli, live: LiveCloud) -> None:
    event = _first_heard(cli, lambda: live.publish("photonlink/state", '{"kitchen":{"on":1}}'))
    assert (event["name"], event["data"]) == ("photonlink/state", '{"kitchen":{"on":1}}')
    assert event["coreid"] == DEVICE


def test_publish_reaches_whoever_subscribes(cli: Cli) -> None:
    printed: list[str] = []
    event = _first_heard(cli, lambda: printed.append(cli("publish", "photonlink/hello", "x").text))
    assert (event["name"], event["data"], event["coreid"]) == ("photonlink/hello", "x", "api")
    assert "Published private event: photonlink/hello" in printed[0]


def _first_heard(cli: Cli, publish: Callable[[], object]) -> dict[str, Any]:
    """What `particle subscribe` prints first: it listens a moment after its stream is open, so it's told again."""
    process = cli.following("subscribe", "photonlink", "--max", "1")
    try:
        while process.poll() is None:
            publish()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(timeout=0.3)
        assert process.stdout is not None
        (line,) = (line for line in process.stdout if line.startswith("{"))
    finally:
        process.kill()
        process.wait()
    event: dict[str, Any] = json.loads(line)
    return event


def _until(holds: Callable[[], bool]) -> None:
    """Ask until it holds; the test's own time limit ends it."""
    while not holds():
        pass


@pytest.fixture
def renamed(cli: Cli) -> Iterator[Cli]:
    yield cli
    cli("device", "rename", DEVICE, "kitchen")


def test_device_rename(renamed: Cli) -> None:
    done = renamed("device", "rename", "kitchen", "hall")
    assert "Successfully renamed device kitchen to: hall" in done.text
    assert f"hall [{DEVICE}]" in renamed("list").text


def test_device_add_and_remove(cli: Cli, live: LiveCloud) -> None:
    device_id = "7" * 24
    assert "device does not exist" in cli("device", "add", device_id).text
    live.do(live.cloud.add_device, device_id, "spare", None)
    assert "Core isn't online" in cli("device", "add", device_id).text
    spare = type(live.session)(device_id)
    live.do(live.cloud.connect, spare)
    assert f"Successfully claimed device {device_id}" in cli("device", "add", device_id).text
    removed = cli.asked("device", "remove", device_id, answer="y")
    assert "released" in removed.text.lower() or removed.code == 0
    assert device_id not in cli("list").text


def test_nyan_signals(cli: Cli, live: LiveCloud) -> None:
    assert cli("nyan", "kitchen").code == 0
    assert cli("nyan", "kitchen", "off").code == 0
    assert live.session.signals[-2:] == [True, False]


def test_webhooks(cli: Cli, live: LiveCloud) -> None:
    created = cli("webhook", "create", "temp", "https://example.com/hook", DEVICE)
    match = re.search(r"Successfully created webhook with ID ([0-9a-f]{24})", created.text)
    assert match is not None
    listed = cli("webhook", "list")
    assert "Found 1 hooks registered" in listed.text
    assert f'Hook ID {match[1]} is watching for "temp"' in listed.text
    assert "and sending to: https://example.com/hook" in listed.text
    assert f"for device {DEVICE}" in listed.text
    cli("webhook", "delete", match[1])
    assert "Found 0 hooks registered" in cli("webhook", "list").text


def test_tokens_are_created_and_revoked(cli: Cli, live: LiveCloud) -> None:
    created = cli.asked("token", "create", "--never-expires", answer=PASSWORD)
    assert "New access token never expires" in created.text
    match = re.search(r"\b[0-9a-f]{40}\b", created.text)
    assert match is not None
    assert live.cloud.state.tokens.access(match[0]) is not None
    assert "Successfully revoked all provided tokens" in cli("token", "revoke", match[0]).text
    assert live.cloud.state.tokens.access(match[0]) is None
    assert "Failed to revoke" in cli("token", "revoke", match[0]).text


def test_a_wrong_password_for_a_token(cli: Cli) -> None:
    created = cli.asked("token", "create", answer="wrong")
    assert created.code != 0
    assert "New access token" not in created.text


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with all that particle-cli collects: src/, a header in a subfolder, a library."""
    files = {
        "project.properties": "name=blinky\n",
        "src/blinky.ino": "void setup() {}\nvoid loop() {}\n",
        "src/parts/lamp.h": "// lamp\n",
        "lib/led/library.properties": "name=led\nversion=1.0.0\n",
        "lib/led/src/led.cpp": "// led\n",
    }
    for path, text in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    return tmp_path


def test_compile_saves_the_binary_and_shows_its_size(cli: Cli, project: Path) -> None:
    done = cli("compile", "photon", ".", "--saveTo", "blinky.bin", folder=project)
    assert "Compile succeeded." in done.text
    assert "Flash" in done.text
    assert re.search(r"\b1020\b.*\b320\b", done.text, re.S)
    assert (project / "blinky.bin").read_bytes().startswith(b"image of ")


def test_code_that_does_not_compile_is_shown_with_file_and_line(cli: Cli, project: Path) -> None:
    (project / "src" / "blinky.ino").write_text("invalid\n")
    done = cli("compile", "photon", ".", folder=project)
    assert done.code == 1
    assert "bad_code.cpp:5:3: error: 'invalid' was not declared" in done.text


def test_flash_sends_sources_or_a_binary_over_the_air(cli: Cli, live: LiveCloud, project: Path) -> None:
    live.session.images.clear()
    assert "Flash success!" in cli("flash", "kitchen", ".", folder=project).text
    _until(lambda: len(live.session.images) == 1)
    cli("compile", "photon", ".", "--saveTo", "blinky.bin", folder=project)
    cli("flash", "kitchen", "blinky.bin", folder=project)
    _until(lambda: len(live.session.images) == 2)
    assert live.session.images[1] == (project / "blinky.bin").read_bytes()


def test_flashing_an_offline_device_says_so(cli: Cli, project: Path) -> None:
    done = cli("flash", "cellar", ".", folder=project)
    assert done.code == 1
    assert "Request Timed Out" in done.text
