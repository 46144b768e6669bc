"""Alexa.BrightnessController: a level of 0 to 100 percent, where 0 is off."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from photonlink.alexa.payload import Payload, integer
from photonlink.alexa.v3.capability import Capability
from photonlink.lights import commands
from photonlink.lights.light import Light
from photonlink.lights.state import LightState


class BrightnessController(Capability):
    interface = "Alexa.BrightnessController"
    properties = ("brightness",)
    word = "brightness"

    def fits(self, light: Light) -> bool:
        return light.kind.dims

    def values(self, state: LightState) -> Mapping[str, object]:
        return {"brightness": state.level} if state.dims else {}

    def directives(self) -> Mapping[str, Callable[[Payload], commands.Command]]:
        return {
            "SetBrightness": lambda payload: commands.set_brightness(integer(payload, "brightness", 0, 100)),
            "AdjustBrightness": lambda payload: commands.adjust_brightness(
                integer(payload, "brightnessDelta", -100, 100)
            ),
        }


CAPABILITY = BrightnessController()
