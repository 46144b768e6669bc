"""The serial dialogue of listening mode, byte for byte.

Source: Device OS v2.3.1 and v3.3.1, system/src/system_setup.cpp, wiring/src/spark_wiring_stream.cpp (serialReadLine);
both behave alike on a Photon.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from math import inf
from typing import Protocol

from photonsim.photon import ymodem
from photonsim.photon.wifi import Network, Security

#: Yields how long it waits for a byte, in seconds (None: for ever), and gets the byte, or None when none came.
_Dialogue = Generator[float | None, int | None, None]
_Line = Generator[None, int | None, str]

_SAVED = (
    "Awesome. Now we'll connect!\r\n\r\n"
    "If you see a pulsing cyan light, your device \r\n"
    "has connected to the Cloud and is ready to go!\r\n\r\n"
    "If your LED flashes red or you encounter any other problems,\r\n"
    "visit https://www.particle.io/support to debug.\r\n\r\n"
    "    Particle <3 you!\r\n\r\n"
)
_ENDS, _ERASES = b"\r\n", (8, 127)
_CLAIM_CODE = 63
#: Between "downloaded" and "restarting", in seconds.
_PAUSE_S = 1.0


class Listener(Protocol):
    """What the dialogue needs of the board."""

    @property
    def device_id(self) -> str: ...
    @property
    def mac_address(self) -> str:
        """`aa:bb:cc:dd:ee:ff`."""

    @property
    def system_version(self) -> str: ...
    @property
    def claimed(self) -> bool: ...
    @property
    def networks(self) -> tuple[Network, ...]:
        """What a scan finds."""

    def modules_json(self) -> str:
        """Members of the system describe, without the braces."""

    def diagnostics_json(self) -> str: ...
    def save_credentials(self, network: Network) -> bool: ...
    def set_claim_code(self, code: str) -> None: ...
    def leave_listening(self) -> None: ...
    def listen_at_start(self) -> None: ...
    def begin_update(self) -> bool:
        """Firmware comes over the serial port; False where the sketch has disabled updates."""

    def store_update(self, image: bytes) -> int:
        """0, or the error of Device OS for an image that the board does not take."""

    def give_up_update(self) -> None: ...
    def restart_updated(self) -> None: ...
    def now(self) -> float: ...
    def later(self, seconds: float, step: Callable[[], None]) -> None: ...


class SetupConsole:
    """Answers on the USB serial port while a Photon is in listening mode."""

    def __init__(self, board: Listener, write: Callable[[bytes], None]) -> None:
        self._board, self._write = board, write
        self._dialogue: _Dialogue | None = None
        self._drains = False
        #: Until when the dialogue waits for a byte, and when a timer looks at that next, in house time.
        self._until: float | None = None
        self._looks = inf

    def feed(self, data: bytes) -> None:
        """Bytes from the host. Keys act at once; what comes in one piece behind a line's end is lost, as there."""
        self._drains = False
        for byte in data:
            if self._drains:
                return
            if self._dialogue is None:
                self._begin(byte)
            else:
                self._go_on(byte)

    def close(self) -> None:
        """Listening mode is over, in the middle of whatever was going on."""
        self._dialogue = self._until = None

    def _begin(self, byte: int) -> None:
        self._dialogue = self._of(byte)
        self._go_on(None)

    def _go_on(self, byte: int | None) -> None:
        """The dialogue gets a byte; None begins it, or says that none came in time."""
        if self._dialogue is None:
            return
        try:
            patience = self._dialogue.send(byte)
        except StopIteration:
            self._dialogue, patience = None, None
        self._until = None
        if patience is not None:
            self._until = self._board.now() + patience
            self._watch(self._until)

    def _watch(self, until: float) -> None:
        # One timer for a whole transfer, which looks again, and not one for each byte.
        if until < self._looks:
            self._looks = until
            self._board.later(until - self._board.now(), self._look)

    def _look(self) -> None:
        self._looks = inf
        if self._until is None:
            return
        if self._until > self._board.now():
            self._watch(self._until)
        else:
            self._go_on(None)

    def _of(self, byte: int) -> _Dialogue | None:
        board = self._board
        match chr(byte):
            case "i":
                self._print(f"Your device id is {board.device_id}\r\n")
            case "m":
                self._print(f"Your device MAC address is\r\n{board.mac_address}\r\n")
            case "v":
                self._print(f"system firmware version: {board.system_version}\n\r\n")
            case "s":
                self._print(f"{{{board.modules_json()}}}\r\n")
            case "c":
                self._print(f"Device claimed: {'yes' if board.claimed else 'no'}\r\n")
            case "d":
                self._print(f"{board.diagnostics_json()}\r\n")
            case "x":
                board.leave_listening()
            case "L":
                board.listen_at_start()
            case "C":
                return self._claim_code()
            case "w":
                return self._wifi()
            case "f":
                self._print("Waiting for the binary file to be sent ... (press 'a' to abort)\r\n")
                return self._ymodem()
            case "\x01" | "\x02":
                return self._ymodem(byte)
        return None

    def _print(self, text: str) -> None:
        self._write(text.encode())

    def _line(self, most: int) -> _Line:
        """What is typed until CR or LF, or one more than `most` bytes; each byte is echoed, erasing ones too."""
        line = bytearray()
        while True:
            byte = yield
            assert byte is not None  # it waits for ever
            if len(line) == most or byte in _ENDS:
                break
            if byte in _ERASES:
                if not line:
                    continue
                line.pop()
            else:
                line.append(byte)
            self._write(bytes([byte]))
        self._print("\r\n")
        self._drains = True
        return line.decode("utf-8", "replace")

    def _lines(self, most: int) -> _Line:
        """Lines until an empty one, `most` bytes together."""
        text = ""
        while len(text) < most - 3:
            line = yield from self._line(most - len(text))
            self._drains = False  # pasted certificates come in one piece
            if not line:
                break
            text += line + "\r\n"
        return text

    def _choice(self, prompt: str, low: str, high: str) -> Generator[None, int | None, int]:
        while True:
            self._print(prompt)
            answer = yield from self._line(1)
            if answer and low <= answer <= high:
                return int(answer)

    def _claim_code(self) -> _Dialogue:
        self._print("Enter 63-digit claim code: ")
        code = yield from self._line(_CLAIM_CODE)
        if len(code) == _CLAIM_CODE:
            self._board.set_claim_code(code)
            self._print(f"Claim code set to: {code}\r\n")
        else:
            self._print("Sorry, claim code is not 63 characters long. Claim code unchanged.\r\n")

    def _ymodem(self, first: int | None = None) -> _Dialogue:
        """Firmware over the serial port; `first` is a byte of it that was read already."""
        board = self._board
        received = yield from ymodem.receive(self._write, board.begin_update, first)
        if isinstance(received, ymodem.Failure):
            board.give_up_update()
            self._write(ymodem.CANCEL)
            self._print(f"{received.value}\r\n")
            return
        code = board.store_update(received.content)
        if code:
            self._write(ymodem.CANCEL)
            self._print(f"Validation failed: {code}\r\n")
        else:
            self._write(bytes([ymodem.ACK]))
            self._print(
                f"\r\nDownloaded file successfully!\r\nName: {received.name}\r\n"
                f"Size: {len(received.content)} bytes\r\n"
            )
            while (yield _PAUSE_S) is not None:
                pass
            self._print("Restarting system to apply firmware update...\r\n")
        board.restart_updated()

    def _wifi(self) -> _Dialogue:
        ssid = ""
        while not ssid:
            self._print("SSID: ")
            ssid = yield from self._line(32)
        found = next((network for network in self._board.networks if network.ssid == ssid), None)
        if found is not None:
            security, cipher = found.security, found.cipher
        else:
            security, cipher = Security((yield from self._choice(_SECURITY, "0", "5"))), None
        if cipher is None:
            cipher = yield from self._choice("Security Cipher 1=AES, 2=TKIP, 3=AES+TKIP: ", "1", "3")
        password = ""
        if Security.WEP <= security <= Security.WPA2:
            self._print("Password: ")
            password = yield from self._line(64)
        elif security >= Security.WPA_ENTERPRISE:
            password = yield from self._enterprise()
        self._print("Thanks! Wait while I save those credentials...\r\n\r\n")
        saved = self._board.save_credentials(Network(ssid, password, security, cipher))
        self._print(_SAVED if saved else "Derp. Sorry, we couldn't save the credentials.\r\n\r\n")
        if saved:
            self._board.leave_listening()

    def _enterprise(self) -> _Line:
        kind = yield from self._choice("EAP Type 0=PEAP/MSCHAPv2, 1=EAP-TLS: ", "0", "1")
        password = ""
        if kind == 1:
            self._print("Client certificate in PEM format:\r\n")
            yield from self._lines(4095)
            self._print("Private key in PEM format:\r\n")
            yield from self._lines(2047)
        else:
            self._print("Username: ")
            yield from self._line(64)
            self._print("Password: ")
            password = yield from self._line(64)
        self._print("Outer identity (optional): ")
        yield from self._line(64)
        self._print("Root CA in PEM format (optional):\r\n")
        yield from self._lines(4095)
        return password


_SECURITY = "Security 0=unsecured, 1=WEP, 2=WPA, 3=WPA2, 4=WPA Enterprise, 5=WPA2 Enterprise: "
