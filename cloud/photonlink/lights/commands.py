"""What a light can be told, and the words that the firmware's function `light` takes for it."""

from __future__ import annotations

from typing import NamedTuple


class Command(NamedTuple):
    """One wish: the capability's word, and its value in the firmware's notation."""

    capability: str
    value: str

    def argument(self, key: str, cause: str) -> str:
        """The function's argument for the light `key`; `cause` is `voice`, or what else made the wish."""
        return f"{key}={self.capability},{self.value},{cause}"


class ReadState:
    """The question what a light does now; it changes nothing."""

    def argument(self, key: str, cause: str) -> str:
        """The function's argument for the light `key`."""
        return f"{key}=state"


def turn_on() -> Command:
    """On, at the last level that was not 0."""
    return Command("power", "on")


def turn_off() -> Command:
    """Off; level and colour are remembered."""
    return Command("power", "off")


def set_brightness(percent: int) -> Command:
    """Level 0 to 100 percent; 0 is off."""
    return Command("brightness", str(percent))


def adjust_brightness(percent: int) -> Command:
    """Level up or down by -100 to 100 percent points, from 0 while off; the device clamps to 0 to 100."""
    return Command("brightness", f"{percent:+d}")


def set_color(hue: int, saturation: int, value: int) -> Command:
    """Hue 0 to 360 degrees, saturation and value 0 to 100 percent; value is reported and does not dim."""
    return Command("color", f"{hue},{saturation},{value}")


def set_temperature(kelvin: int) -> Command:
    """Colour temperature in kelvin; the device takes the nearest that it can."""
    return Command("temperature", str(kelvin))


def warmer() -> Command:
    """One step to fewer kelvin."""
    return Command("temperature", "warmer")


def cooler() -> Command:
    """One step to more kelvin."""
    return Command("temperature", "cooler")
