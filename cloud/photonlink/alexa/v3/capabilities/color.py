"""Alexa.ColorController: hue and saturation; the third value is kept and reported, and does not dim."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from photonlink.alexa.payload import Payload, color
from photonlink.alexa.v3.capability import Capability
from photonlink.lights import commands
from photonlink.lights.light import Light
from photonlink.lights.state import LightState


class ColorController(Capability):
    interface = "Alexa.ColorController"
    properties = ("color",)
    word = "color"

    def fits(self, light: Light) -> bool:
        return light.kind.has_color

    def values(self, state: LightState) -> Mapping[str, object]:
        if state.color is None:
            return {}
        hue, saturation, value = state.color
        return {"color": {"hue": hue, "saturation": saturation / 100, "brightness": value / 100}}

    def directives(self) -> Mapping[str, Callable[[Payload], commands.Command]]:
        return {"SetColor": lambda payload: commands.set_color(*color(payload))}


CAPABILITY = ColorController()
