"""What hangs on a Photon beside pins: buses, strips, tones. Made when the first of them is used: most Photons have none."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from photonsim.photon.buses import I2cBus, SpiBus
from photonsim.photon.pins import PIN_NUMBERS, PINS

if TYPE_CHECKING:
    from photonsim.clock import Timer
    from photonsim.photon.pins import Pins

Later = Callable[[float, Callable[[], None]], "Timer"]


class Peripherals:
    """Of one board. What is wired to it outlasts a reset; what the firmware has begun does not."""

    def __init__(self, pins: Pins, later: Later) -> None:
        """`later` calls after seconds of house time."""
        self._pins, self._later = pins, later
        self.i2c = I2cBus()
        self.spi = (SpiBus(), SpiBus())
        self._strips: dict[int, list[str]] = {}
        self._tones: dict[int, Timer] = {}

    def reset(self) -> None:
        """The board starts again. Strips keep their light: nobody tells them to go dark."""
        for timer in self._tones.values():
            timer.cancel()
        self._tones.clear()

    def tone(self, pin: int, frequency: int, duration_ms: int) -> None:
        """tone(), or noTone() for a frequency of 0. The sound ends after `duration_ms`, unless that is 0."""
        if frequency == 0:
            self._end_tone(pin)
            return
        if not self._pins.tone(pin, frequency):
            return
        if pin in self._tones:
            self._tones.pop(pin).cancel()
        if duration_ms > 0:
            self._tones[pin] = self._later(duration_ms / 1000, lambda: self._end_tone(pin))

    def _end_tone(self, pin: int) -> None:
        if pin in self._tones:
            self._tones.pop(pin).cancel()
        self._pins.no_tone(pin)

    def show_pixels(self, pin: int, rgbw: bytes) -> None:
        """A strip on `pin` has got four bytes for each LED: red, green, blue, white."""
        if self._pins.is_output(pin):
            self._strips[pin] = [_light(rgbw[at : at + 4]) for at in range(0, len(rgbw), 4)]

    @property
    def pixels(self) -> dict[str, list[str]]:
        """By the pin that a strip hangs on: the light of each LED, "#rrggbb"."""
        return {PINS[pin].name: list(colors) for pin, colors in sorted(self._strips.items())}

    def pixels_at(self, pin: str) -> list[str]:
        """Those of one strip. Raises KeyError for a pin that no strip has been driven on."""
        number = PIN_NUMBERS.get(pin.upper(), -1)
        if number not in self._strips:
            driven = ", ".join(self.pixels) or "none"
            raise KeyError(f"no strip has been shown on {pin}; the pins that drive one: {driven}")
        return list(self._strips[number])


def _light(rgbw: bytes) -> str:
    red, green, blue, white = rgbw
    return "#" + "".join(f"{min(255, value + white):02x}" for value in (red, green, blue))
