"""A serial port of the board: what the firmware wrote, and what waits to be read by it."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable


class SerialPort:
    """Keeps the last 64 KiB that the firmware wrote; `listeners` are told of each write."""

    def __init__(self) -> None:
        self._written: deque[int] = deque(maxlen=65_536)
        self._input: deque[int] = deque(maxlen=256)
        self.listeners: list[Callable[[bytes], None]] = []

    @property
    def text(self) -> str:
        """What the firmware wrote, as text."""
        return bytes(self._written).decode("utf-8", "replace")

    def write(self, data: bytes) -> None:
        self._written.extend(data)
        for listener in self.listeners:
            listener(data)

    def feed(self, data: bytes) -> None:
        """Type something to the firmware."""
        self._input.extend(data)

    def available(self) -> int:
        return len(self._input)

    def read(self) -> int:
        """The next byte, or -1."""
        return self._input.popleft() if self._input else -1

    def peek(self) -> int:
        return self._input[0] if self._input else -1
