"""Libraries that drive the chip's registers and count its cycles: the simulator has its own in their place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import PurePosixPath

from photonsim.photon.sketch import Project

#: By a file's name, in small letters: what tells that it is the library, and what is compiled in its place.
#: <neopixel.h> is found in device_os/ first.
_REPLACED = {
    "neopixel.h": (b"Adafruit_NeoPixel", b"#include <neopixel.h>\n"),
    "neopixel.cpp": (b"Adafruit_NeoPixel::", b"// the simulator's own: device_os/neopixel.cpp\n"),
}


def with_own_libraries(project: Project, progress: Callable[[str], None]) -> Project:
    """The project with the simulator's versions of such libraries; `progress` is told which."""
    files = dict(project.files)
    for path, content in project.files.items():
        mark, instead = _REPLACED.get(PurePosixPath(path).name.lower(), (None, b""))
        if mark is not None and mark in content and content != instead:
            files[path] = instead
            progress(
                f"{path}: the simulator's own is compiled instead, which shows the pixels; the library's sets "
                "registers of the chip by the cycle"
            )
    return project if files == project.files else replace(project, files=files)
