"""`photonlink firmware check`: what it reads, prints and answers."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from photonsim.cli.firmware import firmware
from photonsim.firmware_check import check_sources
from photonsim.firmware_check.check import all_rules

ROOT = Path(__file__).parents[2]
OURS = [ROOT / "firmware/photon-lights", *sorted((ROOT / "firmware/examples").iterdir())]
BAD = "void setup() {}\n\nvoid loop() {\n    digitalWrite(D7, HIGH);\n}\n"
WORDS = ["analogWrite(", "D4", "8", ")", ";", "{", "}", "void loop()", "Particle.publish(", '"', "#define A", "A",
         "\n", "pinMode(", "[", "]", ",", "if (", "Timer t(", "#if 0", "#endif", "=", "int ", "delay(", "\\", "\0"]  # fmt: skip


def run(*arguments: object) -> Result:
    return CliRunner().invoke(firmware, ["check", *map(str, arguments)])


@pytest.mark.parametrize("folder", OURS, ids=lambda folder: folder.name)
def test_our_own_firmware_passes(folder: Path) -> None:
    result = run(folder)
    assert (result.exit_code, "nothing found" in result.stdout) == (0, True), result.stdout


def test_a_finding_names_file_line_effect_and_fix(tmp_path: Path) -> None:
    (tmp_path / "src").mkdir()
    (tmp_path / "project.properties").write_text("name=x\n")
    (tmp_path / "src/lamp.ino").write_text(BAD)
    result = run(tmp_path)
    assert result.exit_code == 1
    assert "src/lamp.ino:4: D7 is never given a mode" in result.stdout
    assert "fix: call pinMode(pin, OUTPUT)" in result.stdout


def test_json_holds_the_same(tmp_path: Path) -> None:
    (tmp_path / "lamp.ino").write_text(BAD)
    result = run(tmp_path, "--json")
    (finding,) = json.loads(result.stdout)["findings"]
    assert result.exit_code == 1
    assert (finding["rule"], finding["file"], finding["line"]) == ("pinmode-missing", "lamp.ino", 4)
    assert finding["page"] == "docs/reference/firmware-check.md#pinmode-missing"


def test_a_single_file_can_be_checked(tmp_path: Path) -> None:
    (tmp_path / "lamp.ino").write_text(BAD)
    assert "lamp.ino:4:" in run(tmp_path / "lamp.ino").stdout


@pytest.mark.parametrize(
    "make", [lambda folder: None, lambda folder: folder.rmdir()], ids=["empty", "missing"]
)
def test_a_folder_without_sources_cannot_be_checked(tmp_path: Path, make: object) -> None:
    assert callable(make)
    make(tmp_path)
    result = run(tmp_path)
    assert result.exit_code == 2
    assert "Cannot check:" in result.stderr


def test_what_is_not_understood_is_named_and_the_rest_checked(tmp_path: Path) -> None:
    (tmp_path / "lamp.ino").write_text(BAD + "int broken( {{{ ;\n")
    result = run(tmp_path)
    assert "lamp.ino:4: D7" in result.stdout
    assert re.search(r"lamp\.ino:\d+: not understood", result.stderr)


def test_libraries_are_read_and_nothing_is_said_of_them() -> None:
    report = check_sources({"lib/x/src/x.cpp": BAD.encode(), "src/a.ino": b"void setup() {}"})
    assert report.findings == ()
    assert report.files == 2


@given(st.lists(st.sampled_from(WORDS) | st.text(max_size=5), max_size=40))
def test_no_text_makes_it_fail(words: list[str]) -> None:
    check_sources({"x.ino": "".join(words).encode("utf-8", "replace")})


@given(st.binary(max_size=200))
def test_no_bytes_make_it_fail(content: bytes) -> None:
    check_sources({"x.ino": content})


def test_deep_nesting_and_names_for_each_other_come_to_an_end() -> None:
    source = "#define A B\n#define B A\nint f(int p) { return f(p); }\nvoid loop() { analogWrite(A, 1); f(A); loop(); }"
    check_sources({"x.ino": source.encode()})
    check_sources({"x.ino": b"void loop() { analogWrite(" + b"(" * 3000 + b"1" + b")" * 3000 + b", 1); }"})


def test_the_page_has_a_section_for_each_rule() -> None:
    page = (ROOT / "docs/reference/firmware-check.md").read_text(encoding="utf-8")
    sections = set(re.findall(r"^## ([a-z-]+)$", page, re.MULTILINE))
    assert sections == {rule.name for rule in all_rules()}
