"""Runs every rule over a project."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePosixPath

from photonsim.firmware_check import rules
from photonsim.firmware_check.finding import Finding, Rule
from photonsim.firmware_check.sketch import Sketch
from photonsim.photon.sketch import read_project


@dataclass(frozen=True)
class Report:
    """`unread` are places (file, line) that the parser did not understand; the rest of the file was checked."""

    findings: tuple[Finding, ...]
    unread: tuple[tuple[str, int], ...]
    files: int


@cache
def all_rules() -> tuple[Rule, ...]:
    """Every module in rules/ has its RULE."""
    names = sorted(module.name for module in pkgutil.iter_modules(rules.__path__))
    found: list[Rule] = [importlib.import_module(f"{rules.__name__}.{name}").RULE for name in names]
    return tuple(found)


def check_folder(folder: Path, libraries: Sequence[Path] = ()) -> Report:
    """Checks a Particle project or a sketch. What it depends on is looked for in `libraries` first.

    Raises ProjectError (photonsim.photon.sketch) where there is nothing that could be compiled, and OSError.
    """
    project = read_project(folder, libraries)
    # Sketches as they were written: what is compiled is the C++ that is made of them, with other lines.
    return check_sources(project.files | project.originals)


def check_sources(files: Mapping[str, bytes]) -> Report:
    """Checks sources by relative path. Libraries in lib/ are read, and nothing is said of them."""
    sketch = Sketch({_display(path): content for path, content in files.items()})
    findings = set()
    for rule in all_rules():
        for found in rule.find(sketch):
            file, line = sketch.place(found.node)
            quiet = _is_library(file) or sketch.allows(file, line, rule.name)
            if not quiet and sketch.is_compiled(found.node):
                findings.add(Finding(rule.name, file, line, found.message, rule.fix))
    unread = tuple(place for place in sketch.unread if not _is_library(place[0]))
    ordered = sorted(
        findings, key=lambda finding: (finding.file, finding.line, finding.rule, finding.message)
    )
    return Report(tuple(ordered), unread, len(sketch.files))


def _display(path: str) -> str:
    return path.removesuffix(".cpp") if path.endswith(".ino.cpp") else path


def _is_library(path: str) -> bool:
    return PurePosixPath(path).parts[:1] == ("lib",)
