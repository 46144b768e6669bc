"""Projects and .ino files, as Particle's compiler takes them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from photonsim.photon.sketch import ProjectError, make_project, preprocess, read_project


def prototypes(text: str) -> list[str]:
    """The lines that the preprocessor added, without #include and #line."""
    before = set(text.split("\n"))
    return [
        line
        for line in preprocess(text, "a.ino").split("\n")
        if line and line not in before and not line.startswith("#")
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "void setup() {}\nint add(int a, int b) { return a + b; }",
            ["void setup();", "int add(int a, int b);"],
        ),
        ("int f(int a = 3) { return a; }", ["int f(int a);"]),
        ("static bool g(String s)\n{\n}", ["static bool g(String s);"]),
        ("const char* name() { return 0; }", ["const char* name();"]),
        ("void f() { if (x) { } while (y) { } }", ["void f();"]),
        ("class A { void m() { } };", []),
        ("void A::m() { }", []),
        ("template <typename T> T twice(T t) { return t; }", []),
        ("struct P { int x; };", []),
        ("int a[] = { 1, 2 };", []),
        ("auto f = [](int x) { return x; };", []),
        ("namespace n { int f() { return 1; } }", []),
        ("// void no() {}\n/* int not() {} */", []),
        ('const char* s = "void no() {";', []),
        ("#define F() { }\nvoid yes() { }", ["void yes();"]),
        ('extern "C" void plain() { }', ["void plain();"]),
    ],
)
def test_each_function_of_the_top_level_gets_a_prototype(text: str, expected: list[str]) -> None:
    assert prototypes(text) == expected


def test_a_prototype_with_an_own_type_comes_after_the_type() -> None:
    text = "struct P { int x; };\nint sum(P p) { return p.x; }\n"
    result = preprocess(text, "a.ino")
    assert result.index("struct P") < result.index("int sum(P p);") < result.index("int sum(P p) {")


def test_lines_keep_their_numbers() -> None:
    text = "#include <math.h>\n\nTimer t(500, blink);\nvoid setup() {\n  oops;\n}\nvoid blink() {}\n"
    result = preprocess(text, "my.ino").split("\n")
    number = 0
    for line in result:
        if found := re.fullmatch(r'#line (\d+) "my.ino"', line):
            number = int(found[1]) - 1
            continue
        number += 1
        if "oops" in line:
            assert number == 5
            return
    pytest.fail("the line is gone")


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
    assert "lib/thing/src" in project.include_folders
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


@given(st.text(max_size=300))
def test_no_text_breaks_the_preprocessor_or_loses_a_line(text: str) -> None:
    result = preprocess(text, "a.ino")
    normal = text.replace("\r\n", "\n")
    remaining = iter(result.split("\n"))
    assert all(any(line == other for other in remaining) for line in normal.split("\n"))
