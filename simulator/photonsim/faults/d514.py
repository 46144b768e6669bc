"""D514: the kitchen light remembers a level of one percent."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from photonsim.house import House
    from photonsim.photon.photon import Photon


class DarkLevel:
    """Somebody dimmed it to one percent and switched it off; now "turn on" looks as if nothing happened."""

    name = "D514"
    summary = "the first dimmable light is on at 1 %, its remembered level"

    async def on(self, house: House) -> None:
        self._commands: list[tuple[Photon, str]] = []
        for photon in house.photons[:1]:
            for light in house.twins.lights(photon.device_id):
                if light.kind == "dimmable" and not self._commands:
                    self._commands.append((photon, light.key))
                    await photon.call_function("brightness", f"{light.key}=1")
                    await photon.call_function("power", f"{light.key}=off")
                    await photon.call_function("power", f"{light.key}=on")

    async def off(self, house: House) -> None:
        for photon, key in self._commands:
            await photon.call_function("brightness", f"{key}=100")


FAULT = DarkLevel()
