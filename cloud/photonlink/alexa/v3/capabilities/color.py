"""Alexa.ColorController: hue and saturation; the third value is kept and reported, and does not dim."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from photonlink.alexa.v3.capability import Capability
from photonlink.alexa.v3.message import Payload, member, number
from photonlink.lights import commands
from photonlink.lights.light import Light
from photonlink.lights.state import LightState


class ColorController(Capability):
    interface = "Alexa.ColorController"
    properties = ("color",)

    def fits(self, light: Light) -> bool:
        return light.kind.has_color

    def values(self, state: LightState) -> Mapping[str, object]:
        if state.color is None:
            return {}
        color = state.color
        return {
            "color": {
                "hue": color.hue,
                "saturation": color.saturation / 100,
                "brightness": color.value / 100,
            }
        }

    def directives(self) -> Mapping[str, Callable[[Payload], commands.Command]]:
        return {"SetColor": _set_color}


def _set_color(payload: Payload) -> commands.Command:
    color = member(payload, "color")
    return commands.set_color(
        round(number(color, "hue", 0, 360)),
        round(number(color, "saturation", 0, 1) * 100),
        round(number(color, "brightness", 0, 1) * 100),
    )


CAPABILITY = ColorController()
