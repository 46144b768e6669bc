"""Alexa.EndpointHealth: a light whose device has just answered is well; one that has not gives an error instead."""

from __future__ import annotations

from collections.abc import Mapping

from photonlink.alexa.v3.capability import Capability
from photonlink.lights.light import Light
from photonlink.lights.state import LightState


class EndpointHealth(Capability):
    interface = "Alexa.EndpointHealth"
    properties = ("connectivity",)
    word = ""

    def fits(self, light: Light) -> bool:
        return True

    def values(self, state: LightState) -> Mapping[str, object]:
        return {"connectivity": {"value": "OK"}}


CAPABILITY = EndpointHealth()
