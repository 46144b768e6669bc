"""The Wi-Fi of a board: the networks around it, its credentials, and the way from there to an address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from photonsim.photon import led
from photonsim.photon.codes import EVENT_CREDENTIALS, EVENT_NETWORK
from photonsim.photon.wifi import HOME, Network, joined, remember

if TYPE_CHECKING:
    from photonsim.photon.photon import Photon

#: Seconds that joining and DHCP take. Device OS gives no figures; a Photon at home takes about this.
WIFI_JOIN_S = 1.5
WIFI_DHCP_S = 0.5
#: Seconds until a try to join a Wi-Fi ends, and from there to the next one (system/inc/system_network_internal.h).
WIFI_JOIN_TIMEOUT_S, WIFI_RETRY_S = 30.0, 2.0

# Parameters of the system event network_status (system/inc/system_event.h).
_CONNECTING, _CONNECTED, _DISCONNECTED = 6, 7, 11
# Of network_credentials.
_ADDED, _CLEARED = 1, 2


class Station:
    """Joins a network by itself, again and again, until it is in one. Credentials outlast a loss of power."""

    __slots__ = ("_board", "credentials", "in_range", "networks", "ready")

    def __init__(self, board: Photon) -> None:
        self._board = board
        #: What a scan for Wi-Fi finds, and whose credentials the board keeps.
        self.networks: tuple[Network, ...] = (HOME,)
        self.credentials: tuple[Network, ...] = (HOME,)
        self.in_range = True
        #: It has an address.
        self.ready = False

    @property
    def ssid(self) -> str:
        """The network that it is in, or an empty text."""
        home = joined(self.networks, self.credentials) if self.ready else None
        return home.ssid if home is not None else ""

    def set_in_range(self, in_range: bool) -> None:
        """The access point is switched on or off."""
        self.in_range = in_range
        if in_range or not self.ready:
            return
        self.ready = False
        self._board.notify(EVENT_NETWORK, _DISCONNECTED)
        self._board.link.disconnect(graceful=False, reason="Wi-Fi was lost")
        self.connect()

    def connect(self) -> None:
        """Join a network, then the cloud where that is wanted; without credentials, listen for some."""
        board = self._board
        if board.listening:
            return
        if self.ready:
            board.link.connect()
            return
        if not self.credentials:
            board.listen()
            return
        board.system_led = led.NETWORK_CONNECTING
        board.notify(EVENT_NETWORK, _CONNECTING)
        board.later(WIFI_JOIN_S, self._ask_for_address)

    def _ask_for_address(self) -> None:
        if self._board.listening:
            return
        if not self.in_range or joined(self.networks, self.credentials) is None:
            self._board.later(WIFI_JOIN_TIMEOUT_S - WIFI_JOIN_S + WIFI_RETRY_S, self.connect)
            return
        self._board.system_led = led.NETWORK_DHCP
        self._board.later(WIFI_DHCP_S, self._has_address)

    def _has_address(self) -> None:
        board = self._board
        if board.listening:
            return
        self.ready = True
        board.notify(EVENT_NETWORK, _CONNECTED)
        board.system_led = led.NETWORK_CONNECTED
        if board.link.wanted:
            board.link.connect()

    def save(self, network: Network) -> bool:
        """Keep the credentials of a network; False when Device OS would refuse them."""
        if not 0 < len(network.ssid.encode()) <= 32 or len(network.password.encode()) > 64:
            return False
        self.credentials = remember(self.credentials, network)
        self._board.notify(EVENT_CREDENTIALS, _ADDED)
        return True

    def clear(self) -> None:
        """Forget all credentials."""
        self.credentials = ()
        self._board.notify(EVENT_CREDENTIALS, _CLEARED)
