"""What Alexa believes of each endpoint: the properties of the last Response or report."""

from __future__ import annotations

from typing import Any

_NAMES = {
    "powerState": "power",
    "brightness": "brightness",
    "color": "color",
    "colorTemperatureInKelvin": "kelvin",
}


class Beliefs:
    """By endpoint id. After an error the app shows that the device is unresponsive, and keeps the old state."""

    def __init__(self) -> None:
        self._states: dict[str, dict[str, Any]] = {}
        self._unresponsive: set[str] = set()

    def clear(self) -> None:
        self._states.clear()
        self._unresponsive.clear()

    def learn(self, endpoint_id: str, properties: list[dict[str, Any]]) -> None:
        """Take over the properties of a message that the rules have passed."""
        state = self._states.setdefault(endpoint_id, {})
        self._unresponsive.discard(endpoint_id)
        for item in properties:
            name = item["name"]
            if name == "connectivity":
                if item["value"]["value"] != "OK":
                    self._unresponsive.add(endpoint_id)
            elif name in _NAMES:
                state[_NAMES[name]] = item["value"]
                # Colour and white exclude each other.
                if name == "color":
                    state.pop("kelvin", None)
                elif name == "colorTemperatureInKelvin":
                    state.pop("color", None)

    def failed(self, endpoint_id: str) -> None:
        self._unresponsive.add(endpoint_id)

    def responsive(self, endpoint_id: str) -> bool:
        return endpoint_id not in self._unresponsive

    def of(self, endpoint_id: str) -> dict[str, Any] | None:
        """A copy, or None while nothing is known."""
        state = self._states.get(endpoint_id)
        return dict(state) if state else None
