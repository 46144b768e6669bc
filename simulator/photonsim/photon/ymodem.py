"""A file over the serial port, as listening mode takes it: YModem, received as Device OS does.

Source: Device OS v2.3.1, system/src/system_ymodem.cpp. It asks with C, checks no CRC, and asks for the block behind a
file's end only when it has waited in vain.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass
from enum import Enum, auto

SOH, STX, EOT, ACK, NAK, CAN, ASK = 0x01, 0x02, 0x04, 0x06, 0x15, 0x18, ord("C")
CANCEL = bytes([CAN, CAN])
#: How long each byte is waited for, in seconds; how often in a row that may be in vain.
PATIENCE_S, MOST_ERRORS = 5.0, 5
_BLOCK_BYTES = {SOH: 128, STX: 1024}
_LONGEST_NAME, _LONGEST_SIZE = 256, 16

#: Yields how long it waits for a byte, in seconds, and gets the byte, or None when none came.
Receiving = Generator[float, int | None, "File | Failure"]


@dataclass(frozen=True)
class File:
    """What was received."""

    name: str
    content: bytes


class Failure(Enum):
    """Why nothing was, in the words of Device OS."""

    REFUSED = "The file size is higher than the allowed space memory!"
    ABORTED = "Aborted by user."
    FAILED = "Failed to receive the file!"


class _Sign(Enum):
    """What comes in place of a block."""

    END = auto()
    CANCELLED = auto()
    ABORTED = auto()
    NOTHING = auto()
    BROKEN = auto()


_SIGNS = {EOT: _Sign.END, ord("A"): _Sign.ABORTED, ord("a"): _Sign.ABORTED, ord(" "): _Sign.NOTHING}


@dataclass(frozen=True)
class _Block:
    number: int
    data: bytes


def receive(send: Callable[[bytes], None], begin: Callable[[], bool], first: int | None = None) -> Receiving:
    """Receive a file; the ACK of its last block is left to the caller, who knows whether the file is any good.

    `begin` is asked when the file's name has come; `first` is a byte of the first block that was read already.
    """
    name, size, content = "", 0, bytearray()
    blocks = errors = 0
    while True:
        came = yield from _next(first)
        first = None
        if came is _Sign.BROKEN:
            errors += 1
            send(bytes([ASK]))
            if errors > MOST_ERRORS:
                send(CANCEL)
                return Failure.FAILED
            continue
        if came is _Sign.NOTHING:
            send(bytes([ACK]))
            continue
        if came is _Sign.ABORTED:
            send(CANCEL)
            return Failure.ABORTED
        errors = 0
        if came is _Sign.CANCELLED:
            send(bytes([ACK]))
            return Failure.FAILED
        if came is _Sign.END:
            send(bytes([ACK]))
            blocks = 0
            continue
        assert isinstance(came, _Block)
        if came.number != blocks & 0xFF:
            send(bytes([NAK]))
            continue
        if blocks:
            content += came.data
            send(bytes([ACK]))
        elif not came.data[0]:
            return File(name, bytes(content[:size])) if size else Failure.FAILED
        else:
            name, size = _named(came.data)
            content.clear()
            if not begin():
                send(CANCEL)
                return Failure.REFUSED
            send(bytes([ACK, ASK]))
        blocks += 1


def _next(byte: int | None) -> Generator[float, int | None, _Block | _Sign]:
    """The next block, or what comes in its place; `byte` is its first where that was read already."""
    if byte is None:
        byte = yield PATIENCE_S
    if byte in _BLOCK_BYTES:
        return (yield from _block(_BLOCK_BYTES[byte]))
    if byte == CAN:
        return _Sign.CANCELLED if (yield PATIENCE_S) == CAN else _Sign.BROKEN
    return _SIGNS.get(byte, _Sign.BROKEN) if byte is not None else _Sign.BROKEN


def _block(size: int) -> Generator[float, int | None, _Block | _Sign]:
    """Number and its complement, `size` bytes, and a CRC that nobody checks."""
    read = bytearray()
    while len(read) < 2 + size + 2:
        byte = yield PATIENCE_S
        if byte is None:
            return _Sign.BROKEN
        read.append(byte)
    if read[0] != read[1] ^ 0xFF:
        return _Sign.BROKEN
    return _Block(read[0], bytes(read[2 : 2 + size]))


def _named(data: bytes) -> tuple[str, int]:
    """Name and size in the first block: `name NUL size space ...`; a size of 0 where there is none."""
    name, _, rest = data.partition(b"\0")
    digits = rest.split(b" ", 1)[0].rstrip(b"\0")[:_LONGEST_SIZE]
    return name[:_LONGEST_NAME].decode("utf-8", "replace"), int(digits) if digits.isdigit() else 0
