"""A313: two lights with one name."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from photonsim.house import House


class SameName:
    """The second light is given the name of the first, and Alexa looks for devices again."""

    name = "A313"
    summary = "two lights have the same friendly name"

    async def on(self, house: House) -> None:
        first, second = house.twins.lights(house.photons[0].device_id)[:2]
        self._key, self._right = second.key, second.name
        await _rename(house, second.key, first.name)

    async def off(self, house: House) -> None:
        await _rename(house, self._key, self._right)


async def _rename(house: House, key: str, name: str) -> None:
    await house.photons[0].call_function("name", f"{key}={name}")
    await house.alexa.discover()


FAULT = SameName()
