"""Listening mode: a board waits for Wi-Fi credentials on its serial port, without a cloud."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from photonsim.photon import led, report, wasm
from photonsim.photon.codes import (
    EVENT_CREDENTIALS,
    EVENT_SETUP_BEGIN,
    EVENT_SETUP_END,
    EVENT_SETUP_UPDATE,
    RESET_SAFE_MODE,
    RESET_UPDATE,
    SYSTEM_PASS_S,
)
from photonsim.photon.firmware import load_firmware
from photonsim.photon.listening import SetupConsole

if TYPE_CHECKING:
    from photonsim.photon.photon import Photon
    from photonsim.photon.wifi import Network

#: Cleared credentials: blue, toggled every 50 ms, 25 times.
CLEARED_S = 1.25
#: Seconds between two events setup_update.
_UPDATE_S = 1.0
#: Parameter of the system event network_credentials.
_CLEARED = 2
#: From "restarting" to the restart, in seconds (system/src/system_update.cpp).
_RESTART_S = 0.1
#: SYSTEM_ERROR_OTA_MODULE_NOT_FOUND (services/inc/system_error.h): what was received is no module.
_MODULE_NOT_FOUND = -1300


class ListeningMode:
    """Enters and leaves it, and is the board that its dialogue (`listening.Listener`) talks of."""

    __slots__ = (
        "_began",
        "_board",
        "_changed",
        "_claim_code",
        "_console",
        "_gives_up",
        "at_start",
        "claimed",
        "timeout_s",
        "wished",
    )

    def __init__(self, board: Photon) -> None:
        self._board = board
        self._console: SetupConsole | None = None
        self._began = 0.0
        self._gives_up = 0
        self._changed = False
        self._claim_code = ""
        #: The sketch has asked for it, and the system has not come to it yet.
        self.wished = False
        #: The next start begins with it (key `L`).
        self.at_start = False
        #: It ends by itself after so many seconds; 0: never, as on a Photon that nobody has told otherwise.
        self.timeout_s = 0
        #: The mark in flash that the cloud has once claimed the board for somebody; nothing takes it back.
        self.claimed = True

    def reset(self) -> None:
        """The board starts again, or has lost its power."""
        self._console, self.timeout_s, self.wished = None, 0, False

    @property
    def active(self) -> bool:
        return self._console is not None

    def wish(self) -> None:
        """As WiFi.listen(): a flag, which the system looks at in its next pass."""
        self.wished = True
        self._board.later(SYSTEM_PASS_S, lambda: self.enter() if self.wished else None)

    def enter(self) -> None:
        """No cloud from here on, and without a system thread the sketch stands still."""
        board = self._board
        self.wished = False
        if board.run is None or self.active or board.in_dfu_mode:
            return
        board.station.give_up()
        self._console = SetupConsole(self, board.serial[0].write)
        self._began, self._changed = board.clock.now(), False
        board.system_led = led.LISTENING
        board.notify(EVENT_SETUP_BEGIN, 0)
        self._watch_timeout()
        if board.wanted_system_events >> EVENT_SETUP_UPDATE & 1:
            board.later(_UPDATE_S, self._still_there)

    def _still_there(self) -> None:
        if self.active:
            self._board.notify(EVENT_SETUP_UPDATE, self._lasts_ms)
            self._board.later(_UPDATE_S, self._still_there)

    @property
    def _lasts_ms(self) -> int:
        return round((self._board.clock.now() - self._began) * 1000)

    def set_timeout(self, seconds: int) -> None:
        """End it by itself after `seconds`, 0..65535; 0: never. Counts from now where it is active."""
        self.timeout_s = seconds & 0xFFFF
        if self.active:
            self._watch_timeout()

    def _watch_timeout(self) -> None:
        self._gives_up += 1
        watch = self._gives_up

        def over() -> None:
            if watch == self._gives_up:
                self.leave_listening()

        if self.timeout_s:
            self._board.later(self.timeout_s, over)

    def leave_listening(self) -> None:
        """End it, and connect if there are credentials."""
        board, self.wished = self._board, False
        if board.run is None or self._console is None:
            return
        self._console.close()
        self._console = None
        self._gives_up += 1
        board.system_led = led.NETWORK_ON
        board.notify(EVENT_SETUP_END, self._lasts_ms)
        board.station.listens_on_failure = self._changed
        if board.station.credentials:
            board.station.connect()

    def listen_at_start(self) -> None:
        """Key `L`: into safe mode, and listening there."""
        self.at_start = True
        self._board.restart(RESET_SAFE_MODE, graceful=True)

    def feed(self, data: bytes) -> bool:
        """Bytes that the USB host sends; False when they are not for the dialogue."""
        if self._console is None:
            return False
        self._console.feed(data)
        return True

    def clear_credentials(self) -> None:
        """SETUP held for ten seconds: the LED tells that they are gone."""
        self._board.station.clear()
        self._board.notify(EVENT_CREDENTIALS, _CLEARED)
        self._board.system_led = led.CREDENTIALS_CLEARED
        self._board.later(CLEARED_S, self._show)

    def _show(self) -> None:
        if self.active:
            self._board.system_led = led.LISTENING

    # -- firmware over the serial port -------------------------------------------------------------

    def begin_update(self) -> bool:
        return self._board.updates.begin()

    def store_update(self, image: bytes) -> int:
        try:
            self._board.updates.store(load_firmware(image))
        except wasm.FirmwareError as error:
            self._board.tell(f"the file that came over the serial port is no firmware: {error}")
            self._board.updates.fail()
            return _MODULE_NOT_FOUND
        return 0

    def give_up_update(self) -> None:
        self._board.updates.active = False
        self._show()

    def restart_updated(self) -> None:
        """With the new firmware, or, since Device OS restarts either way, with the old one."""
        self._board.later(_RESTART_S, lambda: self._board.restart(RESET_UPDATE, graceful=True))

    def now(self) -> float:
        return self._board.clock.now()

    def later(self, seconds: float, step: Callable[[], None]) -> None:
        self._board.later(seconds, step)

    # -- what the dialogue asks --------------------------------------------------------------------

    @property
    def device_id(self) -> str:
        return self._board.device_id

    @property
    def mac_address(self) -> str:
        digits = report.mac_digits(self._board)
        return ":".join(digits[at : at + 2] for at in range(0, 12, 2))

    @property
    def system_version(self) -> str:
        return self._board.system_version

    @property
    def networks(self) -> tuple[Network, ...]:
        return self._board.station.scan()

    def modules_json(self) -> str:
        return report.modules_json(self._board)

    def diagnostics_json(self) -> str:
        return report.diagnostics_json(self._board)

    def save_credentials(self, network: Network) -> bool:
        cipher = network.cipher or 0 if network.security else 0
        saved = self._board.station.save(network.ssid, network.password, network.security, cipher)
        self._changed = self._changed or saved
        return saved

    def set_claim_code(self, code: str) -> None:
        """Key `C`: what the board shows the cloud when it next connects, to become somebody's."""
        self._claim_code = code

    def take_to_cloud(self) -> None:
        """A handshake is done: the claim code goes to the cloud, each time until it has answered."""
        if self._claim_code:
            self._board.link.publish_of_system("spark/device/claim/code", self._claim_code)

    def claim_answered(self) -> None:
        """The cloud has taken the code: it is forgotten, and the board marks itself as claimed."""
        self._claim_code, self.claimed = "", True
