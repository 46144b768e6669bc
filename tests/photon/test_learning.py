"""A house learns its devices' lights, whatever some of the devices do."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from photonsim import learning
from photonsim.learning import LightLearner
from photonsim.photon.build import built_firmware
from photonsim.photon.photon import load_firmware
from photonsim.photon.wasm import Firmware
from photonsim.twin import LightTwins

from .conftest import Bench

Sketch = Callable[[str], Firmware]

HANGS = """
SYSTEM_THREAD(ENABLED);
String manifest("[1]");
void setup() { Particle.variable("lights", manifest); Particle.variable("pins", manifest); }
void loop() { while (true) {} }
"""
LATE = """
SYSTEM_THREAD(ENABLED);
String manifest("[1,[\\"lamp\\",\\"lamp\\",\\"s\\"]]"), wiring("{\\"lamp\\":\\"D7\\"}");
void setup() { delay(5000); Particle.variable("lights", manifest); Particle.variable("pins", wiring); }
"""


@pytest.mark.slow
def test_a_device_that_never_answers_does_not_keep_the_others_unknown(
    bench: Bench, sketch: Sketch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(learning, "ASKED_AT_ONCE", 1)
    hung, late, ours = boards = [
        bench.photon(firmware) for firmware in (sketch(HANGS), sketch(LATE), load_firmware(built_firmware()))
    ]
    twins = LightTwins()
    learner = LightLearner(bench.clock, bench.trace, twins)

    async def scenario() -> None:
        for board in boards:
            board.plug_in()
        await bench.clock.sleep(4)
        for board in boards:
            learner.learn(board)
        await asyncio.wait_for(learner.all_learned(), None)
        assert [light.key for light in twins.lights(late.device_id)] == ["lamp"]
        assert "kitchen" in [light.key for light in twins.lights(ours.device_id)]
        assert twins.lights(hung.device_id) == []
        assert [line for line in bench.summaries("device") if "no lights known" in line] == [
            "p1: no lights known: no answer within 10 s"
        ]

    bench.run(scenario())
