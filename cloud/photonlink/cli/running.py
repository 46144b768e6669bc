"""Finding a running house (the simulator serves it), and talking to it."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import click
import platformdirs
import requests

#: The command could not do its work because there is nothing to do it with, or it was used wrongly.
EXIT_USAGE = 2


def _record() -> Path:
    return Path(platformdirs.user_state_dir("photonlink")) / "house.json"


def remember(dashboard: str) -> None:
    """Note the house that was started last, for the commands that are given none."""
    path = _record()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"dashboard": dashboard, "pid": os.getpid()}))


def forget(dashboard: str) -> None:
    """The house is closed: forget it, unless a newer one was started meanwhile."""
    if _remembered() == dashboard:
        _record().unlink(missing_ok=True)


def _remembered() -> str | None:
    try:
        url = json.loads(_record().read_text())["dashboard"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return url if isinstance(url, str) else None


def is_house_known() -> bool:
    """Whether the house that was started last is still there: one that was killed had no time to be forgotten."""
    try:
        os.kill(int(json.loads(_record().read_text())["pid"]), 0)
    except PermissionError:
        pass  # it is there, under another user
    except (OSError, ValueError, KeyError, TypeError):
        return False
    return _remembered() is not None


def house_option(command: Any) -> Any:
    """The option --house-url, given to the command as `house_url`."""
    return click.option(
        "--house-url",
        envvar="PHOTONLINK_HOUSE",
        metavar="URL",
        help="The dashboard's address of the house to talk to; by default the last one started.",
    )(command)


def running_house(house_url: str | None) -> House | None:
    """The house that is named, or the last one started; None when there is none."""
    return House(house_url) if house_url or _remembered() else None


class House:
    """A running house, by its dashboard's URL."""

    def __init__(self, house_url: str | None) -> None:
        found = house_url or _remembered()
        if not found:
            fail("No house is running. Start one with `photonlink run` (or `make run`) in another terminal.")
        self.url = str(found).rstrip("/")

    def get(self, path: str, **params: Any) -> Any:
        return self._answer("GET", path, params={k: v for k, v in params.items() if v is not None})

    def post(self, path: str, body: dict[str, object]) -> Any:
        return self._answer("POST", path, json=body)

    def _answer(self, method: str, path: str, **options: Any) -> Any:
        try:
            with requests.Session() as session:
                session.trust_env = False  # a house is on this machine; a proxy could not reach it
                response = session.request(method, f"{self.url}{path}", timeout=120, **options)
        except requests.exceptions.InvalidURL:
            fail(f"{self.url} is not the address of a house. It looks like http://127.0.0.1:8000.")
        except requests.RequestException:
            fail(
                f"No house answers at {self.url}. Start one with `photonlink run`, or name another with --house-url."
            )
        try:
            body = response.json()
        except ValueError:
            fail(
                f"{self.url} answers, but is no photonlink house. Give the dashboard's address with --house-url."
            )
        if response.status_code >= 400:
            fail(str(body.get("error", body)) if isinstance(body, dict) else str(body))
        return body


def fail(message: str) -> Any:
    """Say what is wrong on stderr and end with exit code 2."""
    click.echo(message, err=True)
    raise SystemExit(EXIT_USAGE)
