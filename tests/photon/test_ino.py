""".ino files made into C++ as Particle's compile service makes them, its mistakes included.

tests/clients/test_preprocessor_against_particles.py holds the same texts to Particle's own program.
"""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from photonsim.photon.ino import preprocess, prototypes

#: A sketch, and the prototypes that it gets.
CASES = [
    (
        "void setup() {}\nint add(int a, int b) { return a + b; }\n",
        ["void setup();", "int add(int a, int b);"],
    ),
    ("static bool g(String s)\n{\n}\n", ["static bool g(String s);"]),
    ("const char* name() { return 0; }\n", ["const char* name();"]),
    ("int fill(\n    int a[],\n    String& s) {}\n", ["int fill(\n    int a[],\n    String& s);"]),
    ("void f() { if (x) { } while (y) { } }\n", ["void f();"]),
    ("void f() { if (x) {} else if (y) {} else  if (z) {} }\n", ["void f();"]),
    ("void A::m() { }\n", []),
    ("struct P { int x; };\n", []),
    ("int a[] = { 1, 2 };\n", []),
    ("auto f = [](int x) { return x; };\n", []),
    ("// void no() {}\n/* int not() {} */\n", []),
    ('const char* s = "void no() {";\n', []),
    ("#define F() { }\nvoid yes() { }\n", ["void yes();"]),
    ("int f(int);\nint g(int a);\nint g(int a) { return a; }\n", []),
    # What a compiler would know better.
    ("int f(int a = 3) { return a; }\n", []),
    ("std::vector<int> f() { }\n", []),
    ("int* f() { }\nint & g() { }\nint& h() { }\n", ["int* f();", "int & g();"]),
    ("int f() const { }\n", []),
    ("class A { void m() { } };\n", ["void m();"]),
    ("class A { virtual void m() { } };\n", ["virtual void m();"]),
    ("namespace n { int f() { return 1; } }\n", ["int f();"]),
    ("template <typename T> T twice(T t) { return t; }\n", ["T twice(T t);"]),
    ("template <class T> T twice(T t) { return t; }\n", []),
    ('extern "C" void plain() { }\n', ["extern  void plain();"]),
    ("void f() { if  (x) { } }\n", ["void f();", "if  (x);"]),
    ("char q = '\\\"'; void hidden() { } char r = '\"'; void shown() { }\n", ["void shown();"]),
    # Types of the file.
    ("struct P { int x; };\nint sum(P p) { return p.x; }\n", []),
    ("enum class Mode { ON };\nvoid set(Mode m) {}\n", []),
    ("typedef struct { int x; } P;\nint sum(P p) { return p.x; }\n", []),
    ("typedef void (*Done)(int);\nvoid call(Done done) {}\n", ["void call(Done done);"]),
    ("union U { int x; };\nvoid take(U u) {}\n", ["void take(U u);"]),
    ("using Text = String;\nvoid take(Text t) {}\n", ["void take(Text t);"]),
]
SKETCHES = [text for text, _ in CASES] + [
    '#include "Particle.h"\n#define A 1\nvoid f() {}\n',
    '// about\n#define A 1\n  #include "application.h"\nint n;\nvoid f() {}\n',
    '#include  "Particle.h"\nvoid f() {}\n',
    '// about\n\n#include "a.h"\n/* b */ int n;\nvoid f() {}\n',
    '#include "Particle.h"\n#pragma PARTICLE_NO_PREPROCESSOR\nvoid f() { g(); }\nvoid g() {}\n',
    "  #pragma SPARK_NO_PREPROCESSOR\nvoid f() {}\n",
    "// #pragma PARTICLE_NO_PREPROCESSOR\nvoid f() {}\n",
    "\n\n#define F() \\\nvoid g() {\nvoid h() {}\n",
]
#: What texts at random are put together from.
PIECES = [
    *("void", "int ", "f", "(", ")", "{", "}", ";", '"', "'", "\\", "/*", "*/", "//", "\n", " ", "  "),
    *(
        '#include "x.h"\n',
        "#define A",
        "struct",
        "enum class",
        "typedef",
        "P",
        ",",
        "&",
        "*",
        "[",
        "]",
        "const",
    ),
    *("else if", "template<", ">", "= 3", "::", "Particle.h", '#include "Particle.h"\n', "\t", "class", "_"),
    "#pragma PARTICLE_NO_PREPROCESSOR\n",
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_what_looks_like_a_function_gets_a_prototype(text: str, expected: list[str]) -> None:
    assert prototypes(text) == expected


def test_particle_h_comes_first_and_prototypes_after_the_includes() -> None:
    text = '// A lamp.\n#include "lamp.h"\n\nint level;\nvoid setup() {}\n'
    assert preprocess(text, "a.ino") == (
        '#include "Particle.h"\n#line 1 "a.ino"\n// A lamp.\n#include "lamp.h"\n\n'
        'void setup();\n#line 4 "a.ino"\nint level;\nvoid setup() {}\n'
    )


@pytest.mark.parametrize("header", ["Particle.h", "application.h", "Arduino.h"])
def test_an_include_of_its_own_stays_where_it_is_and_prototypes_follow_it(header: str) -> None:
    text = f'#define PIN D7\n#include "{header}"\nint level;\nvoid setup() {{}}\n'
    assert preprocess(text, "a.ino") == (
        f'#line 1 "a.ino"\n#define PIN D7\n#include "{header}"\n'
        'void setup();\n#line 3 "a.ino"\nint level;\nvoid setup() {}\n'
    )


def test_a_sketch_that_switches_the_preprocessor_off_is_left_alone() -> None:
    text = '#include "Particle.h"\n#pragma PARTICLE_NO_PREPROCESSOR\nvoid setup() { on(); }\nvoid on() {}\n'
    assert preprocess(text, "a.ino") == '#line 1 "a.ino"\n' + text.replace("#pragma", "// #pragma")


def test_lines_keep_their_numbers() -> None:
    text = "#include <math.h>\n\nTimer t(500, blink);\nvoid setup() {\n  oops;\n}\nvoid blink() {}\n"
    number = 0
    for line in preprocess(text, "my.ino").split("\n"):
        if found := re.fullmatch(r'#line (\d+) "my.ino"', line):
            number = int(found[1]) - 1
            continue
        number += 1
        if "oops" in line:
            assert number == 5
            return
    pytest.fail("the line is gone")


@given(st.text(max_size=300) | st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
def test_no_text_breaks_it_or_loses_anything(text: str) -> None:
    whole = text.replace("\r\n", "\n")
    whole += "" if whole.endswith("\n") else "\n"
    _, first, *last = re.split(r"#line \d+ \"a.ino\"\n", preprocess(text, "a.ino"))
    if not last:  # switched off
        assert re.sub(r"^// (?=[ \t]*#pragma)", "", first, count=1, flags=re.MULTILINE) in (whole, first)
        return
    added = "".join(f"{declaration}\n" for declaration in prototypes(whole))
    assert first.endswith(added)
    assert first.removesuffix(added) + last[0] == whole


def test_a_long_text_without_punctuation_takes_no_time() -> None:
    assert prototypes("word " * 200_000 + "(x) {}") != []
    assert prototypes("w" * 1_000_000) == []
