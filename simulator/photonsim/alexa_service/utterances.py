"""English sentences as Alexa understands them: each family of sentences is a pattern and what it means."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from photonsim.alexa_service.colors import COLORS, WHITES

POWER, BRIGHTNESS = "Alexa.PowerController", "Alexa.BrightnessController"
COLOR, TEMPERATURE = "Alexa.ColorController", "Alexa.ColorTemperatureController"
#: "dim" and "brighten" without a number, in percent.
STEP = 25


@dataclass(frozen=True)
class Control:
    """Do something to a light. `limits` are those of what the sentence asks for, checked before anything is sent."""

    target: str
    namespace: str
    name: str
    payload: dict[str, Any] = field(default_factory=dict)
    limits: tuple[float, float, float] | None = None


@dataclass(frozen=True)
class Question:
    """Ask for a light's state: `about` is "power", "brightness" or "color"."""

    target: str
    about: str


@dataclass(frozen=True)
class Discover:
    """Look for devices."""


@dataclass(frozen=True)
class Invoke:
    """Open a custom skill by its invocation name, with a request for it."""

    invocation: str
    request: str


Meaning = Control | Question | Discover | Invoke

_NUMBER_WORDS = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
    "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "hundred": 100, "half": 50, "full": 100, "maximum": 100,
    "minimum": 1,
}  # fmt: skip

#: "percent" may be left out; words that are no number lead to no meaning, so that colours pass by.
_PERCENT = r"(?P<number>-?\d+|[a-z]+(?:[ -](?!percent)[a-z]+)?)(?:\s*%|\s+percent)?"
_ANY_NUMBER = r"(?P<number>-?\d+)"
_TARGET = r"(?P<target>.+?)"


def spoken_number(text: str) -> int | None:
    """A whole number in digits or in words; None for what is none."""
    try:
        return int(text)
    except ValueError:
        pass
    words = re.split(r"[ -]", text.removeprefix("a ").removeprefix("one hundred"))
    if text.startswith("one hundred"):
        return 100
    if not all(word in _NUMBER_WORDS for word in words) or not words:
        return None
    return sum(_NUMBER_WORDS[word] for word in words)


def _set_level(found: dict[str, str]) -> Meaning | None:
    level = spoken_number(found["number"])
    if level is None:
        return None
    return Control(found["target"], BRIGHTNESS, "SetBrightness", {"brightness": level}, (level, 0, 100))


def _adjust(sign: int) -> Callable[[dict[str, str]], Meaning | None]:
    def meaning(found: dict[str, str]) -> Meaning | None:
        amount = spoken_number(found["number"]) if found.get("number") else STEP
        if amount is None:
            return None
        return Control(
            found["target"],
            BRIGHTNESS,
            "AdjustBrightness",
            {"brightnessDelta": sign * amount},
            (amount, 0, 100),
        )

    return meaning


#: What a light is made, and what that does to its level.
_RELATIVE = {"brighter": +1, "lighter": +1, "dimmer": -1, "darker": -1}


def _power(name: str) -> Callable[[dict[str, str]], Meaning]:
    return lambda found: Control(found["target"], POWER, name)


def _to_word(found: dict[str, str]) -> Meaning | None:
    """set X to <word>: a colour, a white, a level, or on and off."""
    word = found["word"].removeprefix("the color ").removeprefix("the colour ").strip()
    if word in COLORS:
        hue, saturation, brightness = COLORS[word]
        value = {"hue": hue, "saturation": saturation, "brightness": brightness}
        return Control(found["target"], COLOR, "SetColor", {"color": value})
    if word in WHITES:
        return Control(
            found["target"], TEMPERATURE, "SetColorTemperature", {"colorTemperatureInKelvin": WHITES[word]}
        )
    if word in ("warmer", "softer"):
        return Control(found["target"], TEMPERATURE, "DecreaseColorTemperature")
    if word in ("cooler", "whiter"):
        return Control(found["target"], TEMPERATURE, "IncreaseColorTemperature")
    if word in ("on", "off"):
        return Control(found["target"], POWER, f"Turn{word.capitalize()}")
    if word in _RELATIVE:
        return _adjust(_RELATIVE[word])(found)
    level = spoken_number(word)
    if level is not None:
        return Control(found["target"], BRIGHTNESS, "SetBrightness", {"brightness": level}, (level, 0, 100))
    return None


def _kelvin(found: dict[str, str]) -> Meaning:
    kelvin = int(found["number"])
    return Control(
        found["target"],
        TEMPERATURE,
        "SetColorTemperature",
        {"colorTemperatureInKelvin": kelvin},
        (kelvin, 1000, 10000),
    )


#: Longer names first: "sky blue" before "blue".
_WORDS = "|".join(
    sorted(
        [*COLORS, *WHITES, *_RELATIVE, "warmer", "softer", "cooler", "whiter", "on", "off"],
        key=len,
        reverse=True,
    )
)

#: Tried in this order: the first pattern that fits, and whose meaning makes sense, wins.
_SENTENCES: list[tuple[re.Pattern[str], Callable[[dict[str, str]], Meaning | None]]] = [
    (re.compile(pattern), meaning)
    for pattern, meaning in (
        (
            r"(?:discover|find|search for)(?: (?:my|new|all))*(?: smart home)? (?:devices|lights)",
            lambda _: Discover(),
        ),
        (rf"(?:turn|switch) on {_TARGET}", _power("TurnOn")),
        (rf"(?:turn|switch) off {_TARGET}", _power("TurnOff")),
        (rf"(?:turn|switch) {_TARGET} on", _power("TurnOn")),
        (rf"activate {_TARGET}", _power("TurnOn")),
        (rf"(?:turn|switch) {_TARGET} off", _power("TurnOff")),
        (rf"(?:set|turn|change) {_TARGET} to {_ANY_NUMBER} kelvin", _kelvin),
        (
            rf"(?:set|dim|brighten|turn|change|put)(?: the brightness of)? {_TARGET}(?: brightness)? (?:to|at) {_PERCENT}",
            _set_level,
        ),
        (rf"(?:dim|lower|decrease)(?: the brightness of)? {_TARGET} by {_PERCENT}", _adjust(-1)),
        (rf"(?:brighten|raise|increase)(?: the brightness of)? {_TARGET} by {_PERCENT}", _adjust(+1)),
        (rf"(?:dim|lower|decrease)(?: the brightness of)? {_TARGET}", _adjust(-1)),
        (rf"(?:brighten|raise|increase)(?: the brightness of)? {_TARGET}", _adjust(+1)),
        (rf"turn up {_TARGET}", _adjust(+1)),
        (rf"turn {_TARGET} up", _adjust(+1)),
        (rf"turn down {_TARGET}", _adjust(-1)),
        (rf"turn {_TARGET} down", _adjust(-1)),
        (
            rf"is {_TARGET} (?:on|off|turned on|turned off|switched on|switched off)",
            lambda f: Question(f["target"], "power"),
        ),
        (
            rf"(?:what is|what's|whats) the (?:brightness|level) of {_TARGET}",
            lambda f: Question(f["target"], "brightness"),
        ),
        (rf"how bright is {_TARGET}", lambda f: Question(f["target"], "brightness")),
        (
            rf"(?:what is|what's|whats) the colou?r(?: temperature)? of {_TARGET}",
            lambda f: Question(f["target"], "color"),
        ),
        (rf"what colou?r is {_TARGET}", lambda f: Question(f["target"], "color")),
        (
            rf"(?:set|make|turn|change|put)(?: the colou?r of)? {_TARGET}(?: colou?r)? (?:to )?"
            rf"(?P<word>(?:the colou?r )?(?:{_WORDS})|-?\d+)",
            _to_word,
        ),
    )
]
#: A connecting word is no part of the request, the word that a question begins with is (Amazon's page "Understand How
#: Users Invoke Custom Skills").
_INVOKE = re.compile(
    r"(?:ask|tell) (?P<invocation>.+?) (?:(?:to|for|that|if|whether|about) (?P<request>.+)"
    r"|(?P<question>(?:what|which|how|is|are) .+))|(?:open|launch|start) (?P<opened>.+)"
)
_POLITE = re.compile(r"^(?:alexa[ ,]+)?(?:please |can you |could you |would you )*|(?: please| now)+$")


def understand(text: str) -> Meaning | None:
    """What a sentence means, or None. Nothing is looked up: `target` is what was said."""
    words = " ".join(text.lower().replace(",", " ").split()).rstrip(".!?").strip()
    words = _POLITE.sub("", words).strip()
    if invoked := _INVOKE.fullmatch(words):
        request = invoked["request"] or invoked["question"] or ""
        return Invoke(invoked["invocation"] or invoked["opened"], request)
    for pattern, meaning in _SENTENCES:
        found = pattern.fullmatch(words)
        if found is None:
            continue
        result = meaning({name: value for name, value in found.groupdict().items() if value is not None})
        if result is not None:
            return result
    return None


# -- names ---------------------------------------------------------------------------------------

_ALL = re.compile(
    r"(?:all|every|each)(?: of)?(?: the| my)? (?:lights?|lamps?)|everything|(?:the|my) lights|lights"
)
_NOISE = frozenset({"the", "my", "a"})


def is_all_lights(target: str) -> bool:
    return _ALL.fullmatch(target) is not None


def matches(target: str, name: str) -> int:
    """How well a spoken name fits a device's: 0 not at all, 3 exactly, 2 but for plural, 1 as a part of it.

    "the kitchen" and "kitchen lights" both fit "kitchen light".
    """
    said, known = _words(target), _words(name)
    if not said:
        return 0
    if said == known:
        return 3
    singular_said, singular_known = [_singular(w) for w in said], [_singular(w) for w in known]
    if singular_said == singular_known:
        return 2
    for noun in ("light", "lamp"):
        if [*singular_said, noun] == singular_known or singular_said == [*singular_known, noun]:
            return 1
    return 0


def _words(name: str) -> list[str]:
    words = re.findall(r"[a-z0-9]+", name.lower().replace("'s", ""))
    return [word for word in words if word not in _NOISE] if len(words) > 1 else words


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word
