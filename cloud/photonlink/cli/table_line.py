"""Lines of the table of lights for the firmware's function `table`, and what its refusals mean (docs/firmware.md)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from photonlink.lights.light import Kind
from photonlink.photon_pins import PWM

#: Kinds by the words that a line has for them.
KINDS = {
    "switch": Kind.SWITCH,
    "dimmable": Kind.DIMMABLE,
    "rgb": Kind.COLOR,
    "rgbw": Kind.COLOR_AND_WHITE,
    "tunable": Kind.TUNABLE_WHITE,
}
WORDS = {kind: word for word, kind in KINDS.items()}
#: How many pins a kind has, and how many numbers of kelvin.
PINS = {"switch": 1, "dimmable": 1, "rgb": 3, "rgbw": 4, "tunable": 2}
KELVINS = {"rgbw": 1, "tunable": 2}

_DIMMING = ", ".join(sorted(PWM, key=lambda name: ("DART".index(name[0]), name))).replace("A7", "WKP")
#: Codes of the function `table`: what was refused, what is expected, and what to do.
_REFUSALS = {
    -1: "The Photon could not read the line {line!r}: a part is missing, or stands where none is expected.",
    -2: "There is no light {key}. `photonlink lights` lists those that there are; `photonlink lights add` adds one.",
    -3: "The fade is too long: 0 to 10000 milliseconds can be set.",
    -7: f"There is no such kind of light. Kinds are {', '.join(KINDS)}.",
    -8: "{key} can't be a key: 1 to 12 small letters and digits, beginning with a letter. Say the rest in --name.",
    -9: "That can't be a spoken name: 1 to 40 letters (a to z), digits and blanks. A new light needs one: --name.",
    -10: "There is no such pin, or not as many as the kind needs: 1 for switch and dimmable, 2 (warm, cool) for "
    "tunable, 3 for rgb, 4 for rgbw. Pins are D0 to D7, A0 to A7, DAC, WKP, RX and TX.",
    -11: "A pin has another task already{taken}. Use a free one, or move the other light first.",
    -12: f"A light that dims needs pins with PWM: {_DIMMING}. On another pin use the kind switch.",
    -13: "Two dimmed pins would share one PWM channel and always show the same: of A4 and D3 use one, of A5 and D2 too.",
    -14: "Kelvin are 1000 to 10000; --kelvin takes two for tunable, the warm (smaller) one first, as in 2700-6500, "
    "and one for rgbw.",
    -15: "The table is full: 18 lights are the most that a Photon has pins for. Remove one first.",
    -16: "It does not fit: keys and names of all lights together are limited to the 622 bytes of a message of "
    "Particle's cloud. Shorten names, or remove a light.",
    -17: "The Photon's EEPROM did not take it. Restart the Photon and try again; if it stays so, its flash is worn.",
}


class BadPart(ValueError):
    """A part that cannot stand in a line; `code` is what the Photon would answer."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Wiring:
    """What hangs where: a kind by its word, its pins, and its kelvin (none, one or two)."""

    kind: str
    pins: tuple[str, ...]
    kelvin: tuple[int, ...] = ()


@dataclass(frozen=True)
class Wish:
    """What to set of a light; None leaves it as it is. `button` may be "none"; `fade` is in milliseconds."""

    name: str | None = None
    button: str | None = None
    is_low: bool | None = None
    fade: int | None = None


def line_for(key: str, wiring: Wiring | None, wish: Wish) -> str:
    """The line that sets a light, without any wiring when that stays. Raises BadPart."""
    parts: list[str] = []
    if wiring is not None:
        pins = [_part(pin, -10) for pin in wiring.pins]
        if len(pins) != PINS[wiring.kind]:
            raise BadPart(-10)
        if len(wiring.kelvin) != KELVINS.get(wiring.kind, 0):
            raise BadPart(-14)
        parts += [wiring.kind, *pins, *map(str, wiring.kelvin)]
    if wish.button is not None:
        parts.append(f"button={_part(wish.button, -10)}")
    if wish.is_low is not None:
        parts.append("low" if wish.is_low else "high")
    if wish.fade is not None:
        parts.append(f"fade={wish.fade}")
    if wish.name is not None:
        parts.append(f"name={_part(wish.name, -9)}")
    return f"{_part(key, -8)}={','.join(parts)}"


def refusal(code: int, key: str, line: str, taken: Sequence[str] = ()) -> str:
    """What a code of the function `table` means. `taken`: which pins have which task, in words."""
    text = _REFUSALS.get(
        code, "The Photon refused the line {line!r} with the code {code}, which is unknown here."
    )
    told = f": {', '.join(taken)}" if taken else ", such as that of a light's button, which is not listed"
    return text.format(key=repr(key), line=line, code=code, taken=told)


def _part(text: str, code: int) -> str:
    """A part that cannot be taken for another one."""
    if not text.strip() or "," in text or "=" in text:
        raise BadPart(code)
    return text.strip()
