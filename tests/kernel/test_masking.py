"""No secret gets into the trace, however short the text around it."""

from __future__ import annotations

import pytest

from photonsim.clock import HouseClock
from photonsim.trace import Masker, Trace


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("otp=1", "otp=…"),
        ("code%3D1", "code%3D…"),
        ("code%3d1", "code%3d…"),
        ("basic 123456", "basic …"),
        ("Bearer\tabcdef", "Bearer …"),
        ('"otp": "1"', '"otp": "…"'),
        ("a1" * 20, "a1a1…"),
        ("secret", "secret"),
        ("geheim", "…"),
        ("kitchen=40", "kitchen=40"),
        ("", ""),
    ],
)
def test_the_shortest_text_of_each_kind_is_masked(text: str, expected: str) -> None:
    trace = Trace(HouseClock(0.0, virtual=True))
    trace.secret("geheim")
    trace.record("note", text, said=text, inside=[{"deep": text}])
    (entry,) = trace.entries()
    assert entry.summary == expected
    assert entry.detail == {"said": expected, "inside": [{"deep": expected}]}


def test_what_lies_too_deep_is_left_out_and_breaks_nothing() -> None:
    deep: object = "end"
    for _ in range(900):
        deep = [deep]
    shown = repr(Masker().value({"a": deep}))
    assert "(deeper)" in shown
    assert "end" not in shown
