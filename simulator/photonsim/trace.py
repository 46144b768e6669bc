"""What happened in a house, in order, with every secret masked on the way in."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

#: Members and form fields whose value is a secret whatever it looks like.
SECRET_NAMES = (
    "access_token",
    "accessToken",
    "refresh_token",
    "client_secret",
    "password",
    "otp",
    "mfa_token",
    "authorization",
    "cookie",
    "set-cookie",
    "token",
    "code",
    "secret",
    "csrf",
)
_NAMED = frozenset(name.lower() for name in SECRET_NAMES)
_FORM = re.compile(r"(?i)\b(" + "|".join(SECRET_NAMES) + r")(=|%3D)([^&\s\"'<>]+)")
_JSON = re.compile(r'(?i)("(?:' + "|".join(SECRET_NAMES) + r')"\s*:\s*")((?:[^"\\]|\\.)*)(")')
_BEARER = re.compile(r"(?i)\b(bearer|basic)\s+([A-Za-z0-9._~+/=|-]{6,})")
#: Particle's tokens, codes and secrets: 40 hex digits.
_HEX40 = re.compile(r"(?i)(?<![0-9a-f])[0-9a-f]{40}(?![0-9a-f])")
#: Characters of the shortest registered value, and of the shortest texts that _BEARER and _HEX40 find.
_SHORTEST_VALUE, _SHORTEST_BEARER, _HEX_DIGITS = 6, len("basic 123456"), 40


class _Clock(Protocol):
    def now(self) -> float: ...


@dataclass(frozen=True)
class TraceEntry:
    """One thing that happened: `time` in Unix seconds, a short `kind`, a line for people, and details."""

    number: int
    time: float
    kind: str
    summary: str
    detail: dict[str, object]

    def as_json(self) -> dict[str, object]:
        return {
            "number": self.number,
            "time": self.time,
            "kind": self.kind,
            "summary": self.summary,
            "detail": self.detail,
        }


def masked_secret(value: str) -> str:
    """How a secret is shown: enough to tell two apart, too little to use."""
    return f"{value[:4]}…" if len(value) >= 12 else "…"


#: Levels of a value that an entry shows. Python's own depth ends at a thousand, and JSON's does not.
_DEEPEST = 60


class Masker:
    """Masks secrets by what they are (registered values), where they stand (names), and what they look like."""

    def __init__(self) -> None:
        self._values: set[str] = set()
        self._pattern: re.Pattern[str] | None = None

    def add(self, value: str) -> None:
        """Mask `value` wherever it turns up from now on. Shorter than 6 characters is refused as too common."""
        if len(value) >= _SHORTEST_VALUE and value not in self._values:
            self._values.add(value)
            # Particle's own form is found by its look, so that thousands of tokens need no pattern.
            if not _HEX40.fullmatch(value):
                others = sorted((v for v in self._values if not _HEX40.fullmatch(v)), key=len, reverse=True)
                self._pattern = re.compile("|".join(re.escape(v) for v in others))

    def text(self, text: str) -> str:
        """`text` with its secrets masked."""
        # Most texts are short words and names: each pattern is tried only where it could match at all.
        if self._pattern is not None and len(text) >= _SHORTEST_VALUE:
            text = self._pattern.sub(lambda m: masked_secret(m.group()), text)
        if len(text) >= _HEX_DIGITS:
            text = _HEX40.sub(lambda m: masked_secret(m.group()), text)
        if len(text) >= _SHORTEST_BEARER and ("bearer" in (lower := text.lower()) or "basic" in lower):
            text = _BEARER.sub(lambda m: f"{m.group(1)} {masked_secret(m.group(2))}", text)
        if '"' in text:
            text = _JSON.sub(lambda m: m.group(1) + masked_secret(m.group(2)) + m.group(3), text)
        if "=" in text or "%3D" in text or "%3d" in text:
            text = _FORM.sub(lambda m: m.group(1) + m.group(2) + masked_secret(m.group(3)), text)
        return text

    def value(self, value: object, name: str = "", depth: int = 0) -> object:
        """A JSON-able copy of `value` with its secrets masked, and without what lies deeper than anybody reads."""
        if depth > _DEEPEST:
            return "(deeper)"
        if isinstance(value, str):
            if name.lower() in _NAMED and not value.startswith("amzn1.ask."):
                return masked_secret(value)
            return self.text(value)
        if isinstance(value, Mapping):
            return {self.text(str(key)): self.value(item, str(key), depth + 1) for key, item in value.items()}
        if isinstance(value, list | tuple | set | frozenset):
            return [self.value(item, depth=depth + 1) for item in value]
        if value is None or isinstance(value, bool | int | float):
            return value
        if isinstance(value, bytes):
            return self.text(value.decode("utf-8", "replace"))
        return self.text(str(value))


class Trace:
    """The last `limit` entries of a house."""

    def __init__(self, clock: _Clock, limit: int = 2000) -> None:
        self._clock = clock
        self._entries: deque[TraceEntry] = deque(maxlen=limit)
        self._number = 0
        self.masker = Masker()

    def secret(self, value: str) -> None:
        """Register a secret: from now on it is masked in every entry."""
        self.masker.add(value)

    def record(self, kind: str, summary: str, **detail: object) -> None:
        """Add an entry; `detail` is anything that JSON can hold."""
        self._number += 1
        masked = {key: self.masker.value(value, key) for key, value in detail.items() if value is not None}
        self._entries.append(
            TraceEntry(self._number, self._clock.now(), kind, self.masker.text(summary), masked)
        )

    def entries(self, *, kind: str | None = None, limit: int | None = None) -> list[TraceEntry]:
        """Entries, oldest first: of one kind, or only the last `limit` of them."""
        found = [entry for entry in self._entries if kind is None or entry.kind == kind]
        return found if limit is None else found[max(0, len(found) - limit) :]
