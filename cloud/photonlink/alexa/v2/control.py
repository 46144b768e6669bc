"""Control requests: what each wishes of a light, and what its confirmation tells."""

from __future__ import annotations

from collections.abc import Callable

from photonlink.alexa.payload import Json, Payload, color, integer, member, number, text
from photonlink.alexa.v2.errors import NoSuchTarget, Unsupported
from photonlink.alexa.v2.message import CONTROL, message, token
from photonlink.clock import Deadline
from photonlink.lights import commands
from photonlink.lights.commands import Command
from photonlink.lights.light import Light
from photonlink.lights.manifest import KELVIN_LIMITS
from photonlink.lights.state import LightState, StateError
from photonlink.operations import Address, Lights


class Request:
    """One control request: the action that discovery declares, what it wishes, and what its answer tells."""

    def __init__(
        self,
        action: str,
        fits: Callable[[Light], bool],
        wish: Callable[[Payload], Command],
        achieved: Callable[[LightState], Json] = lambda state: {},
    ) -> None:
        self.action, self.fits, self.wish, self.achieved = action, fits, wish, achieved


def _percent(payload: Payload) -> int:
    return round(number(member(payload, "percentageState"), "value", 0, 100))


def _delta(payload: Payload) -> int:
    return round(number(member(payload, "deltaPercentage"), "value", 0, 100))


def _kelvin(payload: Payload) -> int:
    return integer(member(payload, "colorTemperature"), "value", *KELVIN_LIMITS)


def _achieved_color(state: LightState) -> Json:
    if state.color is None:
        raise StateError("the device reports no colour after it was set")
    hue, saturation, value = state.color
    achieved = {"hue": hue, "saturation": saturation / 100, "brightness": value / 100}
    return {"achievedState": {"color": achieved}}


def _achieved_kelvin(state: LightState) -> Json:
    if state.kelvin is None:
        raise StateError("the device reports no colour temperature after it was set")
    return {"achievedState": {"colorTemperature": {"value": state.kelvin}}}


def _any(light: Light) -> bool:
    return True


def _dims(light: Light) -> bool:
    return light.kind.dims


def _colors(light: Light) -> bool:
    return light.kind.has_color


def _whites(light: Light) -> bool:
    return light.kind.has_temperature


REQUESTS = {
    "TurnOn": Request("turnOn", _any, lambda payload: commands.turn_on()),
    "TurnOff": Request("turnOff", _any, lambda payload: commands.turn_off()),
    "SetPercentage": Request(
        "setPercentage", _dims, lambda payload: commands.set_brightness(_percent(payload))
    ),
    "IncrementPercentage": Request(
        "incrementPercentage", _dims, lambda payload: commands.adjust_brightness(_delta(payload))
    ),
    "DecrementPercentage": Request(
        "decrementPercentage", _dims, lambda payload: commands.adjust_brightness(-_delta(payload))
    ),
    "SetColor": Request(
        "setColor", _colors, lambda payload: commands.set_color(*color(payload)), _achieved_color
    ),
    "SetColorTemperature": Request(
        "setColorTemperature",
        _whites,
        lambda payload: commands.set_temperature(_kelvin(payload)),
        _achieved_kelvin,
    ),
    "IncrementColorTemperature": Request(
        "incrementColorTemperature", _whites, lambda payload: commands.cooler(), _achieved_kelvin
    ),
    "DecrementColorTemperature": Request(
        "decrementColorTemperature", _whites, lambda payload: commands.warmer(), _achieved_kelvin
    ),
}


def control(lights: Lights, name: str, payload: Payload, deadline: Deadline) -> Json:
    """Do what a request wishes, and confirm what the device says of it."""
    request = REQUESTS.get(name.removesuffix("Request")) if name.endswith("Request") else None
    if request is None:
        raise Unsupported
    appliance_id = text(member(payload, "appliance").get("applianceId"))
    address = Address.parse(appliance_id)
    if address is None:
        raise NoSuchTarget
    state = lights.control(token(payload), address, request.wish(payload), deadline).state
    return message(CONTROL, name.removesuffix("Request") + "Confirmation", request.achieved(state))
