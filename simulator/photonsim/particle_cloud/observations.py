"""What an onlooker sees happen in the cloud: the dashboard's view of Particle, fed without polling."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from photonsim.ports import VariableValue


@dataclass(frozen=True)
class FunctionCalled:
    """A device answered a function call."""

    device_id: str
    name: str
    argument: str
    return_value: int


@dataclass(frozen=True)
class VariableRead:
    """A device answered a variable read."""

    device_id: str
    name: str
    value: VariableValue


@dataclass(frozen=True)
class EventPublished:
    """An event entered the cloud; `device_id` is None when it came through the API or from the cloud."""

    device_id: str | None
    name: str
    data: str | None


Observation = FunctionCalled | VariableRead | EventPublished
Observer = Callable[[Observation], None]
