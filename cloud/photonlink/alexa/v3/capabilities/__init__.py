"""What lights can do, in Alexa's words: one module a capability, each found by being here.

A module holds a `CAPABILITY`. It says what discovery declares, which directives it takes, and what a report
contains, so that the three can't drift apart.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from photonlink.alexa.v3.capability import Capability


@cache
def all_capabilities() -> tuple[Capability, ...]:
    """All of them, in the order of their modules' names."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    modules = [importlib.import_module(f"{__name__}.{name}") for name in names]
    return tuple(module.CAPABILITY for module in modules)
