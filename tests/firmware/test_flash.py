"""`make flash`: what it asks of Particle's command line, and what it says when it cannot."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
_TOOLS = ("bash", "dirname", "env", "mktemp", "rm")


@pytest.fixture
def tools(tmp_path: Path) -> Path:
    """A folder for PATH with what the script needs and no `particle`."""
    for name in _TOOLS:
        found = shutil.which(name)
        assert found
        (tmp_path / name).symlink_to(found)
    return tmp_path


def add_particle(tools: Path) -> None:
    particle = tools / "particle"
    particle.write_text('#!/usr/bin/env bash\necho "particle $*"\n')
    particle.chmod(0o755)


def flash(tools: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PATH": str(tools)}
    script = [str(tools / "bash"), str(ROOT / "scripts" / "flash"), *arguments]
    return subprocess.run(script, env=environment, capture_output=True, text=True, check=False)


def test_a_device_is_flashed_by_the_cloud(tools: Path) -> None:
    add_particle(tools)
    done = flash(tools, "kitchen photon", "")
    assert (done.returncode, done.stdout) == (0, "particle flash kitchen photon firmware/photon-lights\n")


def test_over_usb_it_is_compiled_first_and_nothing_is_left_behind(tools: Path) -> None:
    add_particle(tools)
    done = flash(tools, "", "1")
    assert done.returncode == 0
    compiled, flashed = done.stdout.splitlines()
    binary = Path(flashed.removeprefix("particle flash --usb "))
    assert compiled == f"particle compile photon firmware/photon-lights --saveTo {binary}"
    assert not binary.parent.exists()


def test_without_a_device_it_asks_which(tools: Path) -> None:
    done = flash(tools, "", "")
    assert done.returncode == 2
    assert "make flash DEVICE=name" in done.stderr


def test_without_particles_command_line_it_says_how_to_get_it(tools: Path) -> None:
    done = flash(tools, "kitchen", "")
    assert done.returncode == 2
    assert "particle-cli" in done.stderr
