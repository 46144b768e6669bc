"""The doctor reads deployments on disk: those that are rendered, and what people make of them."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from photonlink.deploy.plan import Deployment
from photonlink.deploy.regions import REGIONS
from photonlink.deploy.render import write
from photonlink.doctor import Case, Configuration, ConfigurationError, Examination, examine
from photonlink.doctor.command import doctor
from photonlink.doctor.deployment import merged, read_deployment
from photonlink.doctor.probes import Probes

SKILL_ID = "amzn1.ask.skill.3f1c2a7e-5b0d-4c7a-9d53-0a1b2c3d4e5f"

SAM = """
Transform: AWS::Serverless-2016-10-31
Globals: {Function: {Timeout: 3}}
Parameters: {Memory: {Type: Number, Default: 512}}
Resources:
  Other: {Type: AWS::Serverless::Function, Properties: {Handler: other.handler, Timeout: 60}}
  Lights:
    Type: AWS::Serverless::Function
    Properties:
      Handler: photonlink.aws.handler
      Runtime: python3.9
      MemorySize: !Ref Memory
      Environment: {Variables: {PHOTONLINK_STORE: !Sub "dynamodb:${Table}"}}
      Policies: [AWSLambdaBasicExecutionRole, {Statement: {Effect: Allow, Action: "dynamodb:Batch*", Resource: "*"}}]
      Events: {Skill: {Type: AlexaSkill}}
"""


def examined(given: Configuration) -> Examination:
    return examine(Case(given, Probes(offline=True)))


def problems(given: Configuration) -> list[str]:
    return [verdict.code for verdict in examined(given).problems]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A rendered deployment of the full profile."""
    full = Deployment(REGIONS["eu"], "full", skill_id=SKILL_ID, aws_account="123456789012")
    write(full, tmp_path)
    return tmp_path


@pytest.mark.parametrize("profile", ["small", "full"])
@pytest.mark.parametrize("region", ["na", "eu", "fe"])
def test_what_is_rendered_has_no_problem(tmp_path: Path, region: str, profile: str) -> None:
    write(Deployment(REGIONS[region], "full" if profile == "full" else "small"), tmp_path)
    assert problems(read_deployment(tmp_path)) == []


def test_what_is_rendered_is_seen(folder: Path) -> None:
    found = examined(read_deployment(folder))
    seen = {verdict.code for verdict in found.verdicts if verdict.verdict == "ok"}
    assert {"A301", "A302", "A303", "A307", "A308", "A309", "A312", "A315", "A319", "A320"} <= seen


def swap(name: str, old: str, new: str) -> Callable[[Path], None]:
    """A change of one file's text."""

    def change(folder: Path) -> None:
        text = (folder / name).read_text(encoding="utf-8")
        assert old in text
        (folder / name).write_text(text.replace(old, new), encoding="utf-8")

    return change


@pytest.mark.parametrize(
    ("code", "change"),
    [
        ("A301", swap("skill-package/skill.json", ":lambda:eu-west-1:", ":lambda:eu-central-1:")),
        ("A301", swap("skill-package/skill.json", ":function:photonlink", ":function:photonlink ")),
        ("A302", swap("skill-package/skill.json", "uri", "url")),
        ("A303", swap("template.yaml", "alexa-connectedhome.amazon.com", "alexa-appkit.amazon.com")),
        ("A303", swap("template.yaml", "EventSourceToken:\n        Ref: SkillId", "EventSourceToken: cut")),
        ("A304", swap("template.yaml", "photonlink.aws.handler", "photonlink.aws.handle")),
        ("A307", swap("template.yaml", "ALEXA_CLIENT_SECRET", "ALEXA_SECRET")),
        ("A308", swap("template.yaml", "Timeout: 8", "Timeout: 3")),
        ("A308", swap("template.yaml", "MemorySize: 512", "MemorySize: 128")),
        ("A309", swap("template.yaml", "PHOTONLINK_SKILL_ID", "SKILL_ID")),
        ("A311", swap("skill-package/skill.json", "privacyPolicyUrl", "privacyUrl")),
        ("A319", swap("template.yaml", "python3.13", "python3.8")),
        ("A320", swap("template.yaml", "dynamodb:PutItem", "dynamodb:Scan")),
    ],
)
def test_what_is_spoilt_is_named(folder: Path, code: str, change: Callable[[Path], None]) -> None:
    change(folder)
    found = examined(read_deployment(folder))
    assert [verdict.code for verdict in found.problems if verdict.consequence_of is None] == [code]


def test_a_sam_template_with_short_forms_is_read(tmp_path: Path) -> None:
    (tmp_path / "template.yml").write_text(SAM, encoding="utf-8")
    given = read_deployment(tmp_path)
    assert given.function.handler == "photonlink.aws.handler"
    assert (given.function.timeout, given.function.memory) == (3, 512)
    assert [trigger.principal for trigger in given.function.triggers or ()] == ["alexa-appkit.amazon.com"]
    assert problems(given) == ["A303", "A308", "A319", "A320"]
    missing = next(verdict for verdict in examined(given).problems if verdict.code == "A320")
    assert "may not dynamodb:PutItem, kms:" in missing.evidence, "Batch* covers the others"


def test_the_environment_that_a_stack_is_made_with_counts(folder: Path) -> None:
    pair = {"ALEXA_CLIENT_ID": "photonlink-4821", "ALEXA_CLIENT_SECRET": "f" * 64}
    (folder / "environment.json").write_text(json.dumps(pair), encoding="utf-8")
    assert problems(read_deployment(folder)) == ["L116"]
    (folder / "environment.json").unlink()
    (folder / ".env").write_text('# the pair\nALEXA_CLIENT_ID="photonlink-4821"\n', encoding="utf-8")
    assert problems(read_deployment(folder)) == ["L116"]


def test_a_zip_that_holds_a_folder_in_place_of_its_contents_is_named(folder: Path) -> None:
    with zipfile.ZipFile(folder / "lambda.zip", "w") as archive:
        archive.writestr("photonlink-lambda/photonlink/aws.py", "def handler(event, context): ...\n")
    found = examined(read_deployment(folder))
    assert found.first == "A304"
    assert "the folder photonlink-lambda in place of its contents" in found.problems[0].evidence


def test_a_zip_is_loaded_by_itself(folder: Path) -> None:
    with zipfile.ZipFile(folder / "lambda.zip", "w") as archive:
        archive.writestr("photonlink/__init__.py", "")
        archive.writestr("photonlink/aws.py", "import requests\ndef handler(event, context): ...\n")
    found = examined(read_deployment(folder))
    assert found.first == "A304"
    assert "No module named 'requests'" in found.problems[0].evidence


def test_compiled_parts_of_another_python_are_named(folder: Path) -> None:
    with zipfile.ZipFile(folder / "lambda.zip", "w") as archive:
        archive.writestr("photonlink/__init__.py", "")
        archive.writestr("photonlink/aws.py", "def handler(event, context): ...\n")
        archive.writestr("yaml/_yaml.cpython-39-x86_64-linux-gnu.so", "")
    found = examined(read_deployment(folder))
    assert [(verdict.code, "Python 3.9" in verdict.evidence) for verdict in found.problems] == [
        ("A319", True)
    ]


def test_a_file_beside_a_deployment_adds_to_it_and_wins(folder: Path) -> None:
    typed = Configuration.from_mapping({"lambda": {"timeout": 3}, "amazon": {"country": "GB"}}, "typed")
    both = merged(read_deployment(folder), typed)
    assert (both.function.timeout, both.function.memory) == (3, 512)
    assert (both.amazon.region, both.amazon.country) == ("eu", "GB")
    assert problems(both) == ["A308"]


def test_the_command_reads_a_deployment(folder: Path) -> None:
    ran = CliRunner().invoke(doctor, ["--deployment", str(folder), "--offline", "--json"])
    assert ran.exit_code == 0, ran.output
    assert json.loads(ran.stdout)["first"] is None
    swap("template.yaml", "Timeout: 8", "Timeout: 3")(folder)
    ran = CliRunner().invoke(doctor, ["--deployment", str(folder), "--offline", "--json"])
    assert ran.exit_code == 1
    assert json.loads(ran.stdout)["first"] == "A308"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("template.yaml", "Resources: ["),
        ("template.yaml", "- a list"),
        ("template.yaml", "Resources: {Table: {Type: AWS::DynamoDB::Table}}"),
        ("skill-package/skill.json", "{"),
        ("skill-package/skill.json", "{}"),
        ("deployment.json", "[]"),
    ],
)
def test_a_file_that_cannot_be_read_is_named(folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(text, encoding="utf-8")
    with pytest.raises(ConfigurationError, match=Path(name).name):
        read_deployment(folder)


def test_a_folder_without_a_deployment_is_no_deployment(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="there is no deployment in"):
        read_deployment(tmp_path)
