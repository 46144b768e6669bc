"""Checks: each a module of `photonlink.doctor.checks`, found by itself.

A module is named after its code, in small letters, and defines `CHECK`; its docstring is the long explanation.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from photonlink.doctor.verdict import Finding

if TYPE_CHECKING:
    from photonlink.doctor.case import Case


class Step(IntEnum):
    """Where on the way from the sentence to the pin a check looks; the doctor goes in this order."""

    SETTINGS = 1
    LOGIN = 2
    TOKENS = 3
    SKILL = 4
    DEVICES = 5
    REPORTS = 6


@dataclass(frozen=True)
class Check:
    """One check. `title` names the fault in a line; `look` may raise NotKnown for what cannot be seen.

    `mend` does what the fix says, where a program can, and says in a line what it did; it may raise NotKnown as well.
    """

    code: str
    title: str
    step: Step
    look: Callable[[Case], Finding]
    mend: Callable[[Case], str] | None = None

    @property
    def explanation(self) -> str:
        """The long explanation: the docstring of the check's module."""
        return inspect.getdoc(inspect.getmodule(self.look)) or ""


class UnknownCode(KeyError):
    """No check has this code."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code

    def __str__(self) -> str:
        return f"there is no check {self.code!r}. `photonlink doctor codes` lists them."


@lru_cache(maxsize=1)
def _all() -> dict[str, Check]:
    from photonlink.doctor import checks

    names = (info.name for info in pkgutil.iter_modules(checks.__path__) if not info.name.startswith("_"))
    found = [importlib.import_module(f"{checks.__name__}.{name}").CHECK for name in names]
    return {check.code: check for check in sorted(found, key=lambda check: (check.step, check.code))}


def all_checks() -> list[Check]:
    """Every check, in the order of the path from the sentence to the pin."""
    return list(_all().values())


def find_check(code: str) -> Check:
    """Raises UnknownCode."""
    try:
        return _all()[code.upper()]
    except KeyError:
        raise UnknownCode(code) from None
