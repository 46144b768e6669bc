"""A Particle project as the set of sources that Particle's compile service would compile, with the same include path.

Source: particle-iot/device-os v2.3.1 and v3.3.1 (user/build.mk, build/module.mk), particle-iot/buildpack-hal,
-wiring-preprocessor and -install-dependencies, particle-cli and particle-library-manager (examples of a library).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from photonsim.photon.ino import preprocess
from photonsim.photon.libraries import NoLibrary, find_library, library_folders

#: Others, such as .cc, are not compiled there either.
_SOURCES = {".cpp", ".c"}
_HEADERS = {".h", ".hpp", ".hh", ".hxx"}
_INO = {".ino", ".pde"}
_SKIPPED_FOLDERS = {"target", "test", "tests", "examples", "node_modules"}
#: Larger files are no sources: Particle's compile service refuses them as well.
MAX_FILE_BYTES = 2_000_000


class ProjectError(ValueError):
    """The folder holds no project that can be compiled; the message says why and what to do."""


@dataclass
class Project:
    """Sources by relative path (with `/`), ready to be written to a folder and compiled there.

    `originals` are, by the same path, sketches as they were written; `notes` are worth telling who compiles it.
    """

    name: str
    files: dict[str, bytes]
    include_folders: list[str] = field(default_factory=list)
    dependencies: dict[str, str] = field(default_factory=dict)
    originals: dict[str, bytes] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    @property
    def sources(self) -> list[str]:
        return sorted(path for path in self.files if PurePosixPath(path).suffix in _SOURCES)


def read_project(folder: Path, libraries: Sequence[Path] = ()) -> Project:
    """The project in `folder`: with project.properties, or a folder of sources, or a single source file.

    An example of a library, in its folder `examples`, comes with the library. What a project depends on is looked for
    in `libraries` first. Raises ProjectError.
    """
    if folder.is_file():
        name = (
            folder.name if folder.suffix else f"{folder.name}.ino"
        )  # the Web IDE's downloads have no ending
        return make_project(folder.stem, {name: _read(folder)})
    if not folder.is_dir():
        raise ProjectError(f"{folder} does not exist. Name a folder with a Particle project or a sketch.")
    files = _sources_below(folder)
    if not any(PurePosixPath(path).suffix in _SOURCES | _INO for path in files):
        files |= {
            f"{path.name}.ino": _read(path) for path in sorted(folder.iterdir()) if _is_unnamed_sketch(path)
        }
    library = folder.resolve().parent.parent
    if _is_example_of(library, folder) and "project.properties" not in files:
        files = _example_in_library(files, library)
    return make_project(folder.resolve().name, files, libraries=library_folders(folder, libraries))


def _sources_below(folder: Path) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    for path in sorted(folder.rglob("*")):
        relative = path.relative_to(folder)
        hidden = any(part.startswith(".") for part in relative.parts)
        if path.is_file() and not hidden and relative.parts[0] not in _SKIPPED_FOLDERS and _wanted(path):
            if not path.resolve().is_relative_to(folder.resolve()):
                raise ProjectError(f"{relative} leads out of the project's folder")
            files[relative.as_posix()] = _read(path)
    return files


def _is_example_of(library: Path, folder: Path) -> bool:
    described = (library / "library.properties").is_file() and (library / "src").is_dir()
    return described and folder.resolve().parent.name == "examples"


def _example_in_library(example: dict[str, bytes], library: Path) -> dict[str, bytes]:
    """As `particle compile` sends it: the example beside the library's sources, with what the library depends on."""
    files = {f"src/{path}": content for path, content in _sources_below(library / "src").items()}
    files |= {f"src/{path}": content for path, content in example.items()}
    return files | {"project.properties": _read(library / "library.properties")}


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
    has_properties = "project.properties" in files
    root = "src" if has_properties and any(path.startswith("src/") for path in files) else "."
    project = Project(properties.get("name", name) or name, {}, [root], dependencies)
    for path, content in sorted(files.items()):
        parts = PurePosixPath(path).parts
        # Without project.properties there are no libraries: lib/ is a folder like others.
        if has_properties and parts[0] == "lib":
            if len(parts) > 3 and parts[2] == "src":
                _add(project, path, content)
                if (folder := "/".join(parts[:3])) not in project.include_folders:
                    project.include_folders.append(folder)
        elif root == "." or parts[0] == root:
            _add(project, path, content)
    if not project.sources:
        raise ProjectError(
            f"{name}: there is no .ino or .cpp file to compile. "
            "A Particle project has its sources in src/, a sketch has them in its folder."
        )
    return project


def _add(project: Project, path: str, content: bytes) -> None:
    """Add a file in the shape in which it is compiled; nothing if it is none that a compiler wants."""
    suffix = PurePosixPath(path).suffix
    text = _text(content)
    if suffix in _INO:
        plain = str(PurePosixPath(path).with_suffix(".cpp"))
        if project.files.pop(plain, None) is not None:
            project.notes.append(f"{plain} is left out, as on Particle: {path} is written over it")
        path, original = str(PurePosixPath(path).with_suffix(".ino.cpp")), path
        project.originals[path] = content
        content = preprocess(text, original).encode()
    elif suffix == ".cpp" and not path.startswith("lib/") and _is_bare_sketch(text):
        project.originals[path] = content
        content = preprocess(text, path).encode()
    elif suffix not in _SOURCES | _HEADERS:
        return
    project.files[path] = content


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
    """A .cpp that was an .ino in the Web IDE: a sketch that includes nothing, so that it could not compile as C++."""
    if re.search(r"^\s*#\s*include\b", text, re.MULTILINE):
        return False
    return re.search(r"\bvoid\s+setup\s*\(", _blank(text)) is not None


_BLANKED = re.compile(
    r"//[^\n]*|/\*.*?\*/|R\"\((?:.|\n)*?\)\"|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'", re.DOTALL
)


def _blank(text: str) -> str:
    """`text` with comments and literals replaced by spaces."""
    return _BLANKED.sub(" ", text)
