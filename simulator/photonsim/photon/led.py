"""The status LED: what it shows, and what that means.

Source: Device OS v2.3.1, system/src/system_led_signal.cpp and services/src/panic.c.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class LedSignal:
    """A colour, a pattern and its period in milliseconds (0 for a solid one)."""

    color: str
    pattern: str
    period_ms: int
    meaning: str

    def as_json(self) -> dict[str, object]:
        return {
            "color": self.color,
            "pattern": self.pattern,
            "period_ms": self.period_ms,
            "meaning": self.meaning,
        }


OFF = LedSignal("#000000", "solid", 0, "no power")
BOOTING = LedSignal("#ffffff", "solid", 0, "starting")
NETWORK_OFF = LedSignal("#ffffff", "breathe", 4000, "Wi-Fi is off")
NETWORK_CONNECTING = LedSignal("#00ff00", "blink", 200, "connecting to Wi-Fi")
NETWORK_DHCP = LedSignal("#00ff00", "blink", 100, "asking for an address")
NETWORK_CONNECTED = LedSignal("#00ff00", "breathe", 4000, "connected to Wi-Fi, not to the cloud")
CLOUD_CONNECTING = LedSignal("#00ffff", "blink", 200, "connecting to the cloud")
CLOUD_HANDSHAKE = LedSignal("#00ffff", "blink", 100, "shaking hands with the cloud")
CLOUD_CONNECTED = LedSignal("#00ffff", "breathe", 4000, "connected to the cloud")
KEY_REFUSED = LedSignal("#00ffff", "orange flashes", 500, "the handshake failed: wrong device key")
SAFE_MODE = LedSignal("#ff00ff", "breathe", 4000, "safe mode: connected, the firmware does not run")
UPDATING = LedSignal("#ff00ff", "blink", 200, "receiving new firmware")
SIGNAL = LedSignal("#ee82ee", "rainbow", 700, "signalled from the cloud")


def sos(code: int, name: str) -> LedSignal:
    """The red SOS of a panic, followed by `code` blinks."""
    return LedSignal("#ff0000", "sos", round(sos_seconds(code) * 1000), f"panic {code}: {name}")


def sos_seconds(code: int) -> float:
    """How long a panic with this code is shown before the reset: the whole pattern, twice."""
    morse = 3 * (150 + 100) + 3 * (300 + 100) + 3 * (150 + 100)
    return 2 * (morse + 900 + code * 600 + 800) / 1000
