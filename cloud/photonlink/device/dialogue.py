"""The serial dialogue of a Photon in listening mode, from the host's side.

Source: Device OS v2.3.1, system/src/system_setup.cpp, as particle-cli drives it.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable

import serial

#: Setting this speed puts a Photon into listening mode (Device OS, system/src/system_update.cpp).
LISTENING_BAUD = 28_800
_USUAL_BAUD = 9_600

#: Seconds that a Photon takes at most: to answer a key; to enter listening mode; to scan for networks.
ANSWER_S, ENTER_S, SCAN_S = 1.0, 15.0, 20.0

SECURITIES = ("unsecured", "wep", "wpa", "wpa2")
CIPHERS = ("aes", "tkip", "aes+tkip")


class DialogueError(Exception):
    """The Photon did not answer as expected; the text says what was expected and what to do."""


class SetupDialogue:
    """A conversation over an open port. Closes nothing."""

    def __init__(self, port: serial.Serial, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._port, self._clock = port, clock
        port.timeout = 0.05

    def enter(self) -> str:
        """Make sure that the Photon listens, and return its device id. Raises DialogueError."""
        if device_id := self._identify():
            return device_id
        self._port.baudrate = LISTENING_BAUD
        deadline = self._clock() + ENTER_S
        while self._clock() < deadline:
            if device_id := self._identify():
                self._port.baudrate = _USUAL_BAUD
                return device_id
        raise DialogueError(
            "The Photon does not answer in listening mode. Hold its SETUP button until the LED blinks blue slowly "
            "(about 3 seconds), then try again."
        )

    def _identify(self) -> str | None:
        self._port.reset_input_buffer()
        self._port.write(b"i")
        said = self._read_until(lambda text: re.search(r"\b[0-9a-f]{24}\r\n", text) is not None, ANSWER_S)
        found = re.search(r"\b([0-9a-f]{24})\r\n", said)
        return found[1] if found else None

    def give_credentials(
        self, ssid: str, password: str, security: str | None = None, cipher: str | None = None
    ) -> None:
        """Tell it a network. `security` and `cipher` (of SECURITIES, CIPHERS) are needed where it does not see it.

        Raises DialogueError.
        """
        self._port.reset_input_buffer()
        self._port.write(b"w")
        answers = {
            "SSID: ": ssid,
            "Enterprise: ": None if security is None else str(SECURITIES.index(security)),
            "WPA2: ": None if security is None else str(SECURITIES.index(security)),
            "AES+TKIP: ": None if cipher is None else str(CIPHERS.index(cipher) + 1),
            "Password: ": password,
        }
        while True:
            said = self._read_until(
                lambda text: text.endswith(tuple(answers)) or "<3 you!" in text or "Derp." in text, SCAN_S
            )
            if "<3 you!" in said:
                return
            if "Derp." in said:
                raise DialogueError(
                    "The Photon could not save these credentials. Check the network's name and password."
                )
            prompt = next((prompt for prompt in answers if said.endswith(prompt)), None)
            if prompt is None:
                raise DialogueError(f"The Photon stopped in the middle; it said last: {said.strip()[-80:]!r}")
            answer = answers[prompt]
            if answer is None:
                option = "--cipher" if "TKIP" in prompt else "--security"
                raise DialogueError(
                    f"The Photon does not see a network named {ssid!r} (it takes 2.4 GHz only). If the name is "
                    f"right and the network hidden, say {option} as well."
                )
            self._port.write(answer.encode() + b"\r")

    def _read_until(self, done: Callable[[str], bool], seconds: float) -> str:
        """What it says until `done`, or for so many seconds without it."""
        said = ""
        deadline = self._clock() + seconds
        while self._clock() < deadline:
            said += self._port.read(max(1, self._port.in_waiting)).decode("utf-8", "replace")
            if done(said):
                break
        return said
