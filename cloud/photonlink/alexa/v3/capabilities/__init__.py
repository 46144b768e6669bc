"""What lights can do, in Alexa's words: one module a capability, each found by being here.

A module holds a `CAPABILITY`. It says what discovery declares, which directives it takes, and what a report
contains, so that the three can't drift apart.
"""

from __future__ import annotations

import importlib
from functools import cache
from importlib.resources import files

from photonlink.alexa.v3.capability import Capability


@cache
def all_capabilities() -> tuple[Capability, ...]:
    """All of them, in the order of their modules' names."""
    # Not pkgutil, which imports `inspect` on the way: 4 ms of a cold start.
    names = sorted(entry.name.removesuffix(".py") for entry in files(__name__).iterdir())
    modules = [importlib.import_module(f"{__name__}.{name}") for name in names if not name.startswith("_")]
    return tuple(module.CAPABILITY for module in modules)
