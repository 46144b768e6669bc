"""Alexa.ColorTemperatureController: white in kelvin, and steps towards warm or cool."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from photonlink.alexa.payload import Payload, integer
from photonlink.alexa.v3.capability import Capability
from photonlink.lights import commands
from photonlink.lights.light import Light
from photonlink.lights.manifest import KELVIN_LIMITS
from photonlink.lights.state import LightState


class ColorTemperatureController(Capability):
    interface = "Alexa.ColorTemperatureController"
    properties = ("colorTemperatureInKelvin",)
    word = "temperature"

    def fits(self, light: Light) -> bool:
        return light.kind.has_temperature

    def values(self, state: LightState) -> Mapping[str, object]:
        return {} if state.kelvin is None else {"colorTemperatureInKelvin": state.kelvin}

    def directives(self) -> Mapping[str, Callable[[Payload], commands.Command]]:
        return {
            "SetColorTemperature": lambda payload: commands.set_temperature(
                integer(payload, "colorTemperatureInKelvin", *KELVIN_LIMITS)
            ),
            # Increase means more kelvin, which is cooler.
            "IncreaseColorTemperature": lambda payload: commands.cooler(),
            "DecreaseColorTemperature": lambda payload: commands.warmer(),
        }


CAPABILITY = ColorTemperatureController()
