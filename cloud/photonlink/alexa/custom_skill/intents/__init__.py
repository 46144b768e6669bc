"""The intents: each module here holds `INTENTS`, answers by the intents' names."""

from __future__ import annotations

import importlib
from functools import cache
from importlib.resources import files

from photonlink.alexa.custom_skill.intent import Answer


@cache
def all_intents() -> dict[str, Answer]:
    """All answers by the names of their intents."""
    names = sorted(entry.name.removesuffix(".py") for entry in files(__name__).iterdir())
    modules = [importlib.import_module(f"{__name__}.{name}") for name in names if not name.startswith("_")]
    return {name: answer for module in modules for name, answer in module.INTENTS.items()}
