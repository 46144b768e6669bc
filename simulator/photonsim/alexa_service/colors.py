"""Colours and whites by name, as Alexa turns them into values.

Hue 0..360, saturation and brightness 0..1. purple: Amazon's capability test plans; the other colours are the pure
ones of the HSB circle. Kelvin of the whites: Amazon's page on Alexa.ColorTemperatureController.
"""

from __future__ import annotations

COLORS: dict[str, tuple[float, float, float]] = {
    "red": (0, 1, 1),
    "crimson": (348, 0.9, 0.86),
    "salmon": (17, 0.51, 1),
    "orange": (39, 1, 1),
    "gold": (50, 1, 1),
    "yellow": (60, 1, 1),
    "green": (120, 1, 1),
    "turquoise": (174, 0.71, 0.88),
    "cyan": (180, 1, 1),
    "sky blue": (197, 0.42, 0.91),
    "blue": (240, 1, 1),
    "purple": (277, 0.8619, 0.9373),
    "magenta": (300, 1, 1),
    "pink": (348, 0.25, 1),
    "lavender": (255, 0.5, 1),
}

WHITES: dict[str, int] = {
    "warm": 2200,
    "warm white": 2200,
    "soft": 2700,
    "soft white": 2700,
    "white": 4000,
    "daylight": 5500,
    "daylight white": 5500,
    "cool": 7000,
    "cool white": 7000,
}
