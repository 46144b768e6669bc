"""Runs the command lines of a deployment where the tools are, and says them where they are not."""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from photonlink.deploy.commands import Command, shown

#: Where each tool comes from.
TOOLS = {
    "aws": "the AWS CLI, https://aws.amazon.com/cli/",
    "ask": "the ASK CLI, `npm install -g ask-cli`, then `ask configure`",
}

#: Asks for the account, which is a part of the function's ARN and so of the skill's endpoint.
WHO_AM_I = ("aws", "sts", "get-caller-identity", "--query", "Account", "--output", "text")


@dataclass(frozen=True)
class Outcome:
    """What became of one command: "done", "failed" or "missing" (its tool is not installed)."""

    command: Command
    result: str
    output: str = ""


def apply(
    commands: list[Command],
    ask_for: Callable[[str], str],
    tell: Callable[[str], None],
) -> list[Outcome]:
    """Run them in order, up to the first that fails. `ask_for` is asked for each secret by its name, once."""
    outcomes: list[Outcome] = []
    secrets: dict[str, str] = {}
    for command in commands:
        if shutil.which(command.program) is None:
            tell(
                f"{command.program} is not installed ({TOOLS[command.program]}). To {command.why}, it would run:"
            )
            tell(f"  {shown(command)}")
            outcomes.append(Outcome(command, "missing"))
            continue
        for name in command.secret_file.names if command.secret_file is not None else ():
            if name not in secrets:
                secrets[name] = ask_for(name)
        tell(f"To {command.why}: {shown(command)}")
        outcome = _run(command, secrets)
        outcomes.append(outcome)
        if outcome.result == "failed":
            break
    return outcomes


def find_account() -> str:
    """The AWS account that `aws` is logged in to, 12 digits; empty where that cannot be told."""
    if shutil.which(WHO_AM_I[0]) is None:
        return ""
    done = subprocess.run(WHO_AM_I, capture_output=True, text=True, check=False)
    said = done.stdout.strip()
    return said if done.returncode == 0 and said.isdecimal() and len(said) == 12 else ""


def _run(command: Command, secrets: Mapping[str, str]) -> Outcome:
    arguments = list(command.arguments)
    # A folder of mode 0700, gone when the command is.
    with tempfile.TemporaryDirectory(prefix="photonlink-") as folder:
        if command.secret_file is not None:
            path = Path(folder) / "secrets.json"
            wanted = {name: secrets[name] for name in command.secret_file.names}
            path.write_text(json.dumps(command.secret_file.content(wanted)), encoding="utf-8")
            arguments.append(f"{command.secret_file.prefix}{path}")
        done = subprocess.run(arguments, capture_output=True, text=True, check=False)
    output = (done.stdout + done.stderr).strip()
    for value in secrets.values():
        output = output.replace(value, "***")
    return Outcome(command, "failed" if done.returncode else "done", output)
