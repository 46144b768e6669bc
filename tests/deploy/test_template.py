"""The CloudFormation template of each region and profile."""

from __future__ import annotations

from pathlib import Path
from typing import Any, get_args

import pytest
import yaml

from photonlink.deploy import REGIONS, Deployment, Profile
from photonlink.deploy.template import as_yaml, template

pytestmark = pytest.mark.slow

SKILL = "amzn1.ask.skill.3f1c2a7e-5b0d-4c7a-9d53-0a1b2c3d4e5f"
PROFILES: tuple[Profile, ...] = get_args(Profile)
every_deployment = pytest.mark.parametrize(
    "deployment",
    [
        *(Deployment(REGIONS[region], profile, skill_id=SKILL) for region in REGIONS for profile in PROFILES),
        *(
            Deployment(REGIONS["na"], profile, skill_id=SKILL, provider="amazon", shared=True)
            for profile in PROFILES
        ),
    ],
    ids=lambda deployment: f"{deployment.region.name}-{deployment.profile}-{deployment.provider}",
)


def resources_of(content: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    return [entry["Properties"] for entry in content["Resources"].values() if entry["Type"] == kind]


def actions_of(content: dict[str, Any]) -> dict[str, list[str]]:
    """Every action of every role, with what it is allowed on."""
    found: dict[str, list[str]] = {}
    for role in resources_of(content, "AWS::IAM::Role"):
        for policy in role["Policies"]:
            for statement in policy["PolicyDocument"]["Statement"]:
                for action in statement["Action"]:
                    found.setdefault(action, []).append(str(statement["Resource"]))
    return found


@pytest.mark.slow
@every_deployment
def test_cfn_lint_finds_nothing(deployment: Deployment, tmp_path: Path) -> None:
    from cfnlint.api import ManualArgs, lint

    text = as_yaml(template(deployment))
    found = lint(text, config=ManualArgs(regions=[deployment.region.aws], include_checks=["I"]))
    assert [str(match) for match in found] == []


@every_deployment
def test_only_this_skill_may_invoke_the_function_through_both_triggers(deployment: Deployment) -> None:
    content = template(deployment)
    triggers = {
        each["Principal"]: each["EventSourceToken"]
        for each in resources_of(content, "AWS::Lambda::Permission")
        if each["Principal"] != "*"
    }
    assert triggers == {
        "alexa-connectedhome.amazon.com": {"Ref": "SkillId"},
        "alexa-appkit.amazon.com": {"Ref": "SkillId"},
    }
    assert content["Parameters"]["SkillId"]["Default"] == SKILL


@every_deployment
def test_the_functions_have_alexas_limits_and_a_log_that_ends(deployment: Deployment) -> None:
    content = template(deployment)
    functions = resources_of(content, "AWS::Lambda::Function")
    assert {each["Timeout"] for each in functions} == {8}
    assert all(each["MemorySize"] >= 256 for each in functions)
    groups = resources_of(content, "AWS::Logs::LogGroup")
    assert {group["LogGroupName"] for group in groups} == {
        f"/aws/lambda/{f['FunctionName']}" for f in functions
    }
    assert all(group["RetentionInDays"] <= 30 for group in groups)


@every_deployment
def test_roles_name_the_resource_of_every_right(deployment: Deployment) -> None:
    for action, resources in actions_of(template(deployment)).items():
        assert "*" not in action
        assert all("Fn::GetAtt" in resource or "Fn::Sub" in resource for resource in resources), action


@pytest.mark.parametrize("region", REGIONS)
def test_the_small_profile_holds_nothing_that_costs_money(region: str) -> None:
    content = template(Deployment(REGIONS[region]))
    kinds = {entry["Type"] for entry in content["Resources"].values()}
    assert kinds == {
        "AWS::Lambda::Function",
        "AWS::Lambda::Permission",
        "AWS::IAM::Role",
        "AWS::Logs::LogGroup",
    }
    assert set(actions_of(content)) == {"logs:CreateLogStream", "logs:PutLogEvents"}


def test_the_stack_refuses_a_region_of_aws_that_alexa_does_not_call() -> None:
    rule = template(Deployment(REGIONS["eu"]))["Rules"]["Region"]["Assertions"][0]["Assert"]
    assert rule == {"Fn::Equals": [{"Ref": "AWS::Region"}, "eu-west-1"]}


def test_the_full_profile_keeps_grants_encrypted_and_the_messaging_secret_unseen() -> None:
    content = template(Deployment(REGIONS["na"], "full"))
    (table,) = resources_of(content, "AWS::DynamoDB::Table")
    assert [(key["AttributeName"], key["KeyType"]) for key in table["KeySchema"]] == [
        ("kind", "HASH"),
        ("key", "RANGE"),
    ]
    for function in resources_of(content, "AWS::Lambda::Function"):
        variables = function["Environment"]["Variables"]
        assert variables["PHOTONLINK_STORE"] == {"Fn::Sub": "dynamodb:${Table}"}
        assert variables["PHOTONLINK_KMS_KEY"] == {"Fn::GetAtt": ["Key", "Arn"]}
    assert content["Parameters"]["AlexaClientSecret"]["NoEcho"] is True
    assert "Default" not in content["Parameters"]["AlexaClientSecret"]
    assert all(
        function["KmsKeyArn"] == {"Fn::GetAtt": ["Key", "Arn"]}
        for function in resources_of(content, "AWS::Lambda::Function")
    )


def test_the_function_may_invoke_itself_and_what_it_sends_itself_is_not_kept() -> None:
    content = template(Deployment(REGIONS["na"], "full", function_name="lights"))
    (itself,) = actions_of(content)["lambda:InvokeFunction"]
    assert "Fn::Sub" in itself
    assert itself.endswith(":function:lights'}")
    (config,) = resources_of(content, "AWS::Lambda::EventInvokeConfig")
    assert (config["FunctionName"], config["Qualifier"]) == ({"Ref": "Function"}, "$LATEST")
    assert config["MaximumRetryAttempts"] == 0, "a token is in it"
    assert config["MaximumEventAgeInSeconds"] == 60


def test_the_webhooks_url_is_open_by_both_permissions_that_aws_asks_for() -> None:
    content = template(Deployment(REGIONS["na"], "full"))
    (url,) = resources_of(content, "AWS::Lambda::Url")
    assert url["AuthType"] == "NONE"
    public = {
        p["Action"]: p for p in resources_of(content, "AWS::Lambda::Permission") if p["Principal"] == "*"
    }
    assert public["lambda:InvokeFunctionUrl"]["FunctionUrlAuthType"] == "NONE"
    assert public["lambda:InvokeFunction"]["InvokedViaFunctionUrl"] is True


@every_deployment
def test_the_environment_is_one_that_the_handler_takes(deployment: Deployment) -> None:
    from photonlink.settings import Settings

    content = template(deployment)
    for function in resources_of(content, "AWS::Lambda::Function"):
        variables = function["Environment"]["Variables"]
        environ = {
            name: value if isinstance(value, str) else "https://example.com"
            for name, value in variables.items()
        }
        Settings.from_environ({**environ, "AWS_REGION": "eu-west-1"})


def test_yaml_is_written_without_aliases_and_reads_back_the_same() -> None:
    content = template(Deployment(REGIONS["na"], "full"))
    text = as_yaml(content)
    assert "&id" not in text
    assert yaml.safe_load(text) == content
