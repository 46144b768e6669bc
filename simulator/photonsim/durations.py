"""Durations as people write them: 91d, 12h, 30m, 8s, 500ms, 1d12h."""

from __future__ import annotations

import re

_UNITS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86_400.0, "w": 604_800.0}
_PART = re.compile(r"(\d+(?:\.\d+)?)(ms|[smhdw])")
#: Longer than any token or counter of interest, and short enough for every date.
_LONGEST_S = 100 * 365 * 86_400.0


def parse_duration(text: str) -> float:
    """Seconds. Raises ValueError, in the user's terms."""
    compact = text.strip().lower().replace(" ", "")
    parts = _PART.findall(compact)
    if not parts or "".join(number + unit for number, unit in parts) != compact:
        raise ValueError(f"{text!r} is not a duration. Write it like 91d, 12h, 30m, 8s, 500ms or 1d12h.")
    seconds = sum(float(number) * _UNITS[unit] for number, unit in parts)
    if seconds > _LONGEST_S:
        raise ValueError(f"{text!r} is more than a hundred years.")
    return seconds
