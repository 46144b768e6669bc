"""What is wired to a Photon's I2C and SPI: parts that a test attaches, or nothing."""

from __future__ import annotations

from typing import Protocol


class I2cDevice(Protocol):
    """A part on the I2C bus."""

    def write(self, data: bytes) -> bool:
        """Take what one transmission brought; False when a byte was not acknowledged."""

    def read(self, count: int) -> bytes:
        """Give up to `count` bytes, 1 to 32."""


class SpiDevice(Protocol):
    """A part on an SPI bus."""

    def transfer(self, data: bytes) -> bytes:
        """Take the bytes that the Photon shifts out, most significant bit first; give as many as go back."""


#: Codes of Wire.endTransmission() (docs.particle.io, Wire).
ACKNOWLEDGED, NO_SUCH_ADDRESS, NOT_ACKNOWLEDGED = 0, 3, 4


class I2cBus:
    """The parts on D0 and D1, by their addresses."""

    def __init__(self) -> None:
        self._devices: dict[int, I2cDevice] = {}

    def attach(self, address: int, device: I2cDevice) -> None:
        """Wire a part with a 7-bit address, 0x08 to 0x77. Raises ValueError for another, or one that is taken."""
        if not 0x08 <= address <= 0x77:
            raise ValueError(
                f"an I2C address has 7 bits, 0x08 to 0x77; {address:#x} is none (without the R/W bit)"
            )
        if address in self._devices:
            raise ValueError(f"a part with the address {address:#04x} is on the bus already")
        self._devices[address] = device

    def detach(self, address: int) -> None:
        """Take a part away. Raises KeyError if there is none."""
        del self._devices[address]

    def write(self, address: int, data: bytes) -> int:
        """The code of endTransmission()."""
        device = self._devices.get(address)
        if device is None:
            return NO_SUCH_ADDRESS
        return ACKNOWLEDGED if device.write(data) else NOT_ACKNOWLEDGED

    def read(self, address: int, count: int) -> bytes:
        """Nothing when nobody has the address."""
        device = self._devices.get(address)
        return b"" if device is None else device.read(count)[:count]


class SpiBus:
    """The part on an SPI bus. Chip select is not looked at: there is one part at most."""

    def __init__(self) -> None:
        self._device: SpiDevice | None = None

    def attach(self, device: SpiDevice | None) -> None:
        """Wire a part in place of what was there; None takes it away."""
        self._device = device

    def transfer(self, data: bytes) -> bytes:
        """Without a part MISO is open, and reads as ones."""
        if self._device is None:
            return b"\xff" * len(data)
        return self._device.transfer(data)[: len(data)].ljust(len(data), b"\xff")
