"""Named faults of a simulated house: one module each, found by itself.

A module defines `FAULT`, an instance of a class with `name`, `summary`, `on(house)` and `off(house)`. Its name is a
code of the doctor, or a word of the simulator's own.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from photonsim.house import House


class Fault(Protocol):
    """Something that goes wrong in a house. `summary` says what, in a line."""

    name: str
    summary: str

    async def on(self, house: House) -> None:
        """Break the house."""

    async def off(self, house: House) -> None:
        """Mend it."""


class UnknownFault(KeyError):
    """There is no fault of this name."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name

    def __str__(self) -> str:
        return f"there is no fault named {self.name!r}. `photonlink fault list` shows those that exist."


@lru_cache(maxsize=1)
def _all() -> dict[str, Fault]:
    names = (info.name for info in pkgutil.iter_modules(__path__) if not info.name.startswith("_"))
    modules = (importlib.import_module(f"{__name__}.{name}") for name in names)
    found: list[Fault] = [module.FAULT for module in modules]
    return {fault.name: fault for fault in found}


def fault_names() -> list[str]:
    """The names of all faults, sorted."""
    return sorted(_all())


def find_fault(name: str) -> Fault:
    """Raises UnknownFault."""
    try:
        return _all()[name]
    except KeyError:
        raise UnknownFault(name) from None
