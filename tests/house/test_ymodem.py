"""Firmware over the serial port, sent by lrzsz, which nobody here wrote."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import serial

import photonsim.photon
from tests.clients.tools import cannot_run

from .conftest import RunningHouse

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals"),
]

IMAGE = Path(photonsim.photon.__file__).parent / "built" / "photon-lights-rgbw.wasm"
PATIENCE_S = 60


def test_lrzsz_sends_firmware_that_runs_afterwards(start_house: Callable[..., RunningHouse]) -> None:
    sender = shutil.which("sb")
    if sender is None:
        cannot_run("no lrzsz here; on Debian: apt-get install lrzsz")
    house = start_house("--no-link", "--speed", "5")  # the board waits for 5 s before it asks
    port = house.facts["devices"][0]["serial"]
    with serial.Serial(port, 28800, timeout=PATIENCE_S) as line:  # this speed begins listening mode
        line.write(b"i")
        assert line.read_until(b"\n").startswith(b"Your device id is ")
        line.write(b"f")
        assert b"Waiting for the binary file" in line.read_until(b"\n")
        with open(port, "rb") as receives, open(port, "wb") as sends:
            sent = subprocess.run(
                [sender, "-k", str(IMAGE)],
                stdin=receives,
                stdout=sends,
                stderr=subprocess.PIPE,
                timeout=PATIENCE_S,
            )
        assert sent.returncode == 0, sent.stderr[-500:]
    # What the board says in the end goes to whoever reads first, lrzsz or nobody; tests/photon/test_ymodem.py has it.
    deadline = time.monotonic() + PATIENCE_S
    while [light["key"] for light in house.state()["devices"][0]["lights"]][:1] != ["strip"]:
        assert time.monotonic() < deadline, house.state()
