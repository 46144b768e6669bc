"""Compiling sketches to WebAssembly: the real sources, against the shim in device_os/.

The compiler is clang in the `ziglang` wheel. What was compiled once is kept, by content.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

import platformdirs

try:
    import fcntl
except ImportError:  # Windows: there the work may be done twice
    fcntl = None  # type: ignore[assignment]

from photonsim.photon.missing import explain
from photonsim.photon.own_libraries import with_own_libraries
from photonsim.photon.sketch import Project, make_project, read_project
from photonsim.photon.wasm import MEMORY_BYTES, NULL_PAGE_BYTES
from photonsim.photon.wasm_sections import segment_bytes, strip_debug

DEVICE_OS = Path(__file__).parent / "device_os"
BUILT = Path(__file__).parent / "built"

#: Without builtins and finite loops, and with checks of null pointers and divisors that clang sees are zero: clang may
#: remove what it knows the meaning of (an allocation that cannot fail, a loop without effects) or what has none (a write
#: through a null pointer), arm-gcc leaves it in, and a sketch that dies on the board must die here. Enumerations are as
#: short as on ARM (what EEPROM.put() stores of a struct), and aliasing is as lenient as Device OS has it
#: (build/module-defaults.mk).
_COMPILE = (
    "-target wasm32-wasi -std=gnu++14 -Os -g0 -fno-exceptions -fno-rtti -funsigned-char -fshort-enums "
    "-fno-strict-return -fno-strict-aliasing -fno-delete-null-pointer-checks -fno-sanitize=undefined "
    "-fsanitize=integer-divide-by-zero -fno-sanitize-recover=integer-divide-by-zero -fsanitize-minimal-runtime "
    "-fno-threadsafe-statics -ffunction-sections -fdata-sections "
    "-fcheck-new -fno-finite-loops -fno-builtin -DPLATFORM_ID=6 -DPLATFORM_NAME=photon -DSPARK_PLATFORM "
    "-DPLATFORM_GEN=2 -DPLATFORM_THREADING=1 -DSTM32_DEVICE -DSTM32F2XX -DSPARK=1 -DPARTICLE=1 "
    "-Wall -Wsign-compare -Wundef -Wno-switch -Wno-error=c++11-narrowing -Wno-date-time"
).split()
_CPP_ONLY = (
    "-std=gnu++14",
    "-fno-rtti",
    "-fno-threadsafe-statics",
    "-fcheck-new",
    "-Wno-error=c++11-narrowing",
)
#: Of the thread that runs setup() and loop(), in bytes (Device OS v2.3.1, hal/src/photon/include/wiced_defaults.h).
STACK_BYTES = 6144
#: Of backup memory, 3 kB are a sketch's, and of those 4 bytes are the mark that they are valid (Device OS v2.3.1,
#: build/arm/linker/stm32f2xx/backup_ram_memory.ld, wiring/src/user.cpp).
RETAINED_BYTES = 3068
#: Linked as with debugging information so that function names stay; the rest of it is cut off afterwards.
#: The stack lies at the bottom of memory and grows down, into the page that nobody may write to.
_LINK = (
    "-target wasm32-wasi -mexec-model=reactor -Os -g -Wl,--gc-sections "
    f"-Wl,-z,stack-size={NULL_PAGE_BYTES + STACK_BYTES} "
    f"-Wl,--initial-memory={MEMORY_BYTES} -Wl,--max-memory={MEMORY_BYTES} -Wl,--export=__stack_pointer "
    "-Wl,--export=photon_critical"
).split()


#: clang has one switch for all narrowing in braces; arm-gcc refuses a constant that does not fit, and warns of the rest.
_NARROWED_CONSTANT = re.compile(
    r"(: )warning(: constant expression evaluates to .* cannot be narrowed .*\[-Wc\+\+11-narrowing\])"
)

#: What a source includes; the second group is a macro, whose value only the preprocessor knows.
_INCLUDE = re.compile(rb"^[ \t]*#[ \t]*include[ \t]*(?:[<\"]([^>\"\n]+)[>\"]|(\w))", re.MULTILINE)


class CompileError(Exception):
    """The sketch does not compile. `output` is what the compiler said: file, line, message."""

    def __init__(self, output: str) -> None:
        super().__init__(output)
        self.output = output


class NoCompiler(Exception):
    """There is no compiler for sketches here; the message says how to get one."""


def system_version_flags(system_version: str) -> list[str]:
    """Macros that say for which Device OS a sketch is compiled, such as "2.3.1"."""
    major, minor, patch = (int(part) for part in system_version.split("."))
    number = major << 24 | minor << 16 | patch << 8
    return [f"-DSYSTEM_VERSION=0x{number:08x}", f"-DSYSTEM_VERSION_v{major}{minor}{patch}=0x{number:08x}"]


def cache_folder() -> Path:
    """Where compiled things are kept between runs."""
    return Path(platformdirs.user_cache_dir("photonlink")) / "firmware"


def built_firmware(name: str = "photon-lights") -> bytes:
    """The module of our own firmware that ships with the simulator."""
    return (BUILT / f"{name}.wasm").read_bytes()


def firmware_image(
    wanted: Path | None,
    *,
    libraries: Sequence[Path] = (),
    progress: Callable[[str], None] = lambda _line: None,
) -> bytes:
    """What to flash: photon-lights for None, a project or sketch compiled, or a module that ships, by its name.

    `libraries` are folders with what a project depends on. Raises CompileError, NoCompiler, and photonsim.photon.sketch.ProjectError.
    """
    if wanted is None:
        return built_firmware()
    shipped = BUILT / f"{wanted.name}.wasm"
    if not wanted.exists() and shipped.exists():
        return shipped.read_bytes()
    return compile_project(read_project(wanted, libraries), progress=progress)


def compile_project(
    project: Project, system_version: str = "2.3.1", *, progress: Callable[[str], None] = lambda _line: None
) -> bytes:
    """The project as a WebAssembly module. Raises CompileError and NoCompiler."""
    for note in project.notes:
        progress(note)
    project = with_own_libraries(project, progress)
    key = hashlib.sha256()
    for part in (*_COMPILE, *_LINK, *system_version_flags(system_version), _shim_hash(), _compiler_version()):
        key.update(part.encode() + b"\0")
    for path, content in sorted(project.files.items()):
        key.update(path.encode() + b"\0" + hashlib.sha256(content).digest())
    kept = cache_folder() / f"{key.hexdigest()}.wasm"
    if kept.exists():
        _tell_warnings(kept, progress)
        return kept.read_bytes()
    progress(f"Compiling {project.name} (the first time on a machine this takes about a minute) ...")
    with tempfile.TemporaryDirectory(prefix="photonlink-") as scratch:
        image, warnings = _build(project, Path(scratch), system_version)
    _keep_warnings(kept, warnings)
    _keep(kept, image)
    _tell_warnings(kept, progress)
    return image


def _keep_warnings(compiled: Path, warnings: str) -> None:
    """Keep what the compiler warned of beside what it made, so that it is told each time."""
    if warnings:
        _keep(compiled.with_suffix(".warnings"), warnings.encode())


def _kept_warnings(compiled: Path) -> str:
    try:
        return compiled.with_suffix(".warnings").read_text("utf-8")
    except FileNotFoundError:
        return ""


def _tell_warnings(compiled: Path, progress: Callable[[str], None]) -> None:
    if warnings := _kept_warnings(compiled):
        progress(warnings.rstrip())


def _build(project: Project, folder: Path, system_version: str) -> tuple[bytes, str]:
    """The module, and what the compiler warned of."""
    for path, content in project.files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    flags = [*_COMPILE, *system_version_flags(system_version), *_shim_flags()]
    flags += [f"-I{include}" for include in project.include_folders]

    def compiled(numbered: tuple[int, str]) -> tuple[str, str, str]:
        """(object file, what the compiler said if it failed, what it warned of)"""
        number, source = numbered
        output, is_c = f"photonlink-{number}.o", source.endswith(".c")
        own_flags = [f for f in flags if not is_c or f not in _CPP_ONLY]
        kept = _kept_object(project, source, system_version)
        if kept.exists():
            shutil.copyfile(kept, folder / output)
            return output, "", _kept_warnings(kept)
        done = _zig(["cc" if is_c else "c++", *own_flags, "-c", source, "-o", output], folder)
        said = explain(done.stderr.replace(f"{folder}{os.sep}", ""))
        if done.returncode or _NARROWED_CONSTANT.search(said):
            return output, _NARROWED_CONSTANT.sub(r"\1error\2", said), ""
        _keep_warnings(kept, said)
        _keep(kept, (folder / output).read_bytes())
        return output, "", said

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        results = list(pool.map(compiled, enumerate(project.sources)))
    objects = [output for output, _, _ in results]
    if any(errors for _, errors, _ in results):
        raise CompileError("".join(errors for _, errors, _ in results))
    linked = _zig(["c++", *_LINK, *objects, *map(str, _shim_objects()), "-o", "firmware.wasm"], folder)
    if linked.returncode:
        raise CompileError(linked.stderr.replace(f"{folder}{os.sep}", ""))
    module = (folder / "firmware.wasm").read_bytes()
    _check_retained(segment_bytes(module, "retained"))
    warnings = "".join(warned for _, _, warned in results)
    return strip_debug(module), warnings


def _check_retained(size: int) -> None:
    """What the linker for the board refuses. Raises CompileError."""
    over = size - RETAINED_BYTES
    if over > 0:
        raise CompileError(
            f"error: retained variables take {size:,} bytes, and the Photon's backup memory has room for "
            f"{RETAINED_BYTES:,}. Its linker would say: region `BACKUPSRAM' overflowed by {-(-over // 4) * 4} bytes\n"
        )


def _kept_object(project: Project, source: str, system_version: str) -> Path:
    """Where a source's object is kept: by its content, and that of all headers of the project that it reaches."""
    key = hashlib.sha256()
    flags = (*_COMPILE, *system_version_flags(system_version), *project.include_folders)
    for part in (*flags, _shim_hash(), _compiler_version(), source):
        key.update(part.encode() + b"\0")
    for path in sorted(_reached(project, source)):
        key.update(path.encode() + b"\0" + hashlib.sha256(project.files[path]).digest())
    return cache_folder() / "objects" / f"{key.hexdigest()}.o"


def _reached(project: Project, source: str) -> set[str]:
    """`source` and every file of the project whose name it includes, directly or by another."""
    by_name: dict[str, list[str]] = {}
    for path in project.files:
        by_name.setdefault(PurePosixPath(path).name, []).append(path)
    found, waiting = {source}, [source]
    while waiting:
        for name, macro in _INCLUDE.findall(project.files[waiting.pop()]):
            if macro:
                return set(project.files)
            for path in by_name.get(PurePosixPath(name.decode("utf-8", "replace")).name, ()):
                if path not in found:
                    found.add(path)
                    waiting.append(path)
    return found


def _zig(arguments: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "ZIG_GLOBAL_CACHE_DIR": str(cache_folder().parent / "zig")}
    return subprocess.run(
        [sys.executable, "-m", "ziglang", *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )


def _compiler_version() -> str:
    if importlib.util.find_spec("ziglang") is None:
        raise NoCompiler(
            "compiling a sketch needs the compiler, which is not installed. "
            "Run `make install` in the checkout, or: pip install 'photonlink-simulator[compiler]'"
        )
    from importlib.metadata import version

    return version("ziglang")


def _shim_flags() -> list[str]:
    return ["-isystem", str(DEVICE_OS), "-include", f"{DEVICE_OS / 'library_stack.h'}"]


def _shim_hash() -> str:
    digest = hashlib.sha256()
    for path in sorted(DEVICE_OS.rglob("*")):
        if path.is_file():
            digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _shim_objects() -> list[Path]:
    """The shim's objects, compiled once for each version of the shim."""
    key = hashlib.sha256("\0".join((*_COMPILE, _shim_hash(), _compiler_version())).encode()).hexdigest()[:32]
    folder = cache_folder() / f"shim-{key}"
    sources = sorted(DEVICE_OS.glob("*.cpp"))
    objects = [folder / f"{source.stem}.o" for source in sources]
    if all(target.exists() for target in objects):
        return objects
    folder.mkdir(parents=True, exist_ok=True)

    def compiled(source: Path, target: Path) -> None:
        if target.exists():
            return
        with tempfile.TemporaryDirectory(prefix="photonlink-") as scratch:
            flags = [*_COMPILE, *_shim_flags(), f"-ffile-prefix-map={DEVICE_OS}=device_os"]
            done = _zig(["c++", *flags, "-c", str(source), "-o", "shim.o"], Path(scratch))
            if done.returncode:
                raise CompileError(done.stderr)
            _keep(target, (Path(scratch) / "shim.o").read_bytes())

    # Processes that need them at the same time, such as those of a test run, wait for the first.
    with _one_at_a_time(folder / "lock"), ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(compiled, sources, objects))
    return objects


@contextmanager
def _one_at_a_time(lock: Path) -> Iterator[None]:
    """Held by one process at a time, where the platform has such locks."""
    with lock.open("w") as file:
        if fcntl is not None:
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _keep(path: Path, content: bytes) -> None:
    """Write a file so that another process sees all of it or nothing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as part:
        part.write(content)
    os.replace(part.name, path)


def main(arguments: list[str]) -> int:
    """`python -m photonsim.photon.build PROJECT OUTPUT`: compile a project to a file. Returns the exit code.

    With `--prepare` alone it compiles the wiring API and the C library, once for each version: what the first sketch
    would wait for.
    """
    from photonsim.photon.sketch import ProjectError

    if arguments == ["--prepare"]:
        print("Compiling the wiring API (once; up to two minutes on two cores) ...", file=sys.stderr)
        compile_project(make_project("nothing", {"nothing.ino": b""}))
        return 0
    if len(arguments) != 2:
        print("usage: python -m photonsim.photon.build PROJECT OUTPUT", file=sys.stderr)
        return 2
    try:
        image = compile_project(
            read_project(Path(arguments[0])), progress=lambda line: print(line, file=sys.stderr)
        )
    except (CompileError, NoCompiler, ProjectError) as error:
        print(error, file=sys.stderr)
        return 1
    Path(arguments[1]).write_bytes(image)
    print(f"{arguments[1]}: {len(image):,} bytes", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
