"""The real particle-cli, the simulated cloud, and our real firmware on a simulated Photon: nothing stands in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.house.conftest import RunningHouse, start_house

from .test_particle_cli import Cli
from .tools import node_package

pytestmark = pytest.mark.slow

__all__ = ["start_house"]


def test_a_person_calls_reads_and_flashes_a_photon(
    start_house: Callable[..., RunningHouse], tmp_path: Path
) -> None:
    house = start_house()
    particle = house.facts["particle"]
    cli = Cli(node_package("particle-cli"), tmp_path)
    assert cli("config", "set", "apiUrl", particle["api"]).code == 0
    login = cli("login", "--username", particle["user"], "--password", particle["password"])
    assert login.code == 0, login.text
    listed = cli("list").text
    assert "photon" in listed
    assert "is online" in listed
    assert "int brightness (String args)" in listed
    assert cli("call", "photon", "brightness", "kitchen=40").text.strip().endswith("40")
    assert '"kitchen":{"on":1,"bri":40}' in cli("get", "photon", "state").text
    sketch = tmp_path / "blink"
    (sketch / "src").mkdir(parents=True)
    (sketch / "project.properties").write_text("name=blink\n")
    (sketch / "src" / "blink.ino").write_text(
        'void setup() { Particle.function("blink", blink); pinMode(D7, OUTPUT); }\nvoid loop() {}\n'
        "int blink(String how) { digitalWrite(D7, HIGH); return 7; }\n"
    )
    flashed = cli("flash", "photon", str(sketch))
    assert flashed.code == 0, flashed.text
    assert house.command("clock", "advance", "20s").returncode == 0
    assert cli("call", "photon", "blink", "x").text.strip().endswith("7")
    assert house.state()["devices"][0]["pins"]["D7"]["digital"] == 1
    compiled = cli("compile", "photon", str(sketch), "--saveTo", str(tmp_path / "blink.bin"))
    assert compiled.code == 0, compiled.text
    assert (tmp_path / "blink.bin").read_bytes()[:4] == b"\0asm"
    (sketch / "src" / "blink.ino").write_text("void setup() {\n  nonsense();\n}\n")
    broken = cli("compile", "photon", str(sketch))
    assert broken.code != 0
    assert "blink.ino:2:3" in broken.text
