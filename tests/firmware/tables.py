"""photon-lights with other tables of lights, compiled from the sources."""

from __future__ import annotations

from pathlib import Path

from photonsim.photon.build import compile_project
from photonsim.photon.photon import load_firmware
from photonsim.photon.sketch import make_project
from photonsim.photon.wasm import Firmware

FIRMWARE = Path(__file__).parents[2] / "firmware"
SOURCES = FIRMWARE / "photon-lights"
RGBW = (FIRMWARE / "tables" / "rgbw" / "MyLights.h").read_text()

_TABLE = '#pragma once\n#include "LightConfig.h"\nconstexpr LightConfig LIGHTS[] = {\n%s\n};\n'


def table(*lines: str) -> str:
    """The text of a MyLights.h with these lines."""
    return _TABLE % ",\n".join(lines)


def sources(my_lights: str) -> dict[str, bytes]:
    """The files of the project, with this text as its MyLights.h."""
    found = {p.relative_to(SOURCES).as_posix(): p.read_bytes() for p in SOURCES.rglob("*") if p.is_file()}
    return {**found, "src/MyLights.h": my_lights.encode()}


def firmware(my_lights: str) -> Firmware:
    """The firmware with this MyLights.h. Raises photonsim.photon.build.CompileError."""
    return load_firmware(compile_project(make_project("photon-lights", sources(my_lights))))
