"""Variants of our firmware that ship built: other tables of lights, and mistakes that people make.

A variant is a TOML file in firmware/variants: `summary`, `base` (a project, photon-lights when not said), `replace`
(paths of the project with files that take their place) and `edit` (a text in a file, and what stands there instead).
`python -m photonsim.photon.variants [FIRMWARE]` builds them all.
"""

from __future__ import annotations

import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from photonsim.photon.build import BUILT, compile_project
from photonsim.photon.sketch import Project, make_project

_SUFFIXES = {".ino", ".cpp", ".h", ".c", ".properties"}


class VariantError(ValueError):
    """A variant does not fit the sources that it changes; the text says where."""


@dataclass(frozen=True)
class Variant:
    """A variant by its name, which is also that of its built module."""

    name: str
    summary: str
    files: dict[str, bytes]

    def project(self) -> Project:
        return make_project("photon-lights", self.files)

    def write(self, folder: Path) -> None:
        """Its sources as a project in `folder`."""
        for path, content in self.files.items():
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)


def read_variants(firmware: Path) -> list[Variant]:
    """Those of the checkout's folder `firmware`. Raises VariantError."""
    return [_read(path) for path in sorted((firmware / "variants").glob("*.toml"))]


def _read(path: Path) -> Variant:
    described: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    base = path.parent / described.get("base", "../photon-lights")
    files = {
        source.relative_to(base).as_posix(): source.read_bytes()
        for source in sorted(base.rglob("*"))
        if source.suffix in _SUFFIXES
    }
    for name, other in described.get("replace", {}).items():
        files[name] = (path.parent / other).read_bytes()
    for edit in described.get("edit", []):
        old, text = edit["old"].encode(), files.get(edit["file"], b"")
        if text.count(old) != 1:
            raise VariantError(
                f"{path.name}: {edit['file']} has {text.count(old)} times what is to be replaced: {edit['old']!r}"
            )
        files[edit["file"]] = text.replace(old, edit["new"].encode())
    return Variant(path.stem, described["summary"], files)


def main(arguments: list[str]) -> int:
    """Build all variants into the package. Returns the exit code."""
    for variant in read_variants(Path(arguments[0] if arguments else "firmware")):
        image = compile_project(variant.project(), progress=lambda line: print(line, file=sys.stderr))
        (BUILT / f"{variant.name}.wasm").write_bytes(image)
        print(f"{variant.name}: {len(image):,} bytes", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
