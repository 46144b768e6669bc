from __future__ import annotations

import subprocess
import sys
from importlib.metadata import EntryPoint, EntryPoints
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import photonlink.cli.main as main_module
from photonlink import __version__
from photonlink.cli import start
from photonlink.cli.main import GROUP, Commands, photonlink

PLUGIN = '''"""`photonlink shine`: make it shine."""
import click

@click.command()
def shine() -> None:
    """Shine now."""
    click.echo("it shines")
'''


@pytest.fixture
def plugins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One good command, one that breaks when imported, one that is missing, one that is no command."""
    (tmp_path / "shining_plugin.py").write_text(PLUGIN)
    (tmp_path / "broken_plugin.py").write_text(
        '"""`photonlink broken`: break."""\nimport no_such_module_at_all\n'
    )
    (tmp_path / "plain_plugin.py").write_text("plain = 7\n")
    monkeypatch.syspath_prepend(tmp_path)
    for module in ("shining_plugin", "broken_plugin", "plain_plugin"):
        monkeypatch.delitem(sys.modules, module, raising=False)
    values = {
        "shine": "shining_plugin:shine",
        "broken": "broken_plugin:broken",
        "gone": "gone_plugin:gone",
        "plain": "plain_plugin:plain",
    }
    found = EntryPoints(EntryPoint(name, value, GROUP) for name, value in values.items())
    monkeypatch.setattr(main_module, "entry_points", lambda group: found.select(group=group))


def run(*arguments: str) -> Result:
    group = Commands(name="photonlink", params=photonlink.params, callback=photonlink.callback)
    return CliRunner().invoke(group, list(arguments), prog_name="photonlink")


@pytest.mark.usefixtures("plugins")
def test_commands_are_found_by_their_entry_points() -> None:
    result = run("shine")
    assert (result.exit_code, result.output) == (0, "it shines\n")


@pytest.mark.usefixtures("plugins")
def test_the_list_tells_what_each_does_without_importing_any() -> None:
    result = run("--help")
    assert result.exit_code == 0
    assert "shine   Make it shine." in result.output
    assert "gone    (cannot be loaded: its module is missing)" in result.output
    assert not {"shining_plugin", "broken_plugin"} & set(sys.modules)


@pytest.mark.usefixtures("plugins")
@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("broken", "No module named 'no_such_module_at_all'"),
        ("gone", "No module named 'gone_plugin'"),
        ("plain", "is no click command"),
    ],
)
def test_a_broken_command_is_one_clear_line_and_no_traceback(name: str, reason: str) -> None:
    result = run(name)
    assert result.exit_code == 1
    assert f"The command '{name}' cannot be loaded" in result.output
    assert reason in result.output
    assert "Traceback" not in result.output


@pytest.mark.usefixtures("plugins")
@pytest.mark.parametrize("arguments", [("shin",), ("--shine",), ("shine", "--loudly"), ("shine", "x")])
def test_wrong_usage_has_exit_code_2(arguments: tuple[str, ...]) -> None:
    assert run(*arguments).exit_code == 2


@pytest.mark.usefixtures("plugins")
def test_a_misspelt_command_is_guessed() -> None:
    assert "Did you mean `photonlink shine`?" in run("shien").output


def test_the_version_is_told() -> None:
    assert __version__ in run("--version").output


def test_an_old_python_is_told_which_one_is_needed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    with pytest.raises(SystemExit) as ended:
        start.main()
    assert ended.value.code == 2
    assert "needs Python 3.11 or newer, and this is Python 3.9" in capsys.readouterr().err


def test_what_an_old_python_reads_first_has_nothing_new_in_it() -> None:
    import ast

    package = Path(start.__file__).parent
    for file in (package / "start.py", package / "__init__.py", package.parent / "__init__.py"):
        ast.parse(file.read_text(), feature_version=(3, 4))
        assert "import annotations" not in file.read_text()


def test_the_installed_command_starts() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "photonlink", "--help"], capture_output=True, text=True, check=True
    )
    assert "Alexa for lights on Particle Photons" in done.stdout
