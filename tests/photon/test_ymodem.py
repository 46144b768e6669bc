"""Firmware over the serial port, in listening mode: YModem as Device OS receives it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from photonsim.photon import led
from photonsim.photon.build import built_firmware
from photonsim.photon.photon import Photon, load_firmware
from photonsim.photon.wasm import Firmware
from photonsim.photon.ymodem import ACK, CAN, EOT, NAK, SOH, STX, Failure, File, receive

from .conftest import Bench

Sketch = Callable[[str], Firmware]

NEW = built_firmware()
ASKED = b"Waiting for the binary file to be sent ... (press 'a' to abort)\r\n"
CANCELLED = bytes([CAN, CAN])
FAILED = CANCELLED + b"Failed to receive the file!\r\n"
UPDATED = 70


def block(number: int, data: bytes, kind: int = STX) -> bytes:
    """A block with a CRC that is wrong: the board checks none."""
    return (
        bytes([kind, number & 0xFF, number & 0xFF ^ 0xFF])
        + data.ljust(1024 if kind == STX else 128, b"\x1a")
        + b"??"
    )


def header(name: str, size: int) -> bytes:
    return block(0, f"{name}\0{size} 0 0\0".encode().ljust(128, b"\0"), SOH)


def blocks(image: bytes) -> list[bytes]:
    return [block(1 + at // 1024, image[at : at + 1024]) for at in range(0, len(image), 1024)]


END = block(0, bytes(128), SOH)


@pytest.fixture
def board(bench: Bench, sketch: Sketch) -> Photon:
    return bench.photon(sketch("SYSTEM_THREAD(ENABLED); void setup() { Serial.begin(9600); }"))


class Cable:
    """The serial port of a board in listening mode."""

    def __init__(self, bench: Bench, board: Photon) -> None:
        self._bench, self._board = bench, board
        self._said = bytearray()
        board.serial[0].listeners.append(self._said.extend)

    async def listening(self) -> None:
        self._board.plug_in()
        await self._bench.clock.sleep(5)
        self._board.listen()

    def sends(self, data: bytes) -> bytes:
        """What the board answers at once."""
        self._said.clear()
        self._board.serial_input(data)
        return bytes(self._said)

    async def waits(self, seconds: float) -> bytes:
        """What the board says meanwhile."""
        self._said.clear()
        await self._bench.clock.sleep(seconds)
        return bytes(self._said)


def test_firmware_comes_over_the_serial_port_and_runs_after_a_restart(bench: Bench, board: Photon) -> None:
    cable = Cable(bench, board)

    async def scenario() -> None:
        await cable.listening()
        assert cable.sends(b"f") == ASKED
        assert await cable.waits(5.5) == b"C"
        assert cable.sends(header("lights.bin", len(NEW))) == bytes([ACK]) + b"C"
        assert board.status_led.meaning == led.UPDATING.meaning
        for each in blocks(NEW):
            assert cable.sends(each) == bytes([ACK])
        assert cable.sends(bytes([EOT])) == bytes([ACK])
        assert await cable.waits(5.5) == b"C"
        assert cable.sends(END) == bytes([ACK]) + (
            b"\r\nDownloaded file successfully!\r\nName: lights.bin\r\n"
            + f"Size: {len(NEW)} bytes\r\n".encode()
        )
        assert await cable.waits(1.05) == b"Restarting system to apply firmware update...\r\n"
        await bench.clock.sleep(10)
        assert board.firmware is load_firmware(NEW)
        assert board.reset_reason == UPDATED
        assert not board.listening
        assert "light" in board.functions

    bench.run(scenario())


def test_a_block_begins_a_transfer_without_a_key(bench: Bench, board: Photon) -> None:
    cable = Cable(bench, board)

    async def scenario() -> None:
        await cable.listening()
        assert cable.sends(header("lights.bin", len(NEW))) == bytes([ACK]) + b"C"

    bench.run(scenario())


@pytest.mark.parametrize(
    ("sent", "answer"),
    [
        (b"a", CANCELLED + CANCELLED + b"Aborted by user.\r\n"),
        (CANCELLED, bytes([ACK]) + FAILED),
        (END, FAILED),
    ],
)
def test_an_end_before_the_end_leaves_the_old_firmware_and_goes_on_listening(
    bench: Bench, board: Photon, sent: bytes, answer: bytes
) -> None:
    cable, old = Cable(bench, board), board.firmware

    async def scenario() -> None:
        await cable.listening()
        cable.sends(b"f")
        assert cable.sends(sent) == answer
        assert cable.sends(b"i").startswith(b"Your device id is ")
        assert (board.firmware, board.listening) == (old, True)
        assert board.status_led.meaning == led.LISTENING.meaning

    bench.run(scenario())


def test_a_sender_that_falls_silent_is_given_up(bench: Bench, board: Photon) -> None:
    cable = Cable(bench, board)

    async def scenario() -> None:
        await cable.listening()
        cable.sends(b"f")
        cable.sends(header("lights.bin", len(NEW)))
        cable.sends(blocks(NEW)[0][:100])  # the cable is pulled in the middle of a block
        assert await cable.waits(40) == b"C" * 6 + CANCELLED + FAILED
        assert cable.sends(b"i").startswith(b"Your device id is ")

    bench.run(scenario())


def test_a_block_out_of_order_is_asked_for_again(bench: Bench, board: Photon) -> None:
    cable = Cable(bench, board)

    async def scenario() -> None:
        await cable.listening()
        cable.sends(b"f")
        cable.sends(header("lights.bin", len(NEW)))
        first, second, *_ = blocks(NEW)
        assert cable.sends(second) == bytes([NAK])
        assert cable.sends(first) == bytes([ACK])
        assert cable.sends(second[:2] + b"\x00" + second[3:]) == b"C"
        assert cable.sends(second) == bytes([ACK])

    bench.run(scenario())


def test_what_is_no_firmware_is_refused_and_the_old_one_starts_again(bench: Bench, board: Photon) -> None:
    cable, old = Cable(bench, board), board.firmware

    async def scenario() -> None:
        await cable.listening()
        cable.sends(b"f")
        cable.sends(header("holiday.jpg", 3))
        cable.sends(block(1, b"jpg"))
        cable.sends(bytes([EOT]))
        assert cable.sends(END) == CANCELLED + b"Validation failed: -1300\r\n"
        await bench.clock.sleep(10)
        assert (board.firmware, board.reset_reason) == (old, UPDATED)
        assert any("is no firmware" in line for line in bench.summaries("device"))

    bench.run(scenario())


def test_a_sketch_that_has_disabled_updates_gets_none(bench: Bench, sketch: Sketch) -> None:
    board = bench.photon(sketch("SYSTEM_THREAD(ENABLED); void setup() { System.disableUpdates(); }"))
    cable = Cable(bench, board)

    async def scenario() -> None:
        await cable.listening()
        cable.sends(b"f")
        assert cable.sends(header("lights.bin", len(NEW))) == (
            CANCELLED + CANCELLED + b"The file size is higher than the allowed space memory!\r\n"
        )

    bench.run(scenario())


def outcome(content: bytes, noise: list[int | None]) -> File | Failure:
    """What is received when `noise` comes before a file; None is a silence."""
    answers: list[bytes] = []
    receiving = receive(answers.append, lambda: True)
    next(receiving)
    try:
        for byte in noise:
            receiving.send(byte)
        while answers[-1:] != [b"C"]:  # whatever the noise began ends by silence
            receiving.send(None)
        for byte in b"".join((header("x", len(content)), *blocks(content), bytes([EOT]), END)):
            receiving.send(byte)
    except StopIteration as done:
        return done.value  # type: ignore[no-any-return]
    raise AssertionError("it waits for more")


@given(st.binary(min_size=1, max_size=3000), st.lists(st.none() | st.integers(0, 255), max_size=40))
def test_any_file_arrives_whole_or_not_at_all(content: bytes, noise: list[int | None]) -> None:
    assert outcome(content, []) == File("x", content)
    assert outcome(content, noise) in (File("x", content), Failure.FAILED, Failure.ABORTED)
