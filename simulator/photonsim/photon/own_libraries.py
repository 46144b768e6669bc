"""Libraries that drive the chip's registers and count its cycles: the simulator has its own in their place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import PurePosixPath

from photonsim.photon.sketch import Project

#: By a file's name, in small letters: what tells that it is the library, and what is compiled in its place.
#: The names in photon_own/ are the simulator's alone: those of a project are found before device_os/.
_REPLACED = {
    "neopixel.h": (b"Adafruit_NeoPixel", b"#include <photon_own/neopixel.h>\n"),
    "neopixel.cpp": (b"Adafruit_NeoPixel::", b"// the simulator's own: device_os/neopixel.cpp\n"),
    "sparkintervaltimer.h": (b"class IntervalTimer", b"#include <photon_own/SparkIntervalTimer.h>\n"),
    "sparkintervaltimer.cpp": (
        b"IntervalTimer::",
        b"// the simulator's own: device_os/SparkIntervalTimer.cpp\n",
    ),
}


def with_own_libraries(project: Project, progress: Callable[[str], None]) -> Project:
    """The project with the simulator's versions of such libraries; `progress` is told which."""
    files = dict(project.files)
    for path, content in project.files.items():
        mark, instead = _REPLACED.get(PurePosixPath(path).name.lower(), (None, b""))
        if mark is not None and mark in content and content != instead:
            files[path] = instead
            progress(
                f"{path}: the simulator's own is compiled instead, since the library's sets registers of the chip and "
                "counts its cycles"
            )
    return project if files == project.files else replace(project, files=files)
