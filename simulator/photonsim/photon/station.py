"""The Wi-Fi of a board: on or off, the networks around it, its credentials, and the way from there to an address.

Source: Device OS v2.3.1, system/src/system_network_internal.h and system_network_compat.cpp.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from photonsim.photon import led
from photonsim.photon.codes import EVENT_CREDENTIALS, EVENT_NETWORK
from photonsim.photon.wifi import HOME, Network, Refusal, WifiSettings, joined, kept_as, remember

if TYPE_CHECKING:
    from photonsim.photon.photon import Photon

#: Seconds that joining and DHCP take. Device OS gives no figures; a Photon at home takes about this.
WIFI_JOIN_S = 1.5
WIFI_DHCP_S = 0.5
#: Seconds until a try to join a Wi-Fi ends, and from there to the next one (system/inc/system_network_internal.h).
WIFI_JOIN_TIMEOUT_S, WIFI_RETRY_S = 30.0, 2.0
#: What the background waits before it connects again after WiFi.disconnect(), where the cloud is wanted.
_BACKGROUND_S = 0.1

# Parameters of the system event network_status (system/inc/system_event.h).
_POWERING_OFF, _OFF, _POWERING_ON, _ON, _CONNECTING, _CONNECTED = 2, 3, 4, 5, 6, 7
_DISCONNECTING, _DISCONNECTED = 10, 11
# Of network_credentials.
_ADDED = 1

#: The network of a house: 192.168.1.0/24, and its first address is the router's, which answers names and DHCP.
_NET, _NETMASK, _ROUTER = 0xC0A80100, 0xFFFFFF00, 0xC0A80101


@dataclass(frozen=True)
class Addresses:
    """IPv4 addresses as numbers, 0 for none."""

    own: int = 0
    netmask: int = 0
    gateway: int = 0
    dns: int = 0
    dhcp: int = 0


_NO_ADDRESSES = Addresses()


class Station:
    """Joins a network by itself, again and again, until it is in one. Credentials outlast a loss of power."""

    __slots__ = (
        "_attempt",
        "_board",
        "_settings",
        "addresses",
        "connecting",
        "credentials",
        "in_range",
        "listens_on_failure",
        "networks",
        "on",
        "ready",
    )

    def __init__(self, board: Photon) -> None:
        self._board = board
        #: What a scan for Wi-Fi finds, and whose credentials the board keeps: the oldest first.
        self.networks: tuple[Network, ...] = (HOME,)
        self.credentials: tuple[Network, ...] = (HOME,)
        self.in_range = True
        self.on = self.connecting = False
        #: It has an address.
        self.ready = False
        #: Its own and those around it; none without a network.
        self.addresses = _NO_ADDRESSES
        #: Credentials that were typed in listening mode: when they turn out wrong, it listens again.
        self.listens_on_failure = False
        self._attempt = 0
        self._settings: WifiSettings | None = None

    def reset(self) -> None:
        """The board starts again, or has lost its power."""
        self._attempt += 1
        self.on = self.connecting = self.ready = self.listens_on_failure = False
        self.addresses = _NO_ADDRESSES

    @property
    def settings(self) -> WifiSettings:
        """What the sketch has set; it outlasts a loss of power. Made when it is first asked for."""
        if self._settings is None:
            self._settings = WifiSettings()
        return self._settings

    def set(self, setting: int, value: int) -> None:
        """A setting by its number in device_os/photon_host.h; it counts from the next connection on."""
        chosen = self.settings
        if setting == 2:
            chosen.is_static = bool(value)
        else:
            setattr(
                chosen, {0: "antenna", 3: "address", 4: "netmask", 5: "gateway", 6: "dns"}[setting], value
            )

    @property
    def home(self) -> Network | None:
        """The network that it is in."""
        return joined(self.networks, self.credentials) if self.ready else None

    @property
    def ssid(self) -> str:
        home = self.home
        return home.ssid if home is not None else ""

    def _asked_for_addresses(self) -> Addresses:
        if self._settings is not None and self._settings.is_static:
            chosen = self._settings
            return Addresses(chosen.address, chosen.netmask, chosen.gateway, chosen.dns)
        own = _NET + int(self._board.device_id[-2:], 16) % 250 + 2
        return Addresses(own, _NETMASK, _ROUTER, _ROUTER, _ROUTER)

    def scan(self) -> tuple[Network, ...]:
        """The networks that come in; none while Wi-Fi is off."""
        return self.networks if self.on and self.in_range else ()

    # -- on, off, connected ------------------------------------------------------------------------

    def set_in_range(self, in_range: bool) -> None:
        """The access point is switched on or off."""
        self.in_range = in_range
        if in_range or not self.ready:
            return
        self._lose()
        self._board.link.disconnect(graceful=False, reason="Wi-Fi was lost")
        self.connect()

    def switch_on(self) -> None:
        """Power for the radio. Where the cloud is wanted, the way there begins."""
        if not self.on:
            self._power_on()
            if self._board.link.wanted:
                self.connect()

    def switch_off(self, reason: str) -> None:
        """Leave the network and the cloud. Where the cloud is wanted, it comes back with `switch_on()`."""
        if not self.on:
            return
        board = self._board
        self._leave(reason)
        board.notify(EVENT_NETWORK, _POWERING_OFF)
        self.on = False
        board.system_led = led.NETWORK_OFF
        board.notify(EVENT_NETWORK, _OFF)

    def disconnect(self) -> None:
        """Leave the network. Where the cloud is wanted, the system joins it again at once."""
        if not self.on:
            return
        self._leave("the sketch disconnected Wi-Fi")
        self._board.system_led = led.NETWORK_ON
        if self._board.link.wanted:
            self._board.later(_BACKGROUND_S, self.connect)

    def give_up(self) -> None:
        """Listening mode begins: the radio is on, and in no network."""
        if not self.on:
            self._power_on()
        self._leave("listening mode")

    def _power_on(self) -> None:
        self._board.notify(EVENT_NETWORK, _POWERING_ON)
        self.on = True
        self._board.system_led = led.NETWORK_ON
        self._board.notify(EVENT_NETWORK, _ON)

    def _leave(self, reason: str) -> None:
        self._attempt += 1  # what was under way ends
        self._board.link.disconnect(graceful=True, reason=reason)
        if self.ready:
            self._lose()
        elif self.connecting:
            self._board.notify(EVENT_NETWORK, _DISCONNECTED)
        self.connecting = False

    def _lose(self) -> None:
        self.ready, self.addresses = False, _NO_ADDRESSES
        self._board.notify(EVENT_NETWORK, _DISCONNECTING)
        self._board.notify(EVENT_NETWORK, _DISCONNECTED)

    def connect(self, *, may_listen: bool = True) -> None:
        """Join a network, then the cloud where that is wanted. Without credentials listen for some, or give it up."""
        board = self._board
        if board.listening or self.connecting:
            return
        if self.ready:
            if board.link.wanted:
                board.link.connect()
            return
        if not self.on:
            self._power_on()
        if not self.credentials:
            if may_listen:
                board.listen()
            return
        self.connecting = True
        self._attempt += 1
        attempt = self._attempt
        board.system_led = led.NETWORK_CONNECTING
        board.notify(EVENT_NETWORK, _CONNECTING)
        board.work(WIFI_JOIN_S, lambda: self._ask_for_address(attempt))

    def _ask_for_address(self, attempt: int) -> None:
        if attempt != self._attempt:
            return
        if not self.in_range or joined(self.networks, self.credentials) is None:
            self._board.work(WIFI_JOIN_TIMEOUT_S - WIFI_JOIN_S, lambda: self._failed(attempt))
            return
        self._board.system_led = led.NETWORK_DHCP
        self._board.work(WIFI_DHCP_S, lambda: self._has_address(attempt))

    def _failed(self, attempt: int) -> None:
        if attempt != self._attempt:
            return
        self.connecting = False
        self._board.notify(EVENT_NETWORK, _DISCONNECTED)
        if self.listens_on_failure:
            self._board.listen()
            return
        self._board.later(WIFI_RETRY_S, lambda: self.connect() if attempt == self._attempt else None)

    def _has_address(self, attempt: int) -> None:
        if attempt != self._attempt:
            return
        board = self._board
        self.connecting, self.ready, self.listens_on_failure = False, True, False
        self.addresses = self._asked_for_addresses()
        board.notify(EVENT_NETWORK, _CONNECTED)
        board.system_led = led.NETWORK_CONNECTED
        if board.link.wanted:
            board.link.connect()

    # -- credentials -------------------------------------------------------------------------------

    def save(self, ssid: str, password: str | None, security: int, cipher: int) -> bool:
        """Keep credentials, by Device OS's numbers; False where it refuses them. See `wifi.kept_as`."""
        if not self.on:
            return False
        kept = kept_as(ssid, password, security, cipher, self.scan())
        if isinstance(kept, Refusal):
            return False
        self.credentials = remember(self.credentials, kept)
        self._board.notify(EVENT_CREDENTIALS, _ADDED)
        return True

    def clear(self) -> None:
        """Forget all credentials; a network that it is in is not left."""
        self.credentials = ()
