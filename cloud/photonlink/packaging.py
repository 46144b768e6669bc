"""Builds the Lambda's zip: `python -m photonlink.packaging [FILE]`.

The same sources make the same bytes, on whatever machine: dependencies are pinned to one pure Python file each,
and nothing of the clock or the file system gets in. Neither does this module, nor the commands.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

_HERE = Path(__file__).parent
REQUIREMENTS = _HERE / "lambda-requirements.txt"

#: The handler's part of this package; what is not named here stays outside.
HANDLER_PARTS = (
    "__init__.py",
    "afterwards.py",
    "aws.py",
    "clock.py",
    "connections.py",
    "dynamodb_store.py",
    "logs.py",
    "operations.py",
    "settings.py",
    "store.py",
    "alexa",
    "lights",
    "particle",
)

#: The oldest Python that the handler runs on; Lambda's own must be this or newer.
PYTHON = "3.11"

#: What pip leaves behind that tells of this machine, or serves installed packages only.
_LEFT_OUT = {"RECORD", "INSTALLER", "REQUESTED", "direct_url.json"}
#: The earliest time that a zip can hold.
_EPOCH = (1980, 1, 1, 0, 0, 0)


class PackagingError(Exception):
    """The zip cannot be built; the text says why and what to do."""


def build(target: Path) -> int:
    """Write the zip and return its size in bytes. Raises PackagingError."""
    with tempfile.TemporaryDirectory() as folder:
        libraries = Path(folder)
        _install(libraries)
        files = sorted([*_handler_files(), *_library_files(libraries)])
        target.parent.mkdir(parents=True, exist_ok=True)
        with zipfile.ZipFile(target, "w") as archive:
            for name, path in files:
                entry = zipfile.ZipInfo(name, _EPOCH)
                entry.create_system = 3  # Unix, so that the mode counts
                entry.external_attr = 0o644 << 16
                archive.writestr(entry, path.read_bytes(), zipfile.ZIP_DEFLATED, 9)
    return target.stat().st_size


def _install(folder: Path) -> None:
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"]
    pure = ["--only-binary", ":all:", "--platform", "any", "--implementation", "py", "--abi", "none"]
    exact = ["--python-version", PYTHON, "--no-compile", "--require-hashes", "-r", str(REQUIREMENTS)]
    done = subprocess.run(
        [*pip, *pure, *exact, "--target", str(folder)], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise PackagingError(
            f"pip could not fetch the dependencies that {REQUIREMENTS.name} pins. It needs a package registry, and "
            f"pip itself in {sys.executable}. It said:\n{done.stderr.strip()[-1000:]}"
        )


def _handler_files() -> Iterator[tuple[str, Path]]:
    for part in HANDLER_PARTS:
        path = _HERE / part
        for file in sorted(path.rglob("*.py")) if path.is_dir() else [path]:
            yield f"photonlink/{file.relative_to(_HERE).as_posix()}", file


def _library_files(folder: Path) -> Iterator[tuple[str, Path]]:
    for file in sorted(folder.rglob("*")):
        name = file.relative_to(folder)
        if file.is_dir() or name.parts[0] == "bin" or "__pycache__" in name.parts or file.name in _LEFT_OUT:
            continue
        if file.suffix in (".so", ".pyd"):
            raise PackagingError(
                f"{name} is compiled for one kind of machine; pin the pure Python wheel instead"
            )
        yield name.as_posix(), file


def main() -> int:
    """The command line; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m photonlink.packaging", description=__doc__)
    parser.add_argument("file", nargs="?", type=Path, default=Path("dist/photonlink-lambda.zip"))
    target = parser.parse_args().file
    try:
        size = build(target)
    except (PackagingError, OSError) as error:
        print(f"photonlink: no Lambda package was built: {error}", file=sys.stderr)
        return 1
    print(f"{target}: {size / 1e6:.2f} MB. The handler's name is photonlink.aws.handler")
    return 0


if __name__ == "__main__":
    sys.exit(main())
