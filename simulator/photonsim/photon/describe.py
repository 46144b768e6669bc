"""What a device tells the cloud about itself, and the limits on it.

Source: Device OS v2.3.1 and v3.3.1, communication/inc/protocol_defs.h, system/src/system_cloud_internal.cpp.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from photonsim.ports import VariableType

MAX_NAME = 64
MAX_SUBSCRIPTIONS = 4
_TYPES: dict[int, VariableType] = {1: "bool", 2: "int32", 4: "string", 9: "double"}


@dataclass(frozen=True)
class Limits:
    """Limits of one Device OS version: counts, and sizes in bytes."""

    functions: int | None
    variables: int | None
    description: int | None
    event_data: int
    argument: int
    variable: int
    event_name: int = 64


@lru_cache
def limits(system_version: str) -> Limits:
    """The limits of a Device OS version such as "2.3.1"."""
    if int(system_version.split(".")[0]) >= 3:
        return Limits(
            functions=100, variables=100, description=None, event_data=864, argument=864, variable=864
        )
    return Limits(functions=None, variables=None, description=768, event_data=622, argument=622, variable=622)


@dataclass(slots=True)
class Description:
    """Functions and variables in the order of their registration."""

    limits: Limits
    functions: list[str] = field(default_factory=list)
    variables: dict[str, VariableType] = field(default_factory=dict)

    def size(self) -> int:
        """Bytes of the description on the wire, by the formula of Device OS 2.3.1."""
        functions = sum(len(name) + 3 for name in self.functions)
        return functions + sum(len(name) + 5 for name in self.variables) + 15

    def add_function(self, name: str) -> int:
        """Its index, or -1 when it does not fit. The same name again replaces the handler."""
        if name in self.functions:
            return self.functions.index(name)
        full = self.limits.functions is not None and len(self.functions) >= self.limits.functions
        if full or not self._fits(name, 3):
            return -1
        self.functions.append(name)
        return len(self.functions) - 1

    def add_variable(self, name: str, kind: int) -> int:
        """Its index, or -1 when it does not fit. `kind` is Device OS's type code."""
        if name in self.variables:
            self.variables[name] = _TYPES[kind]
            return list(self.variables).index(name)
        full = self.limits.variables is not None and len(self.variables) >= self.limits.variables
        if full or not self._fits(name, 5):
            return -1
        self.variables[name] = _TYPES[kind]
        return len(self.variables) - 1

    def _fits(self, name: str, overhead: int) -> bool:
        if not 0 < len(name) <= MAX_NAME:
            return False
        limit = self.limits.description
        return limit is None or self.size() + len(name) + overhead <= limit


#: What the cloud is told: names of the functions, names and types of the variables.
Told = tuple[tuple[str, ...], Mapping[str, VariableType]]
NOTHING_TOLD: Told = ((), {})


@lru_cache(maxsize=100)
def told(functions: tuple[str, ...], variables: tuple[tuple[str, VariableType], ...]) -> Told:
    """A description as the cloud is told it: boards with the same firmware share one."""
    return functions, dict(variables)


class PublishLimiter:
    """Device OS's limit on events: refused calls count too, so a loop that publishes without pause stays silent.

    Source: Device OS v2.3.1, communication/src/publisher.h: a ring of 5 times, the oldest must be 1 s old.
    """

    def __init__(self) -> None:
        self._recent = [-1000] * 5

    def allows(self, now_ms: int) -> bool:
        self._recent = [*self._recent[1:], now_ms]
        return now_ms - self._recent[0] >= 1000
