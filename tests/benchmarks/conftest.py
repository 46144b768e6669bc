"""Benchmarks print what they measured, side by side in one run; they assert nothing about time."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest


def memory_mb() -> float:
    """Resident memory of this process in MB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096 / 1e6


def per_second(action: Callable[[], Any], seconds: float = 1.0) -> float:
    """How often `action` runs in a second, over at least `seconds`."""
    action()
    began, count = time.perf_counter(), 0
    while time.perf_counter() - began < seconds:
        action()
        count += 1
    return count / (time.perf_counter() - began)


@pytest.fixture
def report(capsys: pytest.CaptureFixture[str]) -> Callable[[str, str], None]:
    """Prints one line of the result table."""

    def line(what: str, value: str) -> None:
        with capsys.disabled():
            print(f"  {what:<68} {value:>20}")

    return line


@pytest.fixture
def many() -> int:
    """Photons of a large house: 1,000, or PHOTONLINK_BENCH_DEVICES (the goal of 10,000 takes a minute or two)."""
    return int(os.environ.get("PHOTONLINK_BENCH_DEVICES", "1000"))
