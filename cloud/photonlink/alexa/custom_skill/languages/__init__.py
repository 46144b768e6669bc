"""What is said, in each language: one module a language, named by its code, that holds `TEXTS`."""

from __future__ import annotations

import importlib
import re
from functools import lru_cache

from photonlink.alexa.custom_skill.texts import Texts

DEFAULT = "en"


@lru_cache(maxsize=32)
def texts_for(locale: str) -> Texts:
    """The texts for a locale such as `en-GB`; English where its language is missing."""
    language = locale[:2].lower()
    if re.fullmatch("[a-z]{2}", language):
        try:
            module = importlib.import_module(f"{__name__}.{language}")
        except ModuleNotFoundError:
            return texts_for(DEFAULT)
        texts: Texts = module.TEXTS
        return texts
    return texts_for(DEFAULT)
