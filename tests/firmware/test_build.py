"""The sources: they build to the module that ships, and a real C++14 compiler has nothing to say about them."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from photonsim.photon.build import DEVICE_OS, CompileError, built_firmware, compile_project
from photonsim.photon.sketch import make_project, read_project

SOURCES = Path(__file__).parents[2] / "firmware" / "photon-lights"

pytestmark = pytest.mark.slow


def files(**changed: str) -> dict[str, bytes]:
    found = {p.relative_to(SOURCES).as_posix(): p.read_bytes() for p in SOURCES.rglob("*") if p.is_file()}
    found.update({f"src/{name}": text.encode() for name, text in changed.items()})
    return found


def test_the_built_module_is_what_the_sources_build_to() -> None:
    assert compile_project(read_project(SOURCES)) == built_firmware(), (
        "run `make firmware` and commit the result"
    )


def test_gcc_compiles_the_firmware_without_a_warning(tmp_path: Path) -> None:
    if shutil.which("g++") is None:
        if os.environ.get("CI"):
            pytest.fail("g++ is not installed: scripts/test-tools installs it")
        pytest.skip("g++ is not installed")
    project = read_project(SOURCES)
    for path, content in project.files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(content)
    flags = "-std=gnu++14 -Wall -Wextra -Wno-attributes -fno-exceptions -fno-rtti -fsyntax-only -DPLATFORM_ID=6".split()
    for source in project.sources:
        done = subprocess.run(
            ["g++", *flags, f"-isystem{DEVICE_OS}", "-Isrc", source],
            cwd=tmp_path,
            capture_output=True,
            text=True,
        )
        assert (done.returncode, done.stderr) == (0, ""), source


TABLE = '#pragma once\n#include "LightConfig.h"\nconstexpr LightConfig LIGHTS[] = {%s};\nconstexpr unsigned FADE_MS = 400;\n'


@pytest.mark.parametrize(
    ("lights", "complaint"),
    [
        ('dimmable("a", "one", D6)', "needs pins with PWM"),
        ('dimmable("a", "one", DAC)', "needs pins with PWM"),
        ('dimmable("a", "one", A5), dimmable("b", "two", D2)', "share a PWM channel"),
        ('dimmable("a", "one", A5), onOff("b", "two", A5)', "a pin is used twice"),
        ('onOff("a", "one", D6).button(D6)', "a pin is used twice"),
        ('onOff("a", "one", 8)', "pins are D0 to D7"),
        ('onOff("Kitchen", "one", D6)', "a key is 1 to 12"),
        ('onOff("a", "one", D6), onOff("a", "two", D5)', "appears once"),
        ('onOff("a", "caf\\u00e9", D6)', "a spoken name is"),
        ('tunable("a", "one", TX, RX, 9000, 2000)', "warm kelvin first"),
    ],
)
def test_a_mistake_in_the_table_is_a_sentence_of_the_compiler(lights: str, complaint: str) -> None:
    with pytest.raises(CompileError) as error:
        compile_project(make_project("lights", files(**{"MyLights.h": TABLE % lights})))
    assert complaint in error.value.output
    assert "MyLights.h:" in error.value.output or "photon-lights.ino:" in error.value.output
