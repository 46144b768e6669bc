"""photon-lights as it is flashed, compiled for both versions of Device OS, does the same on both."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from photonsim.photon.build import compile_project
from photonsim.photon.photon import load_firmware
from photonsim.photon.sketch import read_project

from .conftest import Bench

FIRMWARE = Path(__file__).parents[2] / "firmware" / "photon-lights"

# The first compilation on a machine takes a minute, or more beside others.
pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]


@pytest.mark.parametrize("version", ["2.3.1", "3.3.1"])
def test_photon_lights_runs_on_both_versions(bench: Bench, version: str) -> None:
    firmware = load_firmware(compile_project(read_project(FIRMWARE), version))
    board = bench.photon(firmware, system_version=version)

    async def scenario() -> None:
        board.plug_in()
        await bench.clock.sleep(10)
        assert board.online
        manifest = json.loads(str(await board.read_variable("lights")))
        assert manifest[0] == 1
        assert "kitchen" in [entry[0] for entry in manifest[1:]]
        assert await board.call_function("brightness", "kitchen=40") == 40
        await bench.clock.sleep(3)
        assert 0 < board.pins.duty(15) < 0.4, "the curve is perceptual"
        assert await board.call_function("power", "kitchen=off") == 0
        assert board.pins.duty(15) > 0, "it fades"
        await bench.clock.sleep(3)
        assert board.pins.duty(15) == 0
        assert await board.call_function("color", "accent=#ff0000") == 0xFF0000
        assert await board.call_function("name", "kitchen=worktop") == 0
        assert await board.call_function("brightness", "nowhere=1") == -2
        await bench.clock.sleep(3)
        assert [event.name for event in bench.cloud.events if event.name.startswith("photonlink/")]
        board.unplug()
        board.plug_in()
        await bench.clock.sleep(10)
        assert '"worktop"' in str(await board.read_variable("lights"))

    bench.run(scenario())
