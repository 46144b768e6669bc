"""EEPROM of a Photon: 2048 emulated bytes that survive everything but a clear.

Source: Device OS v2.3.1, services/inc/eeprom_emulation.h.
"""

from __future__ import annotations

from collections.abc import Callable

SIZE = 2048


def _ignore(_content: bytes) -> None:
    """Nobody keeps the content."""


class Eeprom:
    """Bytes, 0xFF where never written. `writes` counts bytes that changed: what wears the flash."""

    def __init__(self, content: bytes = b"") -> None:
        # Up to the last byte that was ever written; the rest is blank, and thousands of boards have mostly that.
        self._bytes = bytearray(content[:SIZE].rstrip(b"\xff"))
        self.writes = 0
        #: Told the whole content after each change.
        self.on_change: Callable[[bytes], None] = _ignore

    @property
    def content(self) -> bytes:
        return bytes(self._bytes).ljust(SIZE, b"\xff")

    def read(self, address: int, length: int) -> bytes:
        """`length` bytes; 0xFF beyond the end."""
        if address < 0 or address >= SIZE:
            return b"\xff" * length
        return bytes(self._bytes[address : address + length]).ljust(length, b"\xff")

    def write(self, address: int, data: bytes) -> None:
        """Writes all or, when it reaches past the end, nothing, silently: as the board does."""
        if address < 0 or address + len(data) > SIZE:
            return
        changed = sum(a != b for a, b in zip(self.read(address, len(data)), data, strict=True))
        if not changed:
            return
        self.writes += changed
        self._bytes.extend(b"\xff" * (address + len(data) - len(self._bytes)))
        self._bytes[address : address + len(data)] = data
        self.on_change(self.content)

    def clear(self) -> None:
        self._bytes.clear()
        self.on_change(self.content)
