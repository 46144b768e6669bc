"""Listening mode: a board waits for Wi-Fi credentials on its serial port, without a cloud."""

from __future__ import annotations

from typing import TYPE_CHECKING

from photonsim.photon import led, report
from photonsim.photon.codes import (
    EVENT_SETUP_BEGIN,
    EVENT_SETUP_END,
    EVENT_SETUP_UPDATE,
    RESET_SAFE_MODE,
)
from photonsim.photon.listening import SetupConsole

if TYPE_CHECKING:
    from photonsim.photon.photon import Photon
    from photonsim.photon.wifi import Network

#: Cleared credentials: blue, toggled every 50 ms, 25 times.
CLEARED_S = 1.25
#: Seconds between two events setup_update.
_UPDATE_S = 1.0


class ListeningMode:
    """Enters and leaves it, and is the board that its dialogue (`listening.Listener`) talks of."""

    __slots__ = ("_board", "_console", "at_start")

    def __init__(self, board: Photon) -> None:
        self._board = board
        self._console: SetupConsole | None = None
        #: The next start begins with it (key `L`).
        self.at_start = False

    def reset(self) -> None:
        """The board starts again, or has lost its power."""
        self._console = None

    @property
    def active(self) -> bool:
        return self._console is not None

    def enter(self) -> None:
        """No cloud from here on, and without a system thread the sketch stands still."""
        board = self._board
        if board.run is None or self.active or board.in_dfu_mode:
            return
        self._console = SetupConsole(self, board.serial[0].write)
        board.link.disconnect(graceful=True, reason="listening mode")
        board.station.ready = False
        board.system_led = led.LISTENING
        board.notify(EVENT_SETUP_BEGIN, 0)
        if board.wanted_system_events >> EVENT_SETUP_UPDATE & 1:
            board.later(_UPDATE_S, self._still_there)

    def _still_there(self) -> None:
        if self.active:
            self._board.notify(EVENT_SETUP_UPDATE, 0)
            self._board.later(_UPDATE_S, self._still_there)

    def leave_listening(self) -> None:
        """End it, and connect if there are credentials."""
        board = self._board
        if board.run is None or not self.active:
            return
        self._console = None
        board.system_led = led.NETWORK_ON
        board.notify(EVENT_SETUP_END, 0)
        board.run.thaw()
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
        self._board.system_led = led.CREDENTIALS_CLEARED
        self._board.later(CLEARED_S, self._show)

    def _show(self) -> None:
        if self.active:
            self._board.system_led = led.LISTENING

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
    def claimed(self) -> bool:
        return True

    @property
    def networks(self) -> tuple[Network, ...]:
        return self._board.station.networks

    def modules_json(self) -> str:
        return report.modules_json(self._board)

    def diagnostics_json(self) -> str:
        return report.diagnostics_json(self._board)

    def save_credentials(self, network: Network) -> bool:
        return self._board.station.save(network)
