"""`photonlink deploy`, with the tools it runs played by scripts that note how they were called."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import keyring
import keyring.backends.fail
import pytest
from click.testing import CliRunner, Result

from photonlink.credentials import FileCredentials, secret_name
from photonlink.deploy.command import deploy
from tests.deploy.test_template import SKILL


def run(*arguments: str, answers: str = "") -> Result:
    return CliRunner().invoke(deploy, arguments, input=answers)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A rendered deployment with its package, on a machine without tools."""
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    (tmp_path / "bin").mkdir()
    found = run("render", "--region", "eu", "--skill-id", SKILL, "--out", str(tmp_path / "eu"))
    assert found.exit_code == 0, found.output
    (tmp_path / "eu" / "photonlink-lambda.zip").write_bytes(b"zip")
    return tmp_path / "eu"


#: A tool that notes its arguments and what is in a file with secrets, tells both, and fails on one word.
TOOL = """#!{python}
import re, shutil, sys
if sys.argv[1] == "sts":
    sys.exit(print("{account}"))
with open("{notes}", "a") as notes:
    print(*sys.argv[1:], file=notes)
print(*sys.argv[1:])
for word in sys.argv[1:]:
    if word.endswith("/secrets.json"):
        path = re.sub("^file:(//)?", "", word)
        shutil.copyfile(path, "{notes}.secrets")
        print(open(path).read())
if "{fails_at}" in sys.argv:
    sys.exit("denied")
"""


def install(folder: Path, name: str, *, fails_at: str = "nothing", account: str = "123456789012") -> Path:
    """Put a tool on the path; returns its notes' file."""
    notes = folder.parent / name
    tool = folder.parent / "bin" / name
    tool.write_text(TOOL.format(python=sys.executable, notes=notes, fails_at=fails_at, account=account))
    tool.chmod(0o755)
    return notes


def handed_over(notes: Path) -> Any:
    """The last file with secrets that a tool was given."""
    return json.loads(notes.with_name(f"{notes.name}.secrets").read_text())


def test_render_names_its_files_and_what_comes_next(folder: Path) -> None:
    found = run("render", "--region", "eu", "--out", str(folder))
    assert str(folder / "template.yaml") in found.stdout
    assert "CHECKLIST.md" in found.stderr


def test_apply_without_tools_says_what_would_be_run_and_leaves_it_to_you(folder: Path) -> None:
    found = run("apply", "--out", str(folder))
    assert found.exit_code == 2
    assert "aws is not installed" in found.output
    assert "aws cloudformation deploy --region eu-west-1" in found.output
    assert "ask smapi update-skill-manifest" in found.output


def test_apply_runs_the_tools_in_order(folder: Path) -> None:
    aws, ask = install(folder, "aws"), install(folder, "ask")
    found = run("apply", "--out", str(folder))
    assert found.exit_code == 0, found.output
    stack, code = aws.read_text().splitlines()
    assert stack.startswith("cloudformation deploy --region eu-west-1")
    assert f"SkillId={SKILL}" in stack
    assert code.startswith("lambda update-function-code")
    assert ask.read_text().splitlines()[0].startswith(f"smapi update-skill-manifest -s {SKILL}")


def test_apply_finds_the_account_and_brings_the_real_endpoint_to_the_skill(folder: Path) -> None:
    install(folder, "aws")
    install(folder, "ask")
    assert run("apply", "--out", str(folder)).exit_code == 0
    manifest = json.loads((folder / "skill-package" / "skill.json").read_text())["manifest"]
    arn = "arn:aws:lambda:eu-west-1:123456789012:function:photonlink"
    assert manifest["apis"]["smartHome"]["endpoint"]["uri"] == arn


def test_no_endpoint_without_an_account_is_brought_to_the_skill(folder: Path) -> None:
    install(folder, "aws", account="")
    ask = install(folder, "ask")
    found = run("apply", "--out", str(folder))
    assert found.exit_code == 2
    assert "aws configure" in found.output
    assert not ask.exists()


def test_a_tool_that_fails_ends_it_with_its_words(folder: Path) -> None:
    aws, ask = install(folder, "aws", fails_at="update-function-code"), install(folder, "ask")
    found = run("apply", "--out", str(folder))
    assert found.exit_code == 1
    assert "denied" in found.output
    assert len(aws.read_text().splitlines()) == 2
    assert not ask.exists()


def test_the_messaging_secret_goes_to_aws_in_a_file_that_is_gone_and_is_shown_nowhere(folder: Path) -> None:
    run("render", "--region", "eu", "--profile", "full", "--skill-id", SKILL, "--out", str(folder))
    aws = install(folder, "aws", fails_at="cloudformation")
    secret = "5ec7e7" * 10
    found = run("apply", "--out", str(folder), answers=f"amzn1.application-oa2-client.ab12\n{secret}\n")
    assert secret not in aws.read_text()
    assert {"ParameterKey": "AlexaClientSecret", "ParameterValue": secret} in handed_over(aws)
    assert not Path(aws.read_text().split("file://")[1].split()[0]).exists()
    assert secret not in found.output
    assert "***" in found.output
    assert all(secret not in path.read_text() for path in folder.rglob("*.*") if path.suffix != ".zip")


def test_the_linking_form_is_filled_in_with_the_secret_that_setup_keeps(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(folder.parent / "config"))
    monkeypatch.setattr(keyring, "get_keyring", keyring.backends.fail.Keyring)
    client, secret = "photonlink-eu-17", "5ec7e7" * 6
    FileCredentials(folder.parent / "config" / "photonlink" / "credentials.json").put(
        secret_name("https://api.particle.io", client), secret
    )
    run("render", "--region", "eu", "--skill-id", SKILL, "--client-id", client, "--out", str(folder))
    install(folder, "aws")
    ask = install(folder, "ask")
    found = run("apply", "--out", str(folder))
    assert found.exit_code == 0, found.output
    assert "update-account-linking-info" in ask.read_text().splitlines()[-1]
    request = handed_over(ask)["accountLinkingRequest"]
    assert (request["clientId"], request["clientSecret"]) == (client, secret)
    assert secret not in found.output + ask.read_text()


def test_apply_wants_the_skills_id_first(folder: Path) -> None:
    run("render", "--region", "eu", "--out", str(folder))
    found = run("apply", "--out", str(folder))
    assert found.exit_code == 2
    assert "--skill-id" in found.output


def test_dry_run_runs_nothing(folder: Path) -> None:
    aws = install(folder, "aws")
    found = run("apply", "--out", str(folder), "--dry-run")
    assert found.exit_code == 0
    assert "aws cloudformation deploy" in found.output
    assert not aws.exists()


def test_apply_of_nothing_says_how_to_render(tmp_path: Path) -> None:
    found = run("apply", "--out", str(tmp_path))
    assert found.exit_code == 2
    assert "photonlink deploy render" in found.output


def test_no_rendered_file_holds_a_path_of_this_machine(folder: Path) -> None:
    record = json.loads((folder / "deployment.json").read_text())
    assert record["region"] == "eu"
    texts = [path.read_text() for path in folder.rglob("*.*") if path.suffix != ".zip"]
    assert not [text for text in texts if str(folder.parent) in text]
