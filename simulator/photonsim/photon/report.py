"""What a board says of itself when it is asked: texts, numbers, its modules and what it measures."""

from __future__ import annotations

import ipaddress
import json
import random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from photonsim.photon.photon import Photon

#: Sizes of the modules on a Photon, in bytes (modules/photon, linker scripts).
_BOOTLOADER_BYTES, _SYSTEM_PART_BYTES, _USER_PART_BYTES = 16_384, 262_144, 131_072
_BOOTLOADER_VERSION = 1101

#: The noise that the radio of a simulated Photon measures, in dBm.
NOISE_DBM = -95


def version_parts(version: str) -> tuple[int, ...]:
    """The numbers of a version such as "2.3.1"."""
    return tuple(int(part) for part in version.split("."))


def mac_digits(board: Photon) -> str:
    """12 hex digits; the first six are Particle's."""
    return f"6c0b84{board.device_id[-6:]}"


def text(board: Photon, what: int) -> str:
    """Texts of photon_host.h. Raises KeyError for a number that is not there."""
    values = {
        0: board.device_id,
        1: board.system_version,
        2: board.station.ssid,
        3: mac_digits(board),
        4: str(ipaddress.IPv4Address(board.station.addresses.own)),
        5: board.station.settings.hostname or board.device_id,
    }
    return values[what]


def number(board: Photon, what: int) -> int:
    """Numbers of photon_host.h. Raises KeyError for a number that is not there."""
    if what == 4:
        return board.setup_held_ms
    if what == 5:
        major, minor, patch = version_parts(board.system_version)
        return major << 24 | minor << 16 | patch << 8
    if 9 <= what <= 13:
        found = board.station.addresses
        return (found.own, found.netmask, found.gateway, found.dns, found.dhcp)[what - 9]
    values = {
        0: board.reset_reason,
        1: board.reset_data,
        2: signal_dbm(board),
        3: int(board.rtc_valid),
        6: int(board.rgb.controlled),
        7: board.rgb.brightness,
        8: board.heap_bytes,
        14: board.station.settings.antenna,
        15: board.listening_mode.timeout_s,
        16: NOISE_DBM,
        17: board.link.synced_ms,
    }
    return values[what]


def signal_dbm(board: Photon) -> int:
    """The strength of the Wi-Fi, or Device OS's 2 for a time-out."""
    home = board.station.home
    return home.rssi_dbm if home is not None else 2


def random_seed(board: Photon) -> int:
    """Repeatable for a device in one house, different between devices and kinds of resets."""
    return random.Random(f"{board.device_id}{board.reset_reason}").getrandbits(31)


def modules_json(board: Photon) -> str:
    """The members of the system describe (`p`latform and `m`odules), as Device OS prints them."""
    major, minor, patch = version_parts(board.system_version)
    version = major * 1000 + minor * 100 + patch
    checked = {"l": "m", "vc": 30, "vv": 30}
    parts = [
        {"s": _BOOTLOADER_BYTES, **checked, "f": "b", "n": "0", "v": _BOOTLOADER_VERSION, "d": []},
        *(
            {"s": _SYSTEM_PART_BYTES, **checked, "f": "s", "n": str(part), "v": version, "d": []}
            for part in (1, 2)
        ),
        {
            "s": _USER_PART_BYTES,
            **checked,
            "u": board.firmware.hash.upper(),
            "f": "u",
            "n": "1",
            "v": 6,
            "d": [{"f": "s", "n": "2", "v": version, "_": ""}],
        },
    ]
    return f'"p":6,"m":{json.dumps(parts, separators=(",", ":"))}'


def diagnostics_json(board: Photon) -> str:
    """What Device OS measures, by its names (services/inc/diagnostics.h)."""
    measured = {
        "sys:uptime": board.uptime_us() // 1_000_000,
        "sys:reset": board.reset_reason,
        "net:rssi": signal_dbm(board),
        "net:stat": int(board.station.ready),
        "cloud:stat": int(board.online),
        "pub:limit": board.link.refused_events,
    }
    return json.dumps(measured, separators=(",", ":"))
