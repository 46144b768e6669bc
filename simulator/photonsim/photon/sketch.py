"""A Particle project as a set of sources, with `.ino` files made into C++ the way Particle's compiler does it.

Source: Particle's documentation of project structure and of the .ino preprocessor.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from photonsim.photon.libraries import NoLibrary, find_library, library_folders

_SOURCES = {".cpp", ".cc", ".cxx", ".c"}
_HEADERS = {".h", ".hpp", ".hh", ".hxx"}
_INO = {".ino", ".pde"}
_SKIPPED_FOLDERS = {"target", "test", "tests", "examples", "node_modules"}
#: Larger files are no sources: Particle's compile service refuses them as well.
MAX_FILE_BYTES = 2_000_000


class ProjectError(ValueError):
    """The folder holds no project that can be compiled; the message says why and what to do."""


@dataclass
class Project:
    """Sources by relative path (with `/`), ready to be written to a folder and compiled there."""

    name: str
    files: dict[str, bytes]
    include_folders: list[str] = field(default_factory=list)
    dependencies: dict[str, str] = field(default_factory=dict)

    @property
    def sources(self) -> list[str]:
        return sorted(path for path in self.files if PurePosixPath(path).suffix in _SOURCES)


def read_project(folder: Path) -> Project:
    """The project in `folder`: with project.properties, or a folder of sources, or a single source file.

    Raises ProjectError.
    """
    if folder.is_file():
        name = (
            folder.name if folder.suffix else f"{folder.name}.ino"
        )  # the Web IDE's downloads have no ending
        return make_project(folder.stem, {name: _read(folder)})
    if not folder.is_dir():
        raise ProjectError(f"{folder} does not exist. Name a folder with a Particle project or a sketch.")
    files: dict[str, bytes] = {}
    for path in sorted(folder.rglob("*")):
        relative = path.relative_to(folder)
        hidden = any(part.startswith(".") for part in relative.parts)
        if path.is_file() and not hidden and relative.parts[0] not in _SKIPPED_FOLDERS and _wanted(path):
            if not path.resolve().is_relative_to(folder.resolve()):
                raise ProjectError(f"{relative} leads out of the project's folder")
            files[relative.as_posix()] = _read(path)
    if not any(PurePosixPath(path).suffix in _SOURCES | _INO for path in files):
        files |= {
            f"{path.name}.ino": _read(path) for path in sorted(folder.iterdir()) if _is_unnamed_sketch(path)
        }
    return make_project(folder.resolve().name, files, libraries=library_folders(folder))


def _wanted(path: Path) -> bool:
    return path.suffix in _SOURCES | _HEADERS | _INO or path.name == "project.properties"


def _is_unnamed_sketch(path: Path) -> bool:
    """A file without an ending that holds a sketch; asked only where there is no other source."""
    if path.suffix or path.name.startswith(".") or not path.is_file() or path.stat().st_size > MAX_FILE_BYTES:
        return False
    return re.search(r"\bvoid\s+(?:setup|loop)\s*\(", _blank(_text(path.read_bytes()))) is not None


def _read(path: Path) -> bytes:
    if path.stat().st_size > MAX_FILE_BYTES:
        raise ProjectError(f"{path.name} is larger than {MAX_FILE_BYTES // 1_000_000} MB: not a source file")
    return path.read_bytes()


def make_project(name: str, files: dict[str, bytes], *, libraries: Sequence[Path] | None = None) -> Project:
    """A project from files by relative path. Its dependencies are looked for in `libraries`.

    Raises ProjectError (no sources, a path that climbs out, a library that is not there).
    """
    for path in files:
        pure = PurePosixPath(path)
        if pure.is_absolute() or ".." in pure.parts or "\\" in path or "\0" in path:
            raise ProjectError(f"{path!r} is not a path inside the project")
    properties = _properties(files.get("project.properties", b""))
    dependencies = _dependencies(properties)
    files = _with_libraries(files, dependencies, library_folders() if libraries is None else libraries)
    structured = "project.properties" in files and any(path.startswith("src/") for path in files)
    chosen: dict[str, bytes] = {}
    folders: set[str] = set()
    for path, content in files.items():
        parts = PurePosixPath(path).parts
        in_library = parts[0] == "lib" and len(parts) > 2
        if in_library and len(parts) > 3 and parts[2] != "src" and parts[2] in _SKIPPED_FOLDERS:
            continue
        if structured and parts[0] != "src" and not in_library:
            continue
        suffix = PurePosixPath(path).suffix
        if suffix in _INO:
            chosen[str(PurePosixPath(path).with_suffix(".ino.cpp"))] = preprocess(
                _text(content), path
            ).encode()
        elif suffix in _SOURCES | _HEADERS:
            text = _text(content)
            as_ino = suffix == ".cpp" and not in_library and _is_bare_sketch(text)
            chosen[path] = preprocess(text, path).encode() if as_ino else content
        else:
            continue
        folder = PurePosixPath(path).parent.as_posix()
        if suffix in _HEADERS or not in_library:
            folders.add(folder)
    project = Project(properties.get("name", name) or name, chosen, sorted(folders))
    project.dependencies = dependencies
    if not project.sources:
        raise ProjectError(
            f"{name}: there is no .ino or .cpp file to compile. "
            "A Particle project has its sources in src/, a sketch has them in its folder."
        )
    return project


def _text(content: bytes) -> str:
    return content.decode("utf-8-sig", "replace")


def _properties(content: bytes) -> dict[str, str]:
    pairs = (
        line.split("=", 1) for line in _text(content).splitlines() if "=" in line and not line.startswith("#")
    )
    return {key.strip(): value.strip() for key, value in pairs}


def _dependencies(properties: dict[str, str]) -> dict[str, str]:
    prefix = "dependencies."
    return {key.removeprefix(prefix): value for key, value in properties.items() if key.startswith(prefix)}


def _with_libraries(
    files: dict[str, bytes], dependencies: dict[str, str], folders: Sequence[Path]
) -> dict[str, bytes]:
    """`files` with each library that they depend on, and what those depend on, under lib/."""
    found, waiting = dict(files), list(dependencies.items())
    done: set[str] = set()
    while waiting:
        name, version = waiting.pop()
        if name in done:
            continue
        done.add(name)
        if not re.fullmatch(r"[A-Za-z0-9][\w.-]*", name):
            raise ProjectError(f"project.properties: {name!r} is no name of a library")
        if any(path.startswith(f"lib/{name}/") for path in files) or _in_device_os(name):
            continue
        try:
            sources = find_library(name, version, folders)
        except NoLibrary as error:
            raise ProjectError(str(error)) from None
        for path in sorted(sources.rglob("*")):
            if path.is_file() and path.suffix in _SOURCES | _HEADERS:
                found[f"lib/{name}/src/{path.relative_to(sources).as_posix()}"] = _read(path)
        described = sources.parent / "library.properties"
        if described.is_file():
            waiting += _dependencies(_properties(_read(described))).items()
    return found


def _in_device_os(name: str) -> bool:
    """Whether the simulator itself stands for the library, such as one that drives a peripheral of the board."""
    return (Path(__file__).parent / "device_os" / f"{name}.h").exists()


def _is_bare_sketch(text: str) -> bool:
    """A .cpp from the Web IDE: a sketch that includes nothing."""
    if re.search(r"^\s*#\s*include\b", text, re.MULTILINE):
        return False
    return re.search(r"\bvoid\s+setup\s*\(", _blank(text)) is not None


# -- the preprocessor ----------------------------------------------------------------------------

_BLANKED = re.compile(
    r"//[^\n]*|/\*.*?\*/|R\"\((?:.|\n)*?\)\"|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'", re.DOTALL
)
_DIRECTIVE = re.compile(r"^[ \t]*#(?:[^\n\\]|\\.|\\\n)*", re.MULTILINE)
_FUNCTION = re.compile(
    r"(?P<type>[A-Za-z_][\w:<>,\s*&]*?[\s*&])(?P<name>[A-Za-z_]\w*)\s*\((?P<arguments>[^(){};]*(?:\([^(){};]*\)[^(){};]*)*)\)"
    r"\s*(?:const\s*)?$"
)
_NO_PROTOTYPE = {
    "else",
    "do",
    "return",
    "case",
    "new",
    "delete",
    "typedef",
    "using",
    "namespace",
    "operator",
}
_NOT_A_NAME = {"if", "for", "while", "switch", "catch", "sizeof", "defined"}
_DECLARED_TYPE = re.compile(
    r"\b(?:struct|class|enum(?:\s+class)?|union)\s+([A-Za-z_]\w*)|\btypedef\b[^;]*?\b([A-Za-z_]\w*)\s*;"
)


def _blank(text: str) -> str:
    """`text` with comments and literals replaced by spaces, every line and column in its place."""
    return _BLANKED.sub(lambda m: re.sub(r"[^\n]", " ", m.group()), text)


def preprocess(text: str, name: str) -> str:
    """`text` of an .ino file as C++: Particle.h included, a prototype for each function, lines numbered as before."""
    text = text.replace("\r\n", "\n")
    if not text.endswith("\n"):
        text += "\n"  # a directive of ours may follow the last line
    bare = _DIRECTIVE.sub(lambda m: re.sub(r"[^\n]", " ", m.group()), _blank(text))
    functions = _functions(bare)
    first_statement = len(bare) - len(bare.lstrip())
    first_function = _line_start(text, functions[0][0]) if functions else len(text)
    early_at = _line_start(text, min(first_statement, first_function))
    own_types = {a or b for a, b in _DECLARED_TYPE.findall(bare)}
    early: list[str] = []
    late: list[str] = []
    for _, prototype in functions:
        words = set(re.findall(r"[A-Za-z_]\w*", prototype))
        (late if words & own_types else early).append(prototype)

    def line(offset: int) -> str:
        return f'#line {text.count(chr(10), 0, offset) + 1} "{name}"\n'

    parts = ['#include "Particle.h"\n', line(0), text[:early_at], *(p + ";\n" for p in early), line(early_at)]
    parts += [
        text[early_at:first_function],
        *(p + ";\n" for p in late),
        line(first_function),
        text[first_function:],
    ]
    return "".join(parts)


def _line_start(text: str, offset: int) -> int:
    return text.rfind("\n", 0, offset) + 1


def _functions(bare: str) -> list[tuple[int, str]]:
    """(offset, prototype) of each function that is defined at the top level."""
    found: list[tuple[int, str]] = []
    depth = start = 0
    for offset, char in enumerate(bare):
        if char == "{":
            if depth == 0:
                head = bare[start:offset]
                if prototype := _prototype(head):
                    found.append((start + len(head) - len(head.lstrip()), prototype))
            depth += 1
        elif char == "}":
            depth = max(0, depth - 1)
            if depth == 0:
                start = offset + 1
        elif char == ";" and depth == 0:
            start = offset + 1
    return found


def _prototype(head: str) -> str | None:
    match = _FUNCTION.match(" ".join(head.split()))
    if match is None or match["name"] in _NOT_A_NAME or "template" in match["type"] or "=" in match["type"]:
        return None
    if set(match["type"].split()) & _NO_PROTOTYPE or match["type"].rstrip().endswith("::"):
        return None
    # Particle's preprocessor declares an extern "C" function again without the "C", which the compiler then refuses:
    # such a function belongs into a .cpp file.
    kind = match["type"].strip().removeprefix("extern ").strip()
    arguments = re.sub(r"\s*=[^,]*", "", match["arguments"])
    return f"{kind} {match['name']}({arguments})"
