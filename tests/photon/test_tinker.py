"""A sketch that knows nothing of us, with Tinker's interface."""

from __future__ import annotations

from pathlib import Path

import pytest

from photonsim.photon.build import compile_project
from photonsim.photon.photon import load_firmware
from photonsim.photon.pins import PIN_NUMBERS
from photonsim.photon.sketch import read_project

from .conftest import Bench

EXAMPLES = Path(__file__).parents[2] / "firmware" / "examples"


@pytest.mark.slow
def test_tinker_reads_and_writes_pins(bench: Bench) -> None:
    board = bench.photon(load_firmware(compile_project(read_project(EXAMPLES / "tinker"))))

    async def scenario() -> None:
        board.plug_in()
        await bench.clock.sleep(10)
        assert list(board.functions) == ["digitalread", "digitalwrite", "analogread", "analogwrite"]
        assert await board.call_function("digitalwrite", "D7,HIGH") == 1
        assert board.pins.views()["D7"]["digital"] == 1
        assert await board.call_function("digitalwrite", "D7,MAYBE") == -2
        assert await board.call_function("digitalwrite", "X9,HIGH") == -1
        assert await board.call_function("analogwrite", "A5,94") == 1
        view = board.pins.views()["A5"]
        assert (view["mode"], view["pwm"], view["resolution"], view["frequency"]) == (
            "AF_OUTPUT_PUSHPULL",
            94,
            8,
            500,
        )
        board.pins.set_analog(PIN_NUMBERS["A0"], 1234)
        assert await board.call_function("analogread", "A0") == 1234
        board.pins.set_input(PIN_NUMBERS["D3"], 1)
        assert await board.call_function("digitalread", "D3") == 1

    bench.run(scenario())
