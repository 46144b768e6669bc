"""Particle libraries that a project depends on, looked for in folders of this machine: no registry is asked.

A library is a folder with its name (or `name@version`, or whose library.properties says the name), with sources in
src/, or in firmware/ as the first libraries for the Spark Core had them. Source of both layouts: Particle's
documentation of libraries.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

#: Folders with libraries, separated as in PATH.
VARIABLE = "PHOTONLINK_LIBRARIES"


class NoLibrary(ValueError):
    """A library is nowhere to be found; the message names it and the folders that were looked into."""


def library_folders(project: Path | None = None, named: Sequence[Path] = ()) -> list[Path]:
    """Where libraries are looked for: `named` ones, the variable's folders, then `libraries` beside the project."""
    folders = [*named, *(Path(part) for part in os.environ.get(VARIABLE, "").split(os.pathsep) if part)]
    if project is not None:
        folders.append(project.resolve().parent / "libraries")
    return folders


def find_library(name: str, version: str, folders: Sequence[Path]) -> Path:
    """The folder with the sources of a library. Raises NoLibrary."""
    for folder in folders:
        for candidate in (folder / f"{name}@{version}", folder / name, *_described_as(name, folder)):
            for sources in (candidate / "src", candidate / "firmware"):
                if sources.is_dir():
                    return sources
    looked = ", ".join(["its lib/ folder", *map(str, folders)])
    raise NoLibrary(
        f"the project depends on the library {name} {version}, which is not there (looked into {looked}). "
        f"Run `particle library copy {name}` in the project, or put the library into a folder and name that with "
        f"--libraries or in {VARIABLE}."
    )


def _described_as(name: str, folder: Path) -> Iterator[Path]:
    """Libraries in folders with other names, such as those of their repositories."""
    wanted = re.compile(rf"^name\s*=\s*{re.escape(name)}\s*$", re.MULTILINE)
    for described in sorted(folder.glob("*/library.properties")):
        if wanted.search(described.read_text("utf-8", "replace")):
            yield described.parent
