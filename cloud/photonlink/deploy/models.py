"""The custom skill's interaction models, one for each language that its handler speaks."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def _models() -> dict[str, str]:
    """The text of each model, by language."""
    folder = files("photonlink.alexa.custom_skill") / "models"
    return {
        entry.name.partition("-")[0]: entry.read_text(encoding="utf-8")
        for entry in sorted(folder.iterdir(), key=lambda entry: entry.name)
        if entry.name.endswith(".json")
    }


def languages() -> frozenset[str]:
    """The languages, such as "en"."""
    return frozenset(_models())


def interaction_model(locale: str) -> Any:
    """The model for a locale such as "en-GB". Raises KeyError where its language has none."""
    return json.loads(_models()[locale.partition("-")[0]])
