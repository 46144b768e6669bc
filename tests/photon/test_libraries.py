"""Libraries that project.properties names, and sketches whose file has no ending."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from photonsim.builder import SketchBuilder
from photonsim.cli.firmware import firmware
from photonsim.cli.run import run
from photonsim.clock import HouseClock
from photonsim.clock import run as clock_run
from photonsim.particle_cloud import BuildFailed
from photonsim.photon.build import compile_project
from photonsim.photon.sketch import ProjectError, read_project

MAIN = b'#include "blinker.h"\nvoid setup() { blink(D7); }\n'


def project(folder: Path, properties: str = "name=lamp\ndependencies.blinker=1.2.0\n") -> Path:
    (folder / "lamp" / "src").mkdir(parents=True)
    (folder / "lamp" / "project.properties").write_text(properties)
    (folder / "lamp" / "src" / "lamp.ino").write_bytes(MAIN)
    return folder / "lamp"


def library(folder: Path, sources: str = "src", properties: str = "name=blinker\n") -> None:
    (folder / sources).mkdir(parents=True)
    (folder / "library.properties").write_text(properties)
    (folder / sources / "blinker.h").write_text("#pragma once\nvoid blink(int pin);\n")
    (folder / sources / "blinker.cpp").write_text(
        '#include "Particle.h"\nvoid blink(int pin) { pinMode(pin, OUTPUT); }\n'
    )
    (folder / "examples").mkdir()
    (folder / "examples" / "demo.ino").write_text("void setup() {}")


@pytest.mark.slow
@pytest.mark.parametrize("layout", ["src", "firmware"])
def test_a_library_beside_the_project_is_compiled_with_it(tmp_path: Path, layout: str) -> None:
    library(tmp_path / "libraries" / "blinker", layout)
    assert compile_project(read_project(project(tmp_path)))


def test_the_variable_names_folders_with_libraries(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library(tmp_path / "mine" / "blinker@1.2.0")
    monkeypatch.setenv("PHOTONLINK_LIBRARIES", str(tmp_path / "mine"))
    read = read_project(project(tmp_path))
    assert sorted(read.files) == [
        "lib/blinker/src/blinker.cpp",
        "lib/blinker/src/blinker.h",
        "src/lamp.ino.cpp",
    ]
    assert read.dependencies == {"blinker": "1.2.0"}


def test_what_a_library_depends_on_comes_with_it(tmp_path: Path) -> None:
    library(tmp_path / "libraries" / "blinker", properties="name=blinker\ndependencies.clicker=0.1\n")
    library(tmp_path / "libraries" / "clicker")
    assert "lib/clicker/src/blinker.h" in read_project(project(tmp_path)).files


def test_a_library_in_lib_needs_no_other_folder(tmp_path: Path) -> None:
    library(project(tmp_path) / "lib" / "blinker")
    assert "lib/blinker/src/blinker.cpp" in read_project(tmp_path / "lamp").files


def test_a_library_that_is_nowhere_is_named_with_the_folders(tmp_path: Path) -> None:
    with pytest.raises(ProjectError) as refused:
        read_project(project(tmp_path))
    assert "blinker 1.2.0" in str(refused.value)
    assert str(tmp_path / "libraries") in str(refused.value)
    assert "PHOTONLINK_LIBRARIES" in str(refused.value)


def test_a_library_with_a_name_that_climbs_out_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match="no name of a library"):
        read_project(project(tmp_path, "dependencies.../../etc=1\n"))


@pytest.mark.parametrize("named", ["file", "folder"])
def test_a_sketch_without_an_ending_is_an_ino(tmp_path: Path, named: str) -> None:
    (tmp_path / "lamp").write_text("void setup() { on(); }\nvoid on() {}\n")
    (tmp_path / "LICENSE").write_text("nothing to compile")
    read = read_project(tmp_path / "lamp" if named == "file" else tmp_path)
    assert read.sources == ["lamp.ino.cpp"]
    assert b"void on();" in read.files["lamp.ino.cpp"]


def test_named_folders_come_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library(tmp_path / "named" / "blinker")
    (tmp_path / "named" / "blinker" / "src" / "blinker.h").write_text("// the named one\n")
    library(tmp_path / "mine" / "blinker")
    monkeypatch.setenv("PHOTONLINK_LIBRARIES", str(tmp_path / "mine"))
    read = read_project(project(tmp_path), [tmp_path / "named"])
    assert read.files["lib/blinker/src/blinker.h"] == b"// the named one\n"


def test_a_library_may_lie_in_a_folder_with_the_name_of_its_repository(tmp_path: Path) -> None:
    library(tmp_path / "libraries" / "particle-blinker", properties="version=1.2.0\nname = blinker\n")
    library(tmp_path / "libraries" / "unblinker", properties="name=unblinker\n")
    assert "lib/blinker/src/blinker.cpp" in read_project(project(tmp_path)).files


def test_an_example_of_a_library_comes_with_the_library(tmp_path: Path) -> None:
    library(tmp_path / "blinker", properties="name=blinker\ndependencies.clicker=0.1\n")
    library(tmp_path / "named" / "clicker")
    example = tmp_path / "blinker" / "examples" / "demo"
    example.mkdir()
    (example / "demo.ino").write_bytes(MAIN)
    read = read_project(example, [tmp_path / "named"])
    assert read.sources == ["lib/clicker/src/blinker.cpp", "src/blinker.cpp", "src/demo.ino.cpp"]
    assert read.include_folders == ["src", "lib/clicker/src"]


def test_run_and_firmware_check_take_folders_with_libraries(tmp_path: Path) -> None:
    library(tmp_path / "named" / "blinker")
    lamp = str(project(tmp_path))
    named = ["--libraries", str(tmp_path / "named")]
    checked = CliRunner().invoke(firmware, ["check", lamp, *named])
    assert (checked.exit_code, checked.output) == (0, "3 files, nothing found.\n")
    lacking = CliRunner().invoke(firmware, ["check", lamp])
    assert lacking.exit_code == 2
    assert "blinker 1.2.0" in lacking.output
    assert "--libraries" in lacking.output
    for command in ([firmware, "check", lamp], [run, "--firmware", lamp]):
        missing = CliRunner().invoke(command[0], [*command[1:], "--libraries", str(tmp_path / "nowhere")])
        assert missing.exit_code == 2
        assert f"Directory '{tmp_path / 'nowhere'}' does not exist" in missing.output


def test_run_names_a_library_that_is_not_there(tmp_path: Path) -> None:
    (tmp_path / "named").mkdir()
    ended = CliRunner().invoke(
        run, ["--firmware", str(project(tmp_path)), "--libraries", str(tmp_path / "named")]
    )
    assert ended.exit_code == 1
    assert "blinker 1.2.0" in ended.output
    assert str(tmp_path / "named") in ended.output


def test_the_cloud_of_a_house_finds_libraries_in_the_same_folders(tmp_path: Path) -> None:
    (tmp_path / "named").mkdir()
    clock = HouseClock(virtual=True)
    builder = SketchBuilder(clock, [tmp_path / "named"])
    files = {"project.properties": b"dependencies.blinker=1.2.0\n", "src/lamp.ino": MAIN}
    with pytest.raises(BuildFailed) as refused:
        clock_run(clock, builder.compile(files, 6, "2.3.1"))
    assert str(tmp_path / "named") in refused.value.errors[0]
