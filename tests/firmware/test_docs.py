"""docs/firmware.md shows what the firmware really does."""

from __future__ import annotations

import re
import shlex

import pytest

from .conftest import LightsBench
from .tables import FIRMWARE, SOURCES

DOCS = (FIRMWARE.parent / "docs" / "firmware.md").read_text()
EXAMPLES = re.findall(r"^particle (call|get) <device> (.+)$", DOCS, re.MULTILINE)


def test_the_table_in_the_docs_is_the_one_that_ships() -> None:
    (table,) = re.findall(r"```cpp\n(.*?)```", DOCS, re.DOTALL)
    assert table in (SOURCES / "src" / "MyLights.h").read_text()


@pytest.mark.parametrize(("verb", "words"), EXAMPLES, ids=[words for _, words in EXAMPLES])
def test_an_example_in_the_docs_works(lights: LightsBench, verb: str, words: str) -> None:
    async def scenario() -> None:
        await lights.power_up()
        if verb == "get":
            assert await lights.board.read_variable(words)
        else:
            function, argument = shlex.split(words)
            assert await lights.call(function, argument) >= 0

    lights.run(scenario())


def test_every_code_is_in_the_docs() -> None:
    codes = re.findall(r"= (-\d+),", (SOURCES / "src" / "Codes.h").read_text())
    assert len(codes) >= 6
    for code in codes:
        assert f"| \N{MINUS SIGN}{code[1:]} | " in DOCS
