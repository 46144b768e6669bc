"""A318: a light got another name, and Alexa has not heard of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from photonsim.house import House

NEW_NAME = "reading lamp"


class StaleDiscovery:
    """The last light is renamed on the device; what is reported of it does not reach Alexa."""

    name = "A318"
    summary = f"a light is called {NEW_NAME} since the last discovery"

    async def on(self, house: House) -> None:
        light = house.twins.lights(house.photons[0].device_id)[-1]
        self._key, self._right = light.key, light.name
        house.alexa.misses_endpoint_reports = True
        await house.photons[0].call_function("name", f"{light.key}={NEW_NAME}")

    async def off(self, house: House) -> None:
        await house.photons[0].call_function("name", f"{self._key}={self._right}")
        house.alexa.misses_endpoint_reports = False
        await house.alexa.discover()


FAULT = StaleDiscovery()
