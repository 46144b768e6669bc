"""A Photon's USB serial port as a pseudo-terminal, for pyserial, screen, or any terminal program."""

from __future__ import annotations

import os
import select
import struct
import sys
from collections.abc import Sequence
from typing import Protocol

#: Line speeds that mean something to Device OS (system/src/system_update.cpp).
DFU_BAUD, LISTENING_BAUD = 14400, 28800

# Linux: ioctl TCGETS2 and struct termios2 (asm-generic/termbits.h), since 14400 and 28800 have no code of their own.
_TCGETS2 = 0x802C542A
_TERMIOS2 = struct.Struct("=4I20B2I")


class HasSerial(Protocol):
    """The board behind the port."""

    def serial_input(self, data: bytes) -> None: ...
    def serial_speed(self, baud: int) -> None: ...


class PtyPort:
    """One pseudo-terminal. `path` is what a program opens.

    As on USB, what the board writes while nobody has the port open is lost.
    """

    def __init__(self, board: HasSerial) -> None:
        """Raises OSError where there are no pseudo-terminals (any more)."""
        import tty

        self._board = board
        self._master, slave = os.openpty()
        tty.setraw(slave)
        self.path = os.ttyname(slave)
        os.close(slave)  # so that it can be seen whether somebody else has it open
        os.set_blocking(self._master, False)
        self._poll = select.poll()
        self._poll.register(self._master, select.POLLIN)
        self._speed = self._baud()

    def _state(self) -> int:
        return next((events for _, events in self._poll.poll(0)), 0)

    def write(self, data: bytes) -> None:
        """What the board writes; dropped when nobody listens, or does not read."""
        if self._state() & select.POLLHUP:
            return
        try:
            os.write(self._master, data)
        except OSError:
            return

    def fileno(self) -> int:
        """The board's end."""
        return self._master

    def look(self, state: int | None = None) -> None:
        """Hand over what was typed, and a change of the line's speed. `state` as poll() gave it just now."""
        if state is None:
            state = self._state()
        if not state & select.POLLHUP:
            speed = self._baud()
            if speed != self._speed:
                self._speed = speed
                self._board.serial_speed(speed)
        if state & select.POLLIN:
            try:
                data = os.read(self._master, 4096)
            except OSError:
                return
            self._board.serial_input(data)

    def _baud(self) -> int:
        if sys.platform == "linux":
            import fcntl

            settings = _TERMIOS2.unpack(fcntl.ioctl(self._master, _TCGETS2, bytes(_TERMIOS2.size)))
            return int(settings[-1])
        import termios

        return int(termios.tcgetattr(self._master)[5])

    def close(self) -> None:
        os.close(self._master)


class PtyWatch:
    """Looks at all ports with one question to the system, so that an idle house costs next to nothing."""

    def __init__(self, ports: Sequence[PtyPort]) -> None:
        self._ports = list(ports)
        self._poll = select.poll()
        for port in self._ports:
            self._poll.register(port, select.POLLIN)

    def look(self) -> None:
        """Hand over what was typed at any of them, and changes of speed."""
        states = dict(self._poll.poll(0))
        for port in self._ports:
            state = states.get(port.fileno(), 0)
            if state != select.POLLHUP:  # nobody has it open, and nothing is left to read
                port.look(state)
