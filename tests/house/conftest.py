"""A house started from the command line, as a person would, and one in-process."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

PHOTONLINK = Path(sys.executable).parent / "photonlink"


class RunningHouse:
    """`photonlink run --json` in a process of its own."""

    def __init__(self, home: Path, *options: str) -> None:
        self.environment = {
            **os.environ,
            "HOME": str(home),
            "XDG_STATE_HOME": str(home / "state"),
            "XDG_CACHE_HOME": os.environ.get("XDG_CACHE_HOME", str(Path.home() / ".cache")),
        }
        self.environment.pop("PHOTONLINK_HOUSE", None)
        self.process = subprocess.Popen(
            [str(PHOTONLINK), "run", "--json", *options],
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            _, errors = self.process.communicate(timeout=30)
            raise AssertionError(f"the house did not start, exit code {self.process.returncode}: {errors}")
        self.facts: dict[str, Any] = json.loads(line)

    def command(self, *arguments: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(PHOTONLINK), *arguments],
            env=self.environment,
            cwd=cwd,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    def state(self) -> dict[str, Any]:
        found: dict[str, Any] = requests.get(f"{self.facts['dashboard']}/api/house", timeout=10).json()
        return found

    def stop(self, how: int = signal.SIGTERM) -> tuple[int, str, str]:
        """Exit code, and what else stood on stdout and stderr."""
        if self.process.poll() is None:
            self.process.send_signal(how)
        out, errors = self.process.communicate(timeout=30)
        return self.process.returncode, out, errors


def hears_ctrl_c() -> None:
    """For a child at a terminal: tests that a shell runs in the background ignore SIGINT, and hand that down."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.fixture
def start_house(tmp_path: Path) -> Iterator[Callable[..., RunningHouse]]:
    """Starts houses, and stops them at the end of the test."""
    houses: list[RunningHouse] = []

    def start(*options: str) -> RunningHouse:
        house = RunningHouse(tmp_path, *options)
        houses.append(house)
        return house

    yield start
    for house in houses:
        house.stop()
