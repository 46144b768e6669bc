"""The command lines of `aws` and `ask` that bring a rendered deployment into being, in order."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from photonlink.deploy.plan import Deployment
from photonlink.deploy.skill_package import account_linking

TEMPLATE = "template.yaml"
PACKAGE = "photonlink-lambda.zip"
SKILL_PACKAGE = "skill-package"
STAGE = "development"


@dataclass(frozen=True)
class SecretFile:
    """An argument that holds secrets: a file that exists while the command runs, since others can read arguments.

    `names` are the secrets; `content` makes what goes into it as JSON; `prefix` is how the tool marks a file;
    `by_hand` is what somebody types in its place.
    """

    names: tuple[str, ...]
    content: Callable[[Mapping[str, str]], Any]
    prefix: str
    by_hand: tuple[str, ...]


@dataclass(frozen=True)
class Command:
    """`arguments` begin with the program; `secret_file` follows them. `why` is in the user's words."""

    arguments: tuple[str, ...]
    why: str
    secret_file: SecretFile | None = None

    @property
    def program(self) -> str:
        return self.arguments[0]


def shown(command: Command) -> str:
    """As somebody would type it; what is secret stands as a name in capitals."""
    by_hand = command.secret_file.by_hand if command.secret_file is not None else ()
    return shlex.join([*command.arguments, *by_hand])


def commands(deployment: Deployment, folder: Path = Path()) -> list[Command]:
    """First the stack, then the code, then the skill; each can be repeated."""
    return [*_aws(deployment, folder), *_ask(deployment, folder / SKILL_PACKAGE)]


def _aws(deployment: Deployment, folder: Path) -> list[Command]:
    region = ("--region", deployment.region.aws)
    functions = [deployment.function_name]
    if deployment.sends_events:
        functions.append(f"{deployment.function_name}-webhook")
    stack = (
        "aws", "cloudformation", "deploy", *region,
        "--template-file", str(folder / TEMPLATE), "--stack-name", deployment.stack_name,
        "--capabilities", "CAPABILITY_IAM", "--no-fail-on-empty-changeset", "--parameter-overrides",
    )  # fmt: skip
    why = f"make or update the stack {deployment.stack_name} in {deployment.region.aws}"
    skill_id = deployment.skill_id or "SKILL_ID"
    secrets = _stack_secrets(deployment)
    if secrets:
        by_hand = (f"SkillId={skill_id}", *(f"{name}={name.upper()}" for name in secrets))
        parameters = SecretFile(secrets, lambda values: _overrides(skill_id, values), "file://", by_hand)
        first = Command(stack, why, parameters)
    else:
        first = Command((*stack, f"SkillId={skill_id}"), why)
    upload = ("aws", "lambda", "update-function-code", *region)
    package = f"fileb://{folder / PACKAGE}"
    return [
        first,
        *(
            Command(
                (*upload, "--function-name", name, "--zip-file", package), f"upload the package to {name}"
            )
            for name in functions
        ),
    ]


def _stack_secrets(deployment: Deployment) -> tuple[str, ...]:
    """Parameters of the stack that stand in no file."""
    shared = ("ParticleToken",) if deployment.provider == "amazon" else ()
    return (*shared, "AlexaClientId", "AlexaClientSecret") if deployment.sends_events else shared


def _overrides(skill_id: str, values: Mapping[str, str]) -> list[dict[str, str]]:
    """Parameters as `aws cloudformation deploy` reads them from a file (its page, --parameter-overrides)."""
    return [
        {"ParameterKey": name, "ParameterValue": value}
        for name, value in {"SkillId": skill_id, **values}.items()
    ]


def _ask(deployment: Deployment, package: Path) -> list[Command]:
    skill = ("-s", deployment.skill_id or "SKILL_ID", "-g", STAGE)
    found = [
        Command(
            ("ask", "smapi", "update-skill-manifest", *skill, "--manifest", f"file:{package / 'skill.json'}"),
            "bring the manifest to the skill",
        )
    ]
    for locale in deployment.skill_locales if deployment.custom else ():
        model = package / "interactionModels" / "custom" / f"{locale}.json"
        found.append(
            Command(
                ("ask", "smapi", "set-interaction-model", *skill, "-l", locale, "--interaction-model", f"file:{model}"),
                f"bring the interaction model for {locale} to the skill",
            )
        )  # fmt: skip
    if deployment.client_id:
        linking = SecretFile(
            ("ClientSecret",),
            lambda values: account_linking(deployment, values["ClientSecret"]),
            "file:",
            (f"file:{package / 'accountLinking.json'}",),
        )
        found.append(
            Command(
                ("ask", "smapi", "update-account-linking-info", *skill, "--account-linking-request"),
                "fill in the linking form (by hand: with clientSecret added to the file)",
                linking,
            )
        )
    return found
