"""Alexa.PowerController: on, at the last level that was not 0; off, with level and colour remembered."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from photonlink.alexa.payload import Payload
from photonlink.alexa.v3.capability import Capability
from photonlink.lights import commands
from photonlink.lights.light import Light
from photonlink.lights.state import LightState


class PowerController(Capability):
    interface = "Alexa.PowerController"
    properties = ("powerState",)
    word = "power"

    def fits(self, light: Light) -> bool:
        return True

    def values(self, state: LightState) -> Mapping[str, object]:
        return {"powerState": "ON" if state.on else "OFF"}

    def directives(self) -> Mapping[str, Callable[[Payload], commands.Command]]:
        return {
            "TurnOn": lambda payload: commands.turn_on(),
            "TurnOff": lambda payload: commands.turn_off(),
        }


CAPABILITY = PowerController()
