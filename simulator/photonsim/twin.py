"""What is known of each light: its wiring as the firmware tells it, and what the cloud last said of it."""

from __future__ import annotations

import json
from dataclasses import replace

from photonsim.particle_cloud import EventPublished, FunctionCalled, Observation, VariableRead
from photonsim.photon.photon import Photon
from photonsim.views import LightInfo, View, device_view, packed_view, read_lights, state_view


class LightTwins:
    """Follows everything that Particle's cloud answers or publishes."""

    def __init__(self) -> None:
        self._lights: dict[str, list[LightInfo]] = {}
        #: By device and key of the light.
        self._said: dict[str, dict[str, View]] = {}

    def learn(self, device_id: str, manifest: str, pins: str) -> None:
        """Take over a device's table. Raises ValueError for a manifest that isn't ours."""
        self._lights[device_id] = read_lights(manifest, pins)

    def renamed(self, device_id: str, key: str, name: str) -> None:
        """Take over a light's new name, which the device has accepted."""
        self._lights[device_id] = [
            replace(light, name=name) if light.key == key else light for light in self.lights(device_id)
        ]

    def lights(self, device_id: str) -> list[LightInfo]:
        return self._lights.get(device_id, [])

    def light(self, device_id: str, key: str) -> LightInfo | None:
        return next((light for light in self.lights(device_id) if light.key == key), None)

    def device_view(self, light: LightInfo, photon: Photon) -> View | None:
        return device_view(light, photon.pins.duty) if photon.powered else None

    def particle_view(self, device_id: str, key: str) -> View | None:
        return self._said.get(device_id, {}).get(key)

    def observe(self, seen: Observation) -> None:
        """Called by the cloud for each function call, variable read and event."""
        if isinstance(seen, FunctionCalled):
            self._called(seen)
        elif isinstance(seen, VariableRead) and seen.name == "state":
            self._states(seen.device_id, str(seen.value))
        elif (
            isinstance(seen, EventPublished)
            and seen.name == "photonlink/state"
            and seen.device_id
            and seen.data
        ):
            self._states(seen.device_id, seen.data)

    def _called(self, call: FunctionCalled) -> None:
        key = call.argument.partition("=")[0]
        light = self.light(call.device_id, key)
        if light is None or call.return_value < 0:
            return
        said = self._said.setdefault(call.device_id, {})
        known = dict(said.get(key, {}))
        match call.name:
            case "light":
                said[key] = packed_view(light.kind, call.return_value)
                return
            case "power":
                known["power"] = "ON" if call.return_value else "OFF"
                if not call.return_value and "brightness" in known:
                    known["brightness"] = 0
            case "brightness":
                known.update(power="ON" if call.return_value else "OFF", brightness=call.return_value)
            case "temperature":
                known.update(power="ON", kelvin=call.return_value)
                known.pop("color", None)
            case _:
                return
        said[key] = known

    def _states(self, device_id: str, text: str) -> None:
        try:
            states = json.loads(text)
        except ValueError:
            return
        if not isinstance(states, dict):
            return
        for key, state in states.items():
            light = self.light(device_id, key)
            if light is not None and isinstance(state, dict):
                self._said.setdefault(device_id, {})[light.key] = state_view(light.kind, state)
