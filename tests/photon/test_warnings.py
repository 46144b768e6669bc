"""What the compiler has to say of a sketch that it compiles: told each time, as arm-gcc would."""

from __future__ import annotations

import pytest

from photonsim.photon.build import CompileError, compile_project
from photonsim.photon.sketch import make_project

pytestmark = pytest.mark.slow


def said(text: str) -> str:
    lines: list[str] = []
    project = make_project("warned", {"lamp.ino": text.encode()})
    compile_project(project, progress=lines.append)
    return "\n".join(line for line in lines if not line.startswith("Compiling"))


def test_warnings_name_file_and_line_each_time_a_sketch_is_compiled() -> None:
    sketch = "int level;\nvoid setup() {\n    if (level = 1) pinMode(D7, OUTPUT);\n}\n"
    assert "lamp.ino:3:15: warning: using the result of an assignment as a condition" in said(sketch)
    assert "lamp.ino:3:15: warning" in said(sketch), "also when it comes from the cache"


def test_a_missing_return_is_told_with_what_particles_compiler_makes_of_it() -> None:
    warned = said('int lamp(String s) {\n    if (s == "on") return 1;\n}\nvoid setup() {}\n')
    assert "lamp.ino:3:1: warning: non-void function does not return a value" in warned
    assert "lamp.ino:3:1: note: Device OS 2.3.1 and 3.3.1 compile sketches with -Werror=return-type" in warned


def test_a_variable_that_is_narrowed_in_braces_is_a_warning_and_a_constant_that_does_not_fit_an_error() -> (
    None
):
    warned = said(
        "int level = 3;\nvoid setup() {\n    uint8_t levels[] = {level, 2};\n    digitalWrite(D7, levels[0]);\n}\n"
    )
    assert "lamp.ino:3:25: warning: non-constant-expression cannot be narrowed" in warned
    with pytest.raises(CompileError, match=r"lamp.ino:1:21: error: constant expression evaluates to 300"):
        said("uint8_t levels[] = {300, 2};\nvoid setup() {}\n")


def test_a_sketch_without_mistakes_is_compiled_without_a_word() -> None:
    sketch = """
SYSTEM_THREAD(ENABLED);
SerialLogHandler logs;
Timer blink(500, [] { digitalWrite(D7, !digitalRead(D7)); });
int lamp(String level) {
    analogWrite(A5, level.toInt());
    Log.info("level %s", level.c_str());
    return level.toInt();
}
void setup() {
    pinMode(A5, OUTPUT);
    Particle.function("lamp", lamp);
    Particle.variable("uptime", [] { return (int)System.uptime(); });
    Particle.subscribe("lamp/", [](const char* name, const char* data) { lamp(data); });
    blink.start();
}
void loop() {}
"""
    assert said(sketch) == ""
