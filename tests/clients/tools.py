"""Tools that are not Python: installed by the project's own script, or the test says why it can't run."""

from __future__ import annotations

import os
import shutil
import subprocess
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


@cache
def _install(name: str) -> tuple[str, str]:
    if shutil.which("node") is None or shutil.which("npm") is None:
        return "", "node and npm are not installed (Debian: apt-get install nodejs npm)"
    script = [str(ROOT / "scripts" / "node-tools"), name]
    done = subprocess.run(script, capture_output=True, text=True, timeout=600, check=False)
    if done.returncode != 0:
        return "", f"the npm packages of {name} could not be installed: {done.stderr.strip()[-500:]}"
    return done.stdout.strip(), ""


def node_package(name: str) -> Path:
    """The folder with the installed packages of tests/clients/node/<name>."""
    folder, reason = _install(name)
    if not folder:
        cannot_run(reason)
    return Path(folder)
