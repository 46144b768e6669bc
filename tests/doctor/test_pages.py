"""The pages in docs/doctor, and the list of codes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from photonlink.doctor import Check, all_checks
from photonlink.doctor.pages import pages

PAGES = Path(__file__).parents[2] / "docs" / "doctor"


def test_each_code_has_its_page_as_the_doctor_explains_it() -> None:
    written = {path.name: path.read_text(encoding="utf-8") for path in PAGES.glob("*.md")}
    assert written == pages(), "python -m photonlink.doctor.pages writes them anew"


@pytest.mark.parametrize("check", all_checks(), ids=lambda check: check.code)
def test_a_check_explains_itself_at_length(check: Check) -> None:
    assert re.fullmatch(r"[LTAWD]\d{3}", check.code)
    assert len(check.explanation.split()) > 40
    assert "What you" in check.explanation, "the symptom, in the user's words"
