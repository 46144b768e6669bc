"""The pins of a Photon, as far as a light cares.

Source: Device OS v2.3.1 and v3.3.1, hal/src/photon/pinmap_hal.c; both versions are alike here.
"""

from __future__ import annotations

#: Timer and channel of each pin that has PWM. Pins of one channel always show the same duty cycle, pins of one
#: timer the same frequency.
PWM = {
    "D0": ("TIM4", 2),
    "D1": ("TIM4", 1),
    "D2": ("TIM3", 2),
    "D3": ("TIM3", 1),
    "A4": ("TIM3", 1),
    "A5": ("TIM3", 2),
    "A7": ("TIM5", 1),
    "RX": ("TIM1", 3),
    "TX": ("TIM1", 2),
}
#: Pins on which analogWrite() puts out a voltage of 0 to 4095, not a duty cycle.
DAC = ("A3", "A6")
#: Other names of pins.
ALIASES = {"DAC": "A6", "DAC1": "A6", "DAC2": "A3", "WKP": "A7", "SDA": "D0", "SCL": "D1"}
PINS = (*(f"D{number}" for number in range(8)), *(f"A{number}" for number in range(8)), "RX", "TX")


def canonical(name: str) -> str:
    """The pin's name without `!` (active low) and aliases, as in `A6` for `!DAC`."""
    bare = name.strip().lstrip("!")
    return ALIASES.get(bare, bare)
