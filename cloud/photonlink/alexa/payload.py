"""Reading what Alexa sends, whichever of her protocols it is in."""

from __future__ import annotations

import re
from collections.abc import Mapping

Json = dict[str, object]
Payload = Mapping[str, object]

#: RFC 6750: what a bearer token may hold. Anything else could break out of the request's header.
_TOKEN = re.compile(r"[A-Za-z0-9\-._~+/|]+=*")


class Malformed(Exception):
    """A member is missing or of a wrong type; `name` is the member's."""

    def __init__(self, name: str, message: str) -> None:
        super().__init__(message)
        self.name = name


class OutOfRange(Exception):
    """A member is a number, and too large or too small."""

    def __init__(self, name: str, lowest: float, highest: float) -> None:
        super().__init__(f"{name} is not within {lowest} to {highest}")
        self.lowest, self.highest = lowest, highest


def number(payload: Payload, name: str, lowest: float, highest: float) -> float:
    """A number from a payload, within limits. Raises Malformed and OutOfRange."""
    value = payload.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value:
        raise Malformed(name, f"{name} is missing or no number")
    if not lowest <= value <= highest:
        raise OutOfRange(name, lowest, highest)
    return value


def integer(payload: Payload, name: str, lowest: int, highest: int) -> int:
    """A whole number from a payload, within limits. Raises Malformed and OutOfRange."""
    value = number(payload, name, lowest, highest)
    if value != int(value):
        raise Malformed(name, f"{name} is {value}, expected a whole number")
    return int(value)


def member(payload: Payload, name: str) -> Payload:
    """An object from a payload. Raises Malformed."""
    value = payload.get(name)
    if not isinstance(value, Mapping):
        raise Malformed(name, f"{name} is missing or no object")
    return value


def color(payload: Payload) -> tuple[int, int, int]:
    """The member `color` as whole degrees and percents: hue, saturation, value. Raises Malformed and OutOfRange."""
    parts = member(payload, "color")
    return (
        round(number(parts, "hue", 0, 360)),
        round(number(parts, "saturation", 0, 1) * 100),
        round(number(parts, "brightness", 0, 1) * 100),
    )


def mapping(value: object) -> Payload:
    """The value if it is an object, else an empty one."""
    return value if isinstance(value, Mapping) else {}


def text(value: object) -> str:
    """The value if it is a string that can be sent on, else an empty one.

    JSON's escapes can name half a character (a lone surrogate), which no UTF-8 and so no answer can hold.
    """
    if not isinstance(value, str):
        return ""
    try:
        value.encode()
    except UnicodeEncodeError:
        return ""
    return value


def bearer(value: object) -> str:
    """The value if it can be a bearer token, else an empty string."""
    return value if isinstance(value, str) and _TOKEN.fullmatch(value) else ""
