"""photon-lights on a simulated Photon, from its built module: no compiler is needed."""

from __future__ import annotations

import json
from typing import Any

import pytest

from photonsim.photon.build import built_firmware
from photonsim.photon.photon import Photon, load_firmware
from photonsim.photon.pins import PIN_NUMBERS
from photonsim.photon.wasm import Firmware
from photonsim.views import packed_view, read_lights
from tests.photon.conftest import Bench

KINDS = {"kitchen": "dimmable", "accent": "rgb", "desk": "tunable", "hall": "switch"}
PWM_MAX = 2**15 - 1


class LightsBench(Bench):
    """One Photon with photon-lights, and short ways to ask it things."""

    def __init__(self, firmware: Firmware | None = None) -> None:
        """With the built module, or another firmware."""
        super().__init__()
        self.board: Photon = self.photon(firmware or load_firmware(built_firmware()))

    async def power_up(self) -> None:
        self.board.plug_in()
        await self.clock.sleep(10)
        self.cloud.events.clear()

    async def call(self, function: str, argument: str) -> int:
        return await self.board.call_function(function, argument)

    async def state(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(str(await self.board.read_variable("state")))
        return found

    async def packed(self, key: str) -> dict[str, Any]:
        return packed_view(KINDS[key], await self.call("light", f"{key}=state"))

    async def lights(self) -> list[Any]:
        manifest, pins = await self.board.read_variable("lights"), await self.board.read_variable("pins")
        return read_lights(str(manifest), str(pins))

    def duty(self, pin: str) -> float:
        return self.board.pins.duty(PIN_NUMBERS[pin])

    def states_told(self) -> list[dict[str, Any]]:
        return [json.loads(str(e.data)) for e in self.cloud.events if e.name == "photonlink/state"]


@pytest.fixture
def lights() -> LightsBench:
    return LightsBench()
