"""The command lines of `aws` and `ask` that bring a rendered deployment into being, in order."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from photonlink.deploy.plan import Deployment

TEMPLATE = "template.yaml"
PACKAGE = "photonlink-lambda.zip"
SKILL_PACKAGE = "skill-package"
STAGE = "development"


@dataclass(frozen=True)
class Command:
    """`arguments` begin with the program; `secrets` are names of stack parameters to be asked for when it is run.

    `why` says in the user's words what it does.
    """

    arguments: tuple[str, ...]
    why: str
    secrets: tuple[str, ...] = field(default=())

    @property
    def program(self) -> str:
        return self.arguments[0]


def shown(command: Command) -> str:
    """As somebody would type it; what is asked for stands as a name in capitals."""
    arguments = [*command.arguments, *(f"{name}={name.upper()}" for name in command.secrets)]
    return shlex.join(arguments)


def with_secrets(command: Command, values: Mapping[str, str]) -> list[str]:
    """The arguments to run, with what was asked for."""
    return [*command.arguments, *(f"{name}={values[name]}" for name in command.secrets)]


def commands(deployment: Deployment, folder: Path = Path()) -> list[Command]:
    """First the stack, then the code, then the skill; each can be repeated."""
    region = ("--region", deployment.region.aws)
    functions = [deployment.function_name]
    secrets: tuple[str, ...] = ("ParticleToken",) if deployment.provider == "amazon" else ()
    if deployment.sends_events:
        functions.append(f"{deployment.function_name}-webhook")
        secrets += ("AlexaClientId", "AlexaClientSecret")
    skill_id = deployment.skill_id or "SKILL_ID"
    package = folder / SKILL_PACKAGE
    return [
        Command(
            (
                "aws", "cloudformation", "deploy", *region,
                "--template-file", str(folder / TEMPLATE), "--stack-name", deployment.stack_name,
                "--capabilities", "CAPABILITY_IAM", "--no-fail-on-empty-changeset",
                "--parameter-overrides", f"SkillId={skill_id}",
            ),
            f"make or update the stack {deployment.stack_name} in {deployment.region.aws}",
            secrets,
        ),
        *(
            Command(
                (
                    "aws", "lambda", "update-function-code", *region,
                    "--function-name", name, "--zip-file", f"fileb://{folder / PACKAGE}",
                ),
                f"upload the package to {name}",
            )
            for name in functions
        ),
        Command(
            (
                "ask", "smapi", "update-skill-manifest", "-s", skill_id, "-g", STAGE,
                "--manifest", f"file:{package / 'skill.json'}",
            ),
            "bring the manifest to the skill",
        ),
        *(
            Command(
                (
                    "ask", "smapi", "set-interaction-model", "-s", skill_id, "-g", STAGE, "-l", locale,
                    "--interaction-model", f"file:{package / 'interactionModels' / 'custom' / f'{locale}.json'}",
                ),
                f"bring the interaction model for {locale} to the skill",
            )
            for locale in (deployment.skill_locales if deployment.custom else ())
        ),
    ]  # fmt: skip
