"""What a rule is, and what it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tree_sitter import Node

if TYPE_CHECKING:
    from photonsim.firmware_check.sketch import Sketch

PAGE = "docs/reference/firmware-check.md"


@dataclass(frozen=True)
class Found:
    """A place in the sources, and the sentence of what happens there on the board."""

    node: Node
    message: str


@dataclass(frozen=True)
class Rule:
    """`name` is its section in docs/reference/firmware-check.md and its word in exceptions."""

    name: str
    fix: str
    find: Callable[[Sketch], Iterator[Found]]


@dataclass(frozen=True)
class Finding:
    """`file` is relative to the project, `line` counts from 1; `message` is what happens on the board."""

    rule: str
    file: str
    line: int
    message: str
    fix: str

    @property
    def page(self) -> str:
        return f"{PAGE}#{self.rule}"
