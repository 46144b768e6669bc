"""Wi-Fi networks around a Photon, and the credentials and settings that it keeps.

Source: Device OS v2.3.1 and v3.3.1, hal/src/photon/wlan_hal.cpp and system/src/system_network_wifi.h.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

#: A Photon keeps the credentials of five networks; a sixth takes the place of the oldest.
MOST_CREDENTIALS = 5
#: Bytes of a network's name, of a WPA key and of a WEP key.
_SSID_BYTES, _WPA_BYTES, _WEP_BYTES = range(1, 33), range(8, 65), range(5, 59)


class Security(IntEnum):
    """Codes of the serial dialogue (Device OS, hal/inc/wlan_hal.h: WLanSecurityType)."""

    UNSECURED = 0
    WEP = 1
    WPA = 2
    WPA2 = 3
    WPA_ENTERPRISE = 4
    WPA2_ENTERPRISE = 5
    #: As a question: whatever a scan finds. As an answer: something that no network has, and that is never joined.
    NOT_SET = 255


_ENTERPRISE = (Security.WPA_ENTERPRISE, Security.WPA2_ENTERPRISE)
_WITH_CIPHER = (Security.WPA, Security.WPA2, *_ENTERPRISE)


class Refusal(IntEnum):
    """Why credentials are not kept (hal/inc/wlan_hal.h)."""

    CIPHER_REQUIRED = -2
    SSID_LENGTH = -3
    KEY_LENGTH = -4


@dataclass(frozen=True)
class Network:
    """An access point, or the credentials for one. `cipher`: 1 AES, 2 TKIP, 3 both; None where nobody said, or nothing
    is secured.

    `rssi_dbm` is how strong it comes in, in dBm; of credentials it is of no interest, and neither is `channel`.
    """

    ssid: str
    password: str = ""
    security: Security = Security.WPA2
    cipher: int | None = 1
    channel: int = 6
    rssi_dbm: int = -50

    def __post_init__(self) -> None:
        if self.security is Security.UNSECURED:
            object.__setattr__(self, "cipher", None)

    @property
    def bssid(self) -> bytes:
        """Six bytes, of the range that everybody may use for himself."""
        return b"\x02" + hashlib.sha256(self.ssid.encode()).digest()[:5]


#: The network of every simulated house.
HOME = Network("photonlink", "alexa says hello")


@dataclass(slots=True)
class WifiSettings:
    """What a sketch has set, in flash: it outlasts a loss of power. Addresses are numbers, 0 where nothing was set."""

    hostname: str = ""
    antenna: int = 0
    is_static: bool = False
    address: int = 0
    netmask: int = 0
    gateway: int = 0
    dns: int = 0


def kept_as(
    ssid: str, password: str | None, security: int, cipher: int, around: Sequence[Network]
) -> Network | Refusal:
    """Credentials as Device OS stores them, or why it doesn't. `cipher` is 0 where nobody said, `around` a scan.

    With a security of WPA and no cipher, the board looks the network up in a scan, so that it must be near. A number
    that is no security counts as none, and is no error.
    """
    if len(ssid.encode()) not in _SSID_BYTES:
        return Refusal.SSID_LENGTH
    security &= 0xFF  # an enumeration is one byte long there
    known = Security(security) if security in Security._value2member_map_ else Security.UNSECURED
    if password == "" and known not in _ENTERPRISE:
        known = security = Security.UNSECURED
    found_cipher: int | None = cipher or None
    if known is Security.NOT_SET or (known in _WITH_CIPHER and not cipher):
        found = next((network for network in around if network.ssid == ssid), None)
        if found is None:
            return Refusal.CIPHER_REQUIRED
        known, found_cipher = found.security, found.cipher
    elif known is Security.UNSECURED and cipher:
        known = Security.NOT_SET  # a cipher without a security: kept, and never joined
    key = len((password or "").encode())
    if known is Security.WEP and key not in _WEP_BYTES:
        return Refusal.KEY_LENGTH
    if known in (Security.WPA, Security.WPA2) and key not in _WPA_BYTES:
        return Refusal.KEY_LENGTH
    return Network(ssid, (password or "")[:64], known, found_cipher)


def remember(kept: tuple[Network, ...], new: Network) -> tuple[Network, ...]:
    """The credentials `kept`, and `new` ones behind them, or in the place of those of the same name."""
    if new.security in _ENTERPRISE:  # there is room for the certificates of one
        kept = tuple(one for one in kept if one.security not in _ENTERPRISE or one.ssid == new.ssid)
    if any(one.ssid == new.ssid for one in kept):
        return tuple(new if one.ssid == new.ssid else one for one in kept)
    return (*kept, new)[-MOST_CREDENTIALS:]


def joined(around: Sequence[Network], kept: Sequence[Network]) -> Network | None:
    """The network that a Photon joins: the newest credentials first; none without the right security and password."""
    for credentials in reversed(kept):
        for network in around:
            if (network.ssid, network.security) == (credentials.ssid, credentials.security) and (
                network.security is Security.UNSECURED or network.password == credentials.password
            ):
                return network
    return None
