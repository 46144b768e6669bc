"""docs/linking.md, followed by the letter against a simulated house."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from photonlink.doctor import all_checks

from ..house.conftest import RunningHouse, start_house
from .pages import DOCS, commands

__all__ = ["start_house"]


@pytest.mark.slow
def test_the_commands_of_the_page_do_what_it_says(
    start_house: Callable[..., RunningHouse], tmp_path: Path
) -> None:
    first, *rest = commands("linking.md")
    assert first.arguments == ["run"]
    house = start_house()
    assert len(rest) >= 9
    for command in rest:
        done = house.command(*command.arguments, cwd=tmp_path)
        assert done.returncode == command.exit_code, (command, done.stdout, done.stderr)
    assert (tmp_path / "deploy" / "na" / "CHECKLIST.md").is_file()
    assert (tmp_path / "deploy" / "na" / "photonlink-lambda.zip").stat().st_size > 100_000


def test_links_and_pictures_of_the_pages_exist() -> None:
    for page in [*DOCS.glob("*.md"), *DOCS.glob("doctor/*.md"), DOCS.parent / "README.md"]:
        for target in re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
            if "://" not in target:
                assert (page.parent / target).exists(), f"{page.name} names {target}"


@pytest.mark.parametrize(
    "question",
    [
        "get access to my devices?",
        "do my customers' tokens reach *my* devices?",
        "ask for a token of any account?",
        "IFTTT channel?",
        "Login with Amazon the right provider?",
        "privacy policy URL?",
        "Custom skill and smart-home skill together?",
    ],
)
def test_the_questions_that_people_asked_are_answered(question: str) -> None:
    assert question in (DOCS / "linking.md").read_text(encoding="utf-8")


def test_each_field_of_the_console_stands_on_the_page() -> None:
    text = (DOCS / "linking.md").read_text(encoding="utf-8")
    fields = [
        "Web Authorization URI",
        "Access Token URI",
        "Client ID",
        "Secret",
        "Authentication Scheme",
        "Scope",
    ]
    assert all(f"| Your {field}" in text or f"| {field}" in text for field in fields)
    assert {"L108", "L115"} <= {check.code for check in all_checks()}
