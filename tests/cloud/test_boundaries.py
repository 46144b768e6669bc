"""Which part may know which."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import photonlink
from photonlink.packaging import HANDLER_PARTS

ROOT = Path(photonlink.__file__).parent


def imports(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def sources(part: str) -> list[Path]:
    path = ROOT / part
    return sorted(path.rglob("*.py")) if path.is_dir() else [path]


def offenders(part: str, *forbidden: str) -> list[str]:
    return [
        f"{file.relative_to(ROOT)} imports {name}"
        for file in sources(part)
        for name in imports(file)
        if name.startswith(forbidden)
    ]


def test_nothing_in_the_cloud_layer_knows_the_simulator() -> None:
    assert offenders(".", "photonsim") == []


def test_lights_know_neither_alexa_nor_particle() -> None:
    assert offenders("lights", "photonlink.alexa", "photonlink.particle", "requests") == []


def test_particle_knows_neither_alexa_nor_lights() -> None:
    assert offenders("particle", "photonlink.alexa", "photonlink.lights") == []


def test_the_handlers_part_knows_no_command() -> None:
    for part in HANDLER_PARTS:
        assert offenders(part, "click", "rich", "photonlink.cli", "photonlink.packaging") == []


def test_only_the_entry_point_reads_the_environment() -> None:
    readers = [
        file.name for file in sources(".") if "os.environ" in file.read_text() or "getenv" in file.read_text()
    ]
    assert readers == ["aws.py"]
