"""The commands of a page in docs/, in the order in which a reader runs them."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import NamedTuple

DOCS = Path(__file__).parents[2] / "docs"
_BLOCK = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)
_LINE = re.compile(r"^\$ photonlink (?P<rest>.*?)(?:\s+#(?P<note>.*))?$", re.MULTILINE)


class Command(NamedTuple):
    """One line that begins with `$ photonlink`; its exit code is 0 unless a note beside it says otherwise."""

    arguments: list[str]
    exit_code: int


def commands(page: str) -> list[Command]:
    """All of a page's console blocks. What is in other blocks needs hardware or accounts."""
    found = []
    for block in _BLOCK.findall((DOCS / page).read_text(encoding="utf-8")):
        for line in _LINE.finditer(block):
            code = re.search(r"exit code (\d)", line["note"] or "")
            found.append(Command(shlex.split(line["rest"]), int(code[1]) if code else 0))
    return found
