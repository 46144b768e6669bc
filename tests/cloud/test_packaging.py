"""The zip that is deployed: small, the same every time, and alone in the world."""

from __future__ import annotations

import json
import subprocess
import sys
import textwrap
import zipfile
from pathlib import Path
from typing import Any

import pytest

from photonlink import packaging

from .messages import check, directive, error_type

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("lambda") / "photonlink.zip"
    packaging.build(target)
    return target


def run_alone(package: Path, code: str) -> Any:
    """Run code with the standard library and the zip, and nothing else to import; it prints JSON."""
    prelude = f"import json, sys; sys.path.insert(0, {str(package)!r})\n"
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", prelude + textwrap.dedent(code)],
        capture_output=True,
        text=True,
        env={"PARTICLE_API_URL": "http://127.0.0.1:9"},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_the_same_sources_make_the_same_bytes(package: Path, tmp_path: Path) -> None:
    packaging.build(tmp_path / "again.zip")
    assert (tmp_path / "again.zip").read_bytes() == package.read_bytes()


def test_it_is_smaller_than_a_megabyte_and_a_half(package: Path) -> None:
    assert package.stat().st_size < 1_500_000


def test_it_answers_a_directive_where_nothing_else_is_installed(package: Path) -> None:
    event = directive("Alexa.PowerController", "TurnOn")
    answer = run_alone(
        package,
        f"""
        from photonlink.aws import handler
        print(json.dumps(handler({event!r}, None)))
        """,
    )
    check(answer)
    assert error_type(answer) == "BRIDGE_UNREACHABLE", "nobody listens at that address"


def test_simulator_commands_and_their_libraries_cannot_be_imported_from_it(package: Path) -> None:
    found = run_alone(
        package,
        """
        from importlib.util import find_spec
        names = ["photonsim", "click", "rich", "photonlink.cli", "photonlink.packaging", "photonlink.aws"]
        print(json.dumps([name for name in names if find_spec(name)]))
        """,
    )
    assert found == ["photonlink.aws"]


def test_every_module_of_the_handler_in_it_can_be_imported(package: Path) -> None:
    with zipfile.ZipFile(package) as archive:
        ours = [name for name in archive.namelist() if name.startswith("photonlink/")]
    modules = [name.removesuffix(".py").removesuffix("/__init__").replace("/", ".") for name in ours]
    imported = run_alone(
        package,
        f"""
        import importlib
        print(json.dumps([importlib.import_module(name).__name__ for name in {modules!r}]))
        """,
    )
    assert imported == modules


def test_nothing_in_it_is_compiled_for_one_machine(package: Path) -> None:
    with zipfile.ZipFile(package) as archive:
        assert not [name for name in archive.namelist() if name.endswith((".so", ".pyd", ".pyc", ".dll"))]


def test_a_registry_that_cannot_be_reached_is_a_clear_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    missing = tmp_path / "requirements.txt"
    missing.write_text("no-such-package-of-ours==1 --hash=sha256:" + "0" * 64)
    monkeypatch.setattr(packaging, "REQUIREMENTS", missing)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setattr(sys, "argv", ["packaging", str(tmp_path / "x.zip")])
    assert packaging.main() == 1
    assert "pip could not fetch the dependencies" in capsys.readouterr().err
    assert not (tmp_path / "x.zip").exists()
