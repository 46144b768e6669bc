"""D509: the sketch begins Serial1, on the pins of the desk lamp."""

from __future__ import annotations

from typing import TYPE_CHECKING

from photonsim.faults._firmware import OtherFirmware

if TYPE_CHECKING:
    from photonsim.house import House


class PeripheralInUse(OtherFirmware):
    """Its sources are known to whoever asks the doctor: from outside only the pins can be seen."""

    async def on(self, house: House) -> None:
        house.begun_peripherals = ("Serial1",)
        await super().on(house)

    async def off(self, house: House) -> None:
        house.begun_peripherals = None
        await super().off(house)


FAULT = PeripheralInUse("D509", "the sketch begins Serial1, on the pins of the desk lamp")
