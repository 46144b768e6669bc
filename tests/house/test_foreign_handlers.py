"""Somebody else's skill handler in place of ours: in Python, as a zip, and in Node behind a URL."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.clients.tools import node_command

from .conftest import RunningHouse

pytestmark = pytest.mark.slow

HANDLERS = Path(__file__).parent / "handlers"


@pytest.fixture
def in_handlers(monkeypatch: pytest.MonkeyPatch) -> None:
    """`module:function` is looked for in the current folder."""
    monkeypatch.chdir(HANDLERS)


@pytest.mark.usefixtures("in_handlers")
def test_a_foreign_python_handler_runs_in_a_process_of_its_own(
    start_house: Callable[..., RunningHouse],
) -> None:
    house = start_house("--lambda", "one_light:handler")
    assert [e["friendlyName"] for e in house.state()["alexa"]["endpoints"]] == ["foreign lamp"]
    assert house.command("say", "turn on the foreign lamp").stdout == "OK\n"
    assert house.command("say", "is the foreign lamp on").stdout == "foreign lamp is on.\n"
    assert "a line for the log" in house.command("trace", "--kind", "log").stdout
    assert house.command("trace", "--kind", "breach").stdout == ""


@pytest.mark.usefixtures("in_handlers")
def test_a_handler_with_six_digits_of_a_second_is_found_out(start_house: Callable[..., RunningHouse]) -> None:
    house = start_house("--lambda", "one_light:microseconds")
    said = house.command("say", "turn on the foreign lamp")
    assert said.returncode == 1
    assert "isn't responding" in said.stdout
    assert "at most three digits of a second" in house.command("trace", "--kind", "breach").stdout


def test_a_zip_with_the_consoles_usual_handler_runs(
    start_house: Callable[..., RunningHouse], tmp_path: Path
) -> None:
    archive = tmp_path / "skill.zip"
    source = (HANDLERS / "one_light.py").read_text()
    with zipfile.ZipFile(archive, "w") as zipped:
        zipped.writestr("lambda_function.py", source + "\nlambda_handler = handler\n")
    house = start_house("--lambda", str(archive))
    assert house.command("say", "turn on the foreign lamp").stdout == "OK\n"


def test_our_own_zip_answers_as_the_handler_in_process_does(
    start_house: Callable[..., RunningHouse], tmp_path: Path
) -> None:
    archive = tmp_path / "photonlink.zip"
    subprocess.run(
        [sys.executable, "-m", "photonlink.packaging", str(archive)], check=True, capture_output=True
    )
    house = start_house("--lambda", str(archive))
    assert len(house.state()["alexa"]["endpoints"]) == 4
    assert house.command("say", "set the kitchen light to 40 percent").stdout == "OK\n"
    assert house.command("trace", "--kind", "breach").stdout == ""


def test_a_handler_in_node_is_driven_by_its_url(start_house: Callable[..., RunningHouse]) -> None:
    process = subprocess.Popen(
        [node_command(), str(HANDLERS / "one_light.js")], stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        port = int(process.stdout.readline())
        url = f"http://127.0.0.1:{port}/2015-03-31/functions/any/invocations"
        house = start_house("--lambda", url)
        assert house.command("say", "turn on the node lamp").stdout == "OK\n"
        assert house.command("say", "is the node lamp on").stdout == "node lamp is on.\n"
    finally:
        process.kill()
        process.wait()


@pytest.mark.parametrize(
    ("spec", "says"),
    [
        ("nonsense", "names no handler"),
        ("no such thing:f", "names no handler"),
        ("missing.zip", "missing.zip is no zip file"),
    ],
)
def test_what_names_no_handler_is_refused(spec: str, says: str) -> None:
    from .test_bad_input import photonlink

    said = photonlink("run", "--json", "--lambda", spec)
    assert said.returncode == 2
    assert says in said.stderr
    assert "Traceback" not in said.stderr


@pytest.mark.usefixtures("in_handlers")
def test_a_handler_that_cannot_be_imported_fails_linking_with_awss_words(
    start_house: Callable[..., RunningHouse],
) -> None:
    house = start_house("--lambda", "not_there:handler")
    assert house.state()["alexa"]["linked"] is False
    assert "Unable to import module" in house.command("trace", "--kind", "lambda").stdout
