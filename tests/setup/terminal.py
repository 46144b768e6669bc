"""A person at a terminal, and what they type into setup."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pexpect
import requests

from tests.house.conftest import RunningHouse, hears_ctrl_c

PHOTONLINK = str(Path(sys.executable).parent / "photonlink")
SKILL = "amzn1.ask.skill.3f1c2a7e-5b0d-4c7a-9d53-0a1b2c3d4e5f"
#: How long to wait for what the program says next, in seconds; a loaded machine takes its time.
PATIENCE_S = 60


class Terminal:
    """A folder to work in, and commands run in it as at a terminal."""

    def __init__(self, house: RunningHouse, folder: Path) -> None:
        self.house, self.folder, self.config = house, folder, folder / "config" / "photonlink"
        self.environment = {
            **house.environment,
            "XDG_CONFIG_HOME": str(folder / "config"),
            # No keyring of the machine that runs the test: the file for its owner takes its place.
            "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
            "TERM": "dumb",
        }
        self.seen: list[str] = []

    def start(self, *arguments: str) -> pexpect.spawn[str]:
        child: pexpect.spawn[str] = pexpect.spawn(
            PHOTONLINK,
            list(arguments),
            env=self.environment,  # type: ignore[arg-type]
            cwd=str(self.folder),
            encoding="utf-8",
            timeout=PATIENCE_S,
            dimensions=(60, 250),
            preexec_fn=hears_ctrl_c,
        )
        child.logfile_read = _Seen(self.seen)  # type: ignore[assignment]
        return child

    def interrupt(self, child: pexpect.spawn[str]) -> None:
        """Press Ctrl-C until it is heard, as a person does.

        Python's input() misses a signal that comes between its prompt and the wait for the line: it
        waits on, and hears the next one.
        """
        for _ in range(PATIENCE_S // 2):
            child.sendintr()
            if child.expect(["Interrupted", pexpect.TIMEOUT], timeout=2) == 0:
                return
        raise AssertionError(f"Ctrl-C was not heard; on the screen: {self.screen[-500:]}")

    def finish(self, child: pexpect.spawn[str]) -> int:
        """The exit code."""
        child.expect(pexpect.EOF)
        child.close()
        status = child.exitstatus
        assert status is not None, f"ended by signal {child.signalstatus}"
        return status

    @property
    def screen(self) -> str:
        """Everything that was shown so far."""
        return "".join(self.seen)

    @property
    def redirect_uri(self) -> str:
        found: str = self.house.facts["oauth_client"]["redirect_uri"]
        return found

    def secrets(self) -> dict[str, str]:
        kept: dict[str, str] = json.loads((self.config / "credentials.json").read_text())
        return kept

    def remembered(self) -> Any:
        """What is known of the house's cloud."""
        return json.loads((self.config / "setup.json").read_text())["accounts"][
            self.house.facts["particle"]["api"]
        ]

    def clients(self) -> list[dict[str, str]]:
        """The OAuth clients of the account."""
        particle = self.house.facts["particle"]
        headers = {"Authorization": f"Bearer {particle['access_token']}"}
        found: list[dict[str, str]] = requests.get(
            f"{particle['api']}/v1/clients", headers=headers, timeout=10
        ).json()["clients"]
        return found


class _Seen:
    def __init__(self, parts: list[str]) -> None:
        self._parts = parts

    def write(self, text: str) -> None:
        self._parts.append(text)

    def flush(self) -> None:
        pass


def log_in(terminal: Terminal, child: pexpect.spawn[str]) -> None:
    particle = terminal.house.facts["particle"]
    child.expect("User name")
    child.sendline(particle["user"])
    child.expect("Password")
    child.sendline(particle["password"])
    child.expect("Logged in as")


def copy_back(terminal: Terminal, child: pexpect.spawn[str]) -> str:
    """Let the secret be shown, and paste every field back as it should be. Returns the secret."""
    api = terminal.house.facts["particle"]["api"]
    child.expect("Show the secret now")
    child.sendline("y")
    child.expect(r"\s([0-9a-f]{40})\s")
    secret = str(child.match.group(1))  # type: ignore[union-attr]
    for answer in (
        f"{api}/oauth/authorize",
        f"{api}/oauth/token",
        terminal.remembered()["regions"]["na"]["client_id"],
        secret,
    ):
        child.expect(r"(Authorization URI|Token URI|Client ID|Your Secret)\s*(\[\])?: ")
        child.sendline(answer)
    return secret
