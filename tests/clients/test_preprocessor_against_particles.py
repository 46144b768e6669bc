"""The simulator's preprocessor beside wiring-preprocessor 2.3.0, the npm package of Particle's own.

Both get the same sketches, real ones and ones put together at random, and must make the same C++ of them.
"""

from __future__ import annotations

import json
import random
import subprocess
from pathlib import Path

import pytest

from photonsim.photon.ino import preprocess

from ..photon.test_ino import PIECES, SKETCHES
from .tools import ROOT, node_command, node_package

pytestmark = pytest.mark.slow

SCRIPT = Path(__file__).parent / "node" / "wiring-preprocessor" / "preprocess.js"


def at_random(count: int) -> list[str]:
    """Texts that no compiler would take, the same in every run."""
    chance = random.Random(3)
    return ["".join(chance.choices(PIECES, k=chance.randint(1, 60))) + "\n" for _ in range(count)]


def without_banner(text: str) -> str:
    """Particle's starts with a comment of three lines and an empty one; a file that is left alone has nothing new."""
    lines = text.split("\n")
    return "\n".join(lines[4:]) if "GENERATED FILE" in "".join(lines[1:2]) else '#line 1 "a.ino"\n' + text


def test_it_makes_of_every_sketch_what_particles_makes_of_it() -> None:
    real = [path.read_text() for path in sorted((ROOT / "firmware").rglob("*.ino"))]
    texts = [*real, *SKETCHES, *at_random(3000)]
    done = subprocess.run(
        [node_command(), str(SCRIPT), str(node_package("wiring-preprocessor"))],
        input=json.dumps(texts),
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    assert real
    for text, theirs in zip(texts, json.loads(done.stdout), strict=True):
        assert preprocess(text, "a.ino") == without_banner(theirs), text
