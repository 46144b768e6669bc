"""The status LED: what it shows, and what that means.

Sources: Device OS v2.3.1, system/src/system_led_signal.cpp, services/src/led_service.cpp and services/src/panic.c.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

BACKGROUND, NORMAL, IMPORTANT, CRITICAL = 10, 20, 30, 40
_OF_THE_SYSTEM, _OF_THE_SKETCH = 2, 1
#: LEDPattern of a sketch, as LedSignal has it.
PATTERNS = {1: "solid", 2: "blink", 3: "breathe", 15: "custom"}
PATTERN_CODES = {name: code for code, name in PATTERNS.items()}


@dataclass(frozen=True)
class LedSignal:
    """A colour, a pattern and its period in milliseconds (0 for a solid one).

    `number` is that of Device OS's LEDSignal, by which a theme changes it; `priority` decides between it and the
    LEDStatus objects of a sketch.
    """

    color: str
    pattern: str
    period_ms: int
    meaning: str
    number: int | None = None
    priority: int = CRITICAL

    def as_json(self) -> dict[str, object]:
        return {
            "color": self.color,
            "pattern": self.pattern,
            "period_ms": self.period_ms,
            "meaning": self.meaning,
        }

    def color_at(self, ms: int, brightness: int) -> tuple[int, int, int]:
        """Red, green and blue (0..255), `ms` after the pattern began, at a `brightness` of 0..255."""
        share = brightness / 256
        if self.period_ms and self.pattern == "blink" and ms % self.period_ms >= self.period_ms // 2:
            share = 0.0
        elif self.period_ms and self.pattern == "breathe":
            half = self.period_ms // 2
            share *= abs(half - ms % self.period_ms) / half
        red, green, blue = (int(self.color[at : at + 2], 16) for at in (1, 3, 5))
        return int(red * share), int(green * share), int(blue * share)


OFF = LedSignal("#000000", "solid", 0, "no power")
BOOTING = LedSignal("#ffffff", "solid", 0, "starting")
NETWORK_OFF = LedSignal("#ffffff", "breathe", 4000, "Wi-Fi is off", 0, BACKGROUND)
NETWORK_ON = LedSignal("#0000ff", "breathe", 4000, "Wi-Fi is on, not connecting", 1, BACKGROUND)
NETWORK_CONNECTING = LedSignal("#00ff00", "blink", 200, "connecting to Wi-Fi", 2, NORMAL)
NETWORK_DHCP = LedSignal("#00ff00", "blink", 100, "asking for an address", 3, NORMAL)
NETWORK_CONNECTED = LedSignal(
    "#00ff00", "breathe", 4000, "connected to Wi-Fi, not to the cloud", 4, BACKGROUND
)
CLOUD_CONNECTING = LedSignal("#00ffff", "blink", 200, "connecting to the cloud", 5, NORMAL)
CLOUD_HANDSHAKE = LedSignal("#00ffff", "blink", 100, "shaking hands with the cloud", 6, NORMAL)
CLOUD_CONNECTED = LedSignal("#00ffff", "breathe", 4000, "connected to the cloud", 7, BACKGROUND)
KEY_REFUSED = LedSignal("#00ffff", "orange flashes", 500, "the handshake failed: wrong device key")
NO_INTERNET = LedSignal(
    "#ff6000", "blink", 500, "two orange blinks: Wi-Fi works, the internet cannot be reached"
)
SAFE_MODE = LedSignal(
    "#ff00ff", "breathe", 4000, "safe mode: connected, the firmware does not run", 8, BACKGROUND
)
UPDATING = LedSignal("#ff00ff", "blink", 100, "receiving new firmware", 11)
SIGNAL = LedSignal("#ee82ee", "rainbow", 700, "signalled from the cloud", None, IMPORTANT)

LISTENING = LedSignal("#0000ff", "blink", 500, "listening mode: waits for Wi-Fi credentials", 9, NORMAL)
CREDENTIALS_CLEARED = LedSignal("#0000ff", "blink", 100, "the Wi-Fi credentials were cleared")
DFU = LedSignal("#ffff00", "blink", 200, "DFU mode: waits for firmware over USB", 10)
POWER_OFF = LedSignal("#1f1f1f", "solid", 0, "switched off", 12)

#: The system's signals by their numbers, which LEDSystemTheme changes.
SIGNALS = (
    NETWORK_OFF,
    NETWORK_ON,
    NETWORK_CONNECTING,
    NETWORK_DHCP,
    NETWORK_CONNECTED,
    CLOUD_CONNECTING,
    CLOUD_HANDSHAKE,
    CLOUD_CONNECTED,
    SAFE_MODE,
    LISTENING,
    DFU,
    UPDATING,
    POWER_OFF,
)

Theme = dict[int, tuple[str, str, int]]


def themed(signal: LedSignal, theme: Theme) -> LedSignal:
    """A signal of the system as a theme (LEDSystemTheme) has it: number -> colour, pattern, period in ms."""
    if signal.number is None or signal.number not in theme:
        return signal
    color, pattern, period_ms = theme[signal.number]
    return replace(signal, color=color, pattern=pattern, period_ms=period_ms)


def sos(code: int, name: str) -> LedSignal:
    """The red SOS of a panic, followed by `code` blinks."""
    return LedSignal("#ff0000", "sos", round(sos_seconds(code) * 1000), f"panic {code}: {name}")


def sos_seconds(code: int) -> float:
    """How long a panic with this code is shown before the reset: the whole pattern, twice."""
    morse = 3 * (150 + 100) + 3 * (300 + 100) + 3 * (150 + 100)
    return 2 * (morse + 900 + code * 600 + 800) / 1000


@dataclass(slots=True)
class RgbLed:
    """The status LED while the firmware has taken it with RGB.control(true)."""

    controlled: bool = False
    color: tuple[int, int, int] = (0, 0, 0)
    brightness: int = 96

    def as_json(self) -> dict[str, object]:
        r, g, b = self.color if self.controlled else (0, 0, 0)
        return {"controlled": self.controlled, "r": r, "g": g, "b": b}


@dataclass(frozen=True)
class SketchStatus:
    """An active LEDStatus of a sketch; among equal priorities the newest, with the largest `sequence`, is shown."""

    signal: LedSignal
    is_on: bool
    sequence: int


class StatusLed:
    """Whose turn it is on the LED: the system's signal, an LEDStatus of the sketch, or RGB.control()."""

    __slots__ = ("_animation", "_saved_theme", "_sequence", "_statuses", "rgb", "theme")

    def __init__(self) -> None:
        self.rgb = RgbLed()
        #: Changed by LEDSystemTheme; survives a reset when it was saved.
        self.theme: Theme = {}
        self._saved_theme: Theme = {}
        self._statuses: dict[int, SketchStatus] = {}
        self._sequence = 0
        self._animation: tuple[str, int, int] = ("", 0, 0)

    def reset(self) -> None:
        """As after a reset of the board."""
        self.rgb = RgbLed()
        self.theme = dict(self._saved_theme)
        self._statuses.clear()

    def set_status(
        self, slot: int, color: int, pattern: int, period_ms: int, priority: int, *, is_on: bool, again: bool
    ) -> None:
        """An LEDStatus became active or changed; `again`: it was activated, which makes it the newest."""
        before = self._statuses.get(slot)
        if before is None or again:
            self._sequence += 1
        sequence = self._sequence if before is None or again else before.sequence
        kind = PATTERNS.get(pattern, "solid")
        signal = LedSignal(f"#{color & 0xFFFFFF:06x}", kind, period_ms, "set by the sketch", None, priority)
        self._statuses[slot] = SketchStatus(signal, is_on, sequence)

    def end_status(self, slot: int) -> None:
        """An LEDStatus is not active any more."""
        self._statuses.pop(slot, None)

    def set_theme(self, theme: Theme | None, *, save: bool) -> None:
        """LEDSystemTheme::apply(), or None for restoreDefault()."""
        self.theme = dict(theme or {})
        if save:
            self._saved_theme = dict(self.theme)

    def shown(self, system: LedSignal) -> LedSignal:
        """What the LED shows while the system signals `system`."""
        if self.rgb.controlled:
            r, g, b = self.rgb.color
            return LedSignal(f"#{r:02x}{g:02x}{b:02x}", "solid", 0, "set by the sketch")
        system = themed(system, self.theme)
        newest = max(self._statuses.values(), key=lambda s: (s.signal.priority, s.sequence), default=None)
        if newest is None or (newest.signal.priority << 2 | _OF_THE_SKETCH) < (
            system.priority << 2 | _OF_THE_SYSTEM
        ):
            return system
        return newest.signal if newest.is_on else replace(newest.signal, color="#000000")

    def color_now(self, system: LedSignal, now_ms: int) -> tuple[int, int, int]:
        """The LED's colour at `now_ms` since the reset; a change of pattern or period starts the pattern anew."""
        signal = self.shown(system)
        pattern, period, began = self._animation
        if (pattern, period) != (signal.pattern, signal.period_ms):
            began = now_ms
            self._animation = (signal.pattern, signal.period_ms, began)
        return signal.color_at(now_ms - began, self.rgb.brightness)
