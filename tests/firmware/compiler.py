"""A real C++ compiler: g++ where there is one, else the clang that compiles for the simulator."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from photonsim.photon.build import DEVICE_OS, cache_folder
from photonsim.photon.sketch import make_project

from .tables import sources

#: What Device OS 2.3.1 (gnu++14) and 3.3.1 (gnu++17) compile applications with, and every warning besides.
#: The simulator's headers mark host functions with an attribute that only WebAssembly has.
_FLAGS = "-Wall -Wextra -Wno-attributes -Wno-ignored-attributes -fno-exceptions -fno-rtti -DPLATFORM_ID=6"


def compiler() -> list[str]:
    """The command of the compiler."""
    if found := shutil.which("g++"):
        return [found]
    return [
        sys.executable,
        "-m",
        "ziglang",
        "c++",
        "-target",
        "wasm32-wasi",
        "-Wno-unused-command-line-argument",
    ]


def complaints(folder: Path, my_lights: str, *only: str, standard: str = "gnu++14") -> str:
    """What the compiler says of photon-lights with this MyLights.h, or of some of its sources; "" for nothing."""
    project = make_project("photon-lights", sources(my_lights))
    for path, content in project.files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    wanted = [f"src/{name}" for name in only] or project.sources
    done = subprocess.run(
        [
            *compiler(),
            f"-std={standard}",
            *_FLAGS.split(),
            "-isystem",
            str(DEVICE_OS),
            "-Isrc",
            "-c",
            *wanted,
        ],
        cwd=folder,
        env={**os.environ, "ZIG_GLOBAL_CACHE_DIR": str(cache_folder().parent / "zig")},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stderr or ("" if done.returncode == 0 else f"exit code {done.returncode}")
