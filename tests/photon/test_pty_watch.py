"""Many pseudo-terminals at once: what is typed at one reaches its board, and no other."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

pytest.importorskip("termios", reason="this platform has no pseudo-terminals")

from photonsim.photon.pty_port import DFU_BAUD, PtyPort, PtyWatch


@dataclass
class Board:
    typed: bytes = b""
    speeds: list[int] = field(default_factory=list)

    def serial_input(self, data: bytes) -> None:
        self.typed += data

    def serial_speed(self, baud: int) -> None:
        self.speeds.append(baud)


@pytest.fixture
def three() -> Iterator[list[tuple[Board, PtyPort]]]:
    boards = [Board(), Board(), Board()]
    pairs = [(board, PtyPort(board)) for board in boards]
    yield pairs
    for _, port in pairs:
        port.close()


def test_what_is_typed_reaches_its_own_board_also_when_the_terminal_was_closed_again(
    three: list[tuple[Board, PtyPort]],
) -> None:
    watch = PtyWatch([port for _, port in three])
    watch.look()
    for number, text in ((1, b"v"), (2, b"i")):
        line = os.open(three[number][1].path, os.O_RDWR | os.O_NOCTTY)
        os.write(line, text)
        if number == 1:
            watch.look()
        os.close(line)
    watch.look()
    watch.look()
    assert [board.typed for board, _ in three] == [b"", b"v", b"i"]


def test_a_change_of_speed_reaches_its_own_board_once(three: list[tuple[Board, PtyPort]]) -> None:
    serial = pytest.importorskip("serial")
    watch = PtyWatch([port for _, port in three])
    with serial.Serial(three[1][1].path, DFU_BAUD):
        watch.look()
        watch.look()
    watch.look()
    assert [board.speeds for board, _ in three] == [[], [DFU_BAUD], []]
