"""Projects as Particle's compile service takes them: which files are compiled, and where headers are looked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from photonsim.photon.sketch import ProjectError, make_project, read_project


def test_a_web_ide_sketch_in_a_cpp_file_is_treated_as_an_ino() -> None:
    files = {
        "app.cpp": b"void setup() { blink(); }\nvoid blink() {}\n",
        "lib.cpp": b"int helper() { return 1; }\n",
    }
    project = make_project("x", files)
    assert b'#include "Particle.h"' in project.files["app.cpp"]
    assert project.files["lib.cpp"] == files["lib.cpp"]


def test_a_cpp_file_that_includes_something_is_plain_cpp() -> None:
    text = b'#include "own.h"\nvoid setup() {}\nextern "C" int plain() { return 1; }\n'
    assert make_project("x", {"app.cpp": text}).files["app.cpp"] == text


def test_a_project_takes_src_and_lib_and_leaves_the_rest() -> None:
    files = {
        "project.properties": b"name=demo\ndependencies.thing=1.0.0\n",
        "src/demo.ino": b"void setup() {}\n",
        "src/sub/part.cpp": b"int part;\n",
        "lib/thing/src/thing.cpp": b"int thing;\n",
        "lib/thing/src/thing.h": b"",
        "lib/thing/examples/demo.ino": b"void setup() {}\n",
        "notes.cpp": b"not compiled",
    }
    project = make_project("folder", files)
    assert project.name == "demo"
    assert project.sources == ["lib/thing/src/thing.cpp", "src/demo.ino.cpp", "src/sub/part.cpp"]
    assert project.include_folders == ["src", "lib/thing/src"]
    assert project.dependencies == {"thing": "1.0.0"}


@pytest.mark.parametrize("path", ["../a.cpp", "/a.cpp", "a\\b.cpp", "a/../../b.cpp"])
def test_paths_that_climb_out_are_refused(path: str) -> None:
    with pytest.raises(ProjectError, match="not a path inside"):
        make_project("x", {path: b"int a;"})


def test_a_folder_without_sources_and_a_huge_file_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match=r"no .ino or .cpp file"):
        read_project(tmp_path)
    with pytest.raises(ProjectError, match="does not exist"):
        read_project(tmp_path / "nothing")
    (tmp_path / "big.ino").write_bytes(b"/" * 3_000_000)
    with pytest.raises(ProjectError, match="larger than 2 MB"):
        read_project(tmp_path)


def test_each_ino_is_a_file_of_its_own_and_needs_declarations_of_the_others() -> None:
    project = make_project("x", {"a.ino": b"void setup() { b(); }\n", "sub/b.ino": b"void b() {}\n"})
    assert project.sources == ["a.ino.cpp", "sub/b.ino.cpp"]
    assert b"void b();" not in project.files["a.ino.cpp"]
    assert project.originals["a.ino.cpp"] == b"void setup() { b(); }\n"


def test_an_ino_is_written_over_a_cpp_of_the_same_name() -> None:
    project = make_project("x", {"lamp.ino": b"void setup() {}\n", "lamp.cpp": b"int lost;\n"})
    assert project.sources == ["lamp.ino.cpp"]
    assert project.notes == ["lamp.cpp is left out, as on Particle: lamp.ino is written over it"]


def test_headers_are_looked_for_in_the_root_of_the_sources_only() -> None:
    assert make_project("x", {"a.ino": b"", "sub/b.h": b""}).include_folders == ["."]


def test_without_properties_lib_is_a_folder_like_others() -> None:
    project = make_project("x", {"a.ino": b"", "lib/thing/b.cpp": b""})
    assert (project.sources, project.include_folders) == (["a.ino.cpp", "lib/thing/b.cpp"], ["."])


def test_sources_with_other_endings_are_not_compiled() -> None:
    assert make_project("x", {"a.cpp": b"", "b.c": b"", "c.cc": b"", "d.cxx": b""}).sources == [
        "a.cpp",
        "b.c",
    ]


def test_of_a_library_only_src_is_compiled() -> None:
    files = {
        "project.properties": b"",
        "src/a.ino": b"",
        "lib/thing/thing.cpp": b"",
        "lib/thing/src/part/b.cpp": b"",
        "lib/c.ino": b"",
    }
    assert make_project("x", files).sources == ["lib/thing/src/part/b.cpp", "src/a.ino.cpp"]
