"""Two lights have one name, or a name is one that Alexa does not understand.

Alexa tells lights apart by their friendly names alone. When two have the same, she asks which one you mean, every time,
and routines pick either. A name of more than 128 characters is refused; one made of digits and letters mixed, or an
abbreviation without vowels such as "lr lmp", is spoken in a way that speech recognition does not write down like that.

What you hear: "a few things share that name, which one did you want?", or that she cannot find the light.

Groups, rooms and lights of other skills clash in just the same way, and the doctor cannot see those: look in the Alexa
app under Devices.
"""

from __future__ import annotations

import re
from collections import Counter

from photonlink.doctor.case import Case
from photonlink.doctor.check import Check, Step
from photonlink.doctor.verdict import Finding, problem, unknown

LONGEST = 128
#: Abbreviations that people speak letter by letter.
_SPOKEN = frozenset("tv pc dj hq bbq dvd cd".split())


def look(case: Case) -> Finding:
    names = [str(endpoint.get("friendlyName", "")) for endpoint in case.endpoints]
    counted = Counter(_spoken(name) for name in names)
    double = sorted({name for name in names if counted[_spoken(name)] > 1}, key=str.lower)
    if double:
        return problem(
            f"{max(counted.values())} lights have one name: {', '.join(map(repr, double))}.",
            "Give one of them another name, in the Alexa app or on the Photon: particle call <photon> name "
            '"<key>=<new name>". Then say "Alexa, discover devices".',
        )
    for name in names:
        wrong = unspeakable(name)
        if wrong:
            return problem(
                f"The name {name[:40]!r} {wrong}.",
                "Give it a name of whole words, as you would say it to a guest, such as 'kitchen light'; then say "
                '"Alexa, discover devices".',
            )
    return unknown(
        f"the skill's {len(names)} lights have names of their own; groups, rooms and lights of other skills, which clash "
        "just the same, cannot be seen from here",
        fix="Look in the Alexa app, under Devices, for a group or another light of the same name.",
    )


def _spoken(name: str) -> str:
    """A name as it sounds: without articles, case and punctuation."""
    words = re.findall(r"[^\W_]+", name.lower())
    return " ".join(word for word in words if word not in ("the", "my", "a")) or name.lower()


def unspeakable(name: str) -> str:
    """Why Alexa does not understand a name; empty for one that she does."""
    if len(name) > LONGEST:
        return f"has {len(name)} characters, and Alexa takes {LONGEST}"
    words = re.findall(r"[^\W_]+", name)
    if not words or all(word.isdigit() for word in words):
        return "has no word that can be spoken"
    for word in words:
        if re.search(r"\d", word) and re.search(r"[^\W\d_]", word):
            return f"has {word!r}, letters and digits mixed, which Alexa hears as something else"
        vowelless = word.isascii() and len(word) > 1 and not re.search(r"[aeiouy\d]", word.lower())
        if vowelless and word.lower() not in _SPOKEN:
            return f"has {word!r}, an abbreviation, which Alexa hears as something else"
    return ""


CHECK = Check("A313", "a light's name is not the only one, or cannot be spoken", Step.DEVICES, look)
