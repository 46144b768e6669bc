"""A serial port of the board: what the firmware wrote, and what waits to be read by it."""

from __future__ import annotations

from collections.abc import Callable

_KEPT = 65_536
#: The board's receive buffer, in bytes.
_INPUT = 256


class SerialPort:
    """Keeps the last 64 KiB that the firmware wrote; `listeners` are told of each write."""

    __slots__ = ("_input", "_written", "listeners")

    def __init__(self) -> None:
        # Arrays of bytes: empty ones cost nothing, and a house may have 20,000 of them.
        self._written, self._input = bytearray(), bytearray()
        self.listeners: list[Callable[[bytes], None]] = []

    @property
    def text(self) -> str:
        """What the firmware wrote, as text."""
        return self._written[-_KEPT:].decode("utf-8", "replace")

    def write(self, data: bytes) -> None:
        self._written += data
        if len(self._written) > 2 * _KEPT:
            del self._written[:-_KEPT]
        for listener in self.listeners:
            listener(data)

    def feed(self, data: bytes) -> None:
        """Type something to the firmware."""
        self._input += data
        del self._input[:-_INPUT]

    def available(self) -> int:
        return len(self._input)

    def read(self) -> int:
        """The next byte, or -1."""
        return self._input.pop(0) if self._input else -1

    def peek(self) -> int:
        return self._input[0] if self._input else -1
