"""A custom skill's interaction model: which intent a sentence means, and what fills its slots.

Source of the model's shape: Amazon's page "Interaction Model Schema". Alexa guesses; here a sentence fits a sample or not.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import combinations
from typing import Any

from photonsim.alexa_service.utterances import spoken_number

JSON = dict[str, Any]

_SLOT = re.compile(r"\\\{(\w+)\\\}")
#: What people say for intents that have no samples in the model.
_BUILT_IN = {
    "help": "AMAZON.HelpIntent",
    "stop": "AMAZON.StopIntent",
    "cancel": "AMAZON.CancelIntent",
    "go home": "AMAZON.NavigateHomeIntent",
}
FALLBACK = "AMAZON.FallbackIntent"


@dataclass(frozen=True)
class Intent:
    """An intent by its name, with the slots that the sentence filled; the others are empty."""

    name: str
    slots: dict[str, str | None]

    def as_json(self) -> JSON:
        """As an IntentRequest has it."""
        slots = {
            name: {"name": name, "confirmationStatus": "NONE", **({"value": value} if value else {})}
            for name, value in self.slots.items()
        }
        return {"name": self.name, "confirmationStatus": "NONE", "slots": slots}


class InteractionModel:
    """One language of a skill."""

    def __init__(self, model: JSON) -> None:
        language = model["interactionModel"]["languageModel"]
        self.invocation_name: str = language["invocationName"]
        known = {kind["name"]: _values(kind) for kind in language.get("types", ())}
        self._patterns: list[tuple[int, re.Pattern[str], str, list[str]]] = []
        #: Slots of numbers, by intent: what was said in words arrives in digits.
        self._numbers: dict[str, set[str]] = {}
        for intent in language["intents"]:
            slots = intent.get("slots") or ()
            self._numbers[intent["name"]] = {s["name"] for s in slots if s["type"] == "AMAZON.NUMBER"}
            kinds = {slot["name"]: known.get(slot["type"], []) for slot in slots}
            for sample in intent.get("samples", ()):
                self._add(intent["name"], sample, kinds)
        # What fits known values is meant before what fits anything; then the sample with the most words of its own.
        self._patterns.sort(key=lambda entry: entry[0])

    def _add(self, intent: str, sample: str, kinds: dict[str, list[str]]) -> None:
        """The sample once for each choice of its slots that must have a known value."""
        own_words = len(_SLOT.sub("", re.escape(sample)).split())
        with_values = [name for name in kinds if kinds[name] and f"{{{name}}}" in sample]
        for count in range(len(with_values), -1, -1):
            for closed in combinations(with_values, count):
                values = {name: kinds[name] for name in closed}
                rank = -100 * count - own_words
                self._patterns.append((rank, _pattern(sample, values), intent, list(kinds)))

    def understand(self, sentence: str) -> Intent:
        """What a sentence means; AMAZON.FallbackIntent for what fits no sample."""
        words = " ".join(sentence.lower().replace("%", " percent").split()).rstrip(".?!")
        if words in _BUILT_IN:
            return Intent(_BUILT_IN[words], {})
        for _, pattern, name, slots in self._patterns:
            found = pattern.fullmatch(words)
            if found is not None:
                values = {slot: found.groupdict().get(slot) for slot in slots}
                return Intent(name, values | self._in_digits(name, values))
        return Intent(FALLBACK, {})

    def _in_digits(self, intent: str, values: dict[str, str | None]) -> dict[str, str | None]:
        said = {slot: spoken_number(values[slot] or "") for slot in self._numbers[intent] if values.get(slot)}
        # Amazon's page "Slot Type Reference": what was not understood as a number arrives as a question mark.
        return {slot: "?" if value is None else str(value) for slot, value in said.items()}


def _pattern(sample: str, values: dict[str, list[str]]) -> re.Pattern[str]:
    def slot(found: re.Match[str]) -> str:
        known = values.get(found[1])
        return f"(?P<{found[1]}>{'|'.join(map(re.escape, known)) if known else '.+?'})"

    return re.compile(_SLOT.sub(slot, re.escape(sample.lower())))


def _values(kind: JSON) -> list[str]:
    """The values of a slot type with their synonyms, longer ones first."""
    names = [value["name"] for value in kind["values"]]
    spoken = [text.lower() for name in names for text in (name["value"], *name.get("synonyms", ()))]
    return sorted(spoken, key=len, reverse=True)


@cache
def model_of(locale: str) -> InteractionModel:
    """That of our own custom skill, in the nearest language that it has."""
    folder = files("photonlink.alexa.custom_skill") / "models"
    names = {entry.name.removesuffix(".json"): entry for entry in folder.iterdir()}
    nearest = names.get(locale) or next(
        (entry for name, entry in sorted(names.items()) if name[:2] == locale[:2]), names["en-US"]
    )
    return InteractionModel(json.loads(nearest.read_text(encoding="utf-8")))
