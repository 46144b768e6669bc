"""Wi-Fi networks around a Photon, and the credentials that it keeps."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

#: A Photon keeps the credentials of five networks; a sixth takes the place of the oldest.
MOST_CREDENTIALS = 5


class Security(IntEnum):
    """Codes of the serial dialogue (Device OS, hal/inc/wlan_hal.h: WLanSecurityType)."""

    UNSECURED = 0
    WEP = 1
    WPA = 2
    WPA2 = 3
    WPA_ENTERPRISE = 4
    WPA2_ENTERPRISE = 5


@dataclass(frozen=True)
class Network:
    """An access point, or the credentials for one. `cipher`: 1 AES, 2 TKIP, 3 both; None where nobody said."""

    ssid: str
    password: str = ""
    security: Security = Security.WPA2
    cipher: int | None = 1


#: The network of every simulated house.
HOME = Network("photonlink", "alexa says hello")


def remember(kept: tuple[Network, ...], new: Network) -> tuple[Network, ...]:
    """The credentials `kept`, and `new` ones behind them, which replace those of the same name."""
    return (*(one for one in kept if one.ssid != new.ssid), new)[-MOST_CREDENTIALS:]


def joined(around: tuple[Network, ...], kept: tuple[Network, ...]) -> Network | None:
    """The network that a Photon joins: the newest credentials first; none without the right password."""
    for credentials in reversed(kept):
        for network in around:
            if network.ssid == credentials.ssid and (
                network.security == Security.UNSECURED or network.password == credentials.password
            ):
                return network
    return None
