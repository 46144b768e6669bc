"""`photonlink deploy`: everything that AWS and the Alexa console want, as files and as commands."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from photonlink import packaging
from photonlink.credentials import CredentialsError, open_credentials, secret_name
from photonlink.deploy.apply import WHO_AM_I, find_account
from photonlink.deploy.apply import apply as run_all
from photonlink.deploy.commands import PACKAGE, commands, shown
from photonlink.deploy.plan import UNHOSTED, Deployment, DeploymentError
from photonlink.deploy.regions import REGIONS
from photonlink.deploy.render import read, write
from photonlink.setup.state import config_folder

#: Where to find each parameter that is asked for.
_SECRETS = {
    "AlexaClientId": "Alexa client id (the skill's Permissions page, Alexa Skill Messaging)",
    "AlexaClientSecret": "Alexa client secret (the same page)",
    "ClientSecret": "Secret of the OAuth client",
    "ParticleToken": "Token of the Particle account that everybody who links will control",
}
_folder = click.Path(path_type=Path, file_okay=False)


@click.group()
def deploy() -> None:
    """Render, package and apply a deployment."""


@deploy.command()
@click.option(
    "--region", type=click.Choice(list(REGIONS)), required=True, help="Alexa's region of your Amazon account."
)
@click.option(
    "--profile",
    type=click.Choice(["small", "full"]),
    default="small",
    show_default=True,
    help="small: a function and its role, nothing that costs money. full: reports changes to Alexa as well.",
)
@click.option("--out", type=_folder, metavar="DIR", help="Where to write it. [default: deploy/REGION]")
@click.option("--skill-id", default="", metavar="ID", help="amzn1.ask.skill...., as the console shows it.")
@click.option("--client-id", default="", metavar="ID", help="The OAuth client that `photonlink setup` made.")
@click.option("--aws-account", default="", metavar="DIGITS", help="Your AWS account, for the function's ARN.")
@click.option(
    "--locale",
    "locales",
    multiple=True,
    help="A locale of the skill; may be repeated. [default: the English ones]",
)
@click.option("--function-name", default="photonlink", show_default=True)
@click.option("--skill-name", default="Photon lights", show_default=True)
@click.option(
    "--pages-url", default=UNHOSTED, metavar="URL", help="Where privacy.html and terms.html will be."
)
@click.option("--contact", default="", help="Who runs the skill, for the privacy page.")
@click.option(
    "--linking",
    "provider",
    type=click.Choice(["particle", "amazon"]),
    default="particle",
    show_default=True,
    help="Whose login page people see. amazon: one Particle account for everybody (docs/security.md).",
)
@click.option(
    "--everyone-who-links-controls-my-devices", "shared", is_flag=True, help="Goes with --linking amazon."
)
def render(region: str, out: Path | None, pages_url: str, **options: Any) -> None:
    """Write the template, the skill package, the pages and a checklist."""
    try:
        deployment = Deployment(region=REGIONS[region], pages_url=pages_url.rstrip("/"), **options)
        folder = out or Path("deploy") / region
        for path in write(deployment, folder):
            click.echo(path)
    except DeploymentError as error:
        raise click.UsageError(str(error)) from error
    if not deployment.custom:
        click.echo(
            "Without the custom skill: there is no interaction model for every one of these locales.",
            err=True,
        )
    click.echo(f"Next: {folder / 'CHECKLIST.md'}", err=True)


@deploy.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False), default=Path("dist") / PACKAGE)
def package(file: Path) -> None:
    """Build the Lambda's zip: the same bytes each time."""
    try:
        size = packaging.build(file)
    except (packaging.PackagingError, OSError) as error:
        raise click.ClickException(f"no Lambda package was built: {error}") from error
    click.echo(f"{file}: {size / 1e6:.2f} MB")


@deploy.command()
@click.option("--out", "folder", type=_folder, required=True, metavar="DIR", help="The rendered deployment.")
@click.option("--dry-run", is_flag=True, help="Only say what would be run.")
def apply(folder: Path, dry_run: bool) -> None:
    """Run `aws` and `ask` where they are installed; say what they would run where they are not.

    Exit code 0: all of it ran. 1: a command failed. 2: something was left to you.
    """
    try:
        deployment = read(folder)
    except DeploymentError as error:
        raise click.UsageError(str(error)) from error
    if dry_run:
        if not deployment.aws_account:
            click.echo(f"# find your AWS account, a part of the endpoint\n{' '.join(WHO_AM_I)}")
        for command in commands(deployment, folder):
            click.echo(f"# {command.why}\n{shown(command)}")
        return
    if not deployment.skill_id:
        raise click.UsageError(
            "the skill's id is not known, and the function may be invoked by that skill only. Create the skill in "
            "the Alexa console (CHECKLIST.md, step 1), then render again with --skill-id."
        )
    if not deployment.aws_account and (account := find_account()):
        deployment = replace(deployment, aws_account=account)
        write(deployment, folder)
    if not deployment.aws_account and shutil.which("ask") is not None:
        raise click.UsageError(
            "your AWS account is not known, and it is a part of the skill's endpoint. Log in with `aws configure`, or "
            "render again with --aws-account."
        )
    if not (folder / PACKAGE).exists():
        try:
            packaging.build(folder / PACKAGE)
        except (packaging.PackagingError, OSError) as error:
            raise click.ClickException(f"no Lambda package was built: {error}") from error
    try:
        outcomes = run_all(commands(deployment, folder), lambda name: _secret(deployment, name), click.echo)
    except CredentialsError as error:
        raise click.ClickException(str(error)) from error
    failed = next((outcome for outcome in outcomes if outcome.result == "failed"), None)
    if failed is not None:
        raise click.ClickException(f"{failed.command.program} said:\n{failed.output}")
    if any(outcome.result == "missing" for outcome in outcomes):
        raise SystemExit(2)


def _secret(deployment: Deployment, name: str) -> str:
    """What setup keeps, or what the user types; it is kept nowhere else."""
    if name == "ClientSecret":
        kept = open_credentials(config_folder()).get(
            secret_name(deployment.particle_api, deployment.client_id)
        )
        if kept is not None:
            return kept
    value: str = click.prompt(_SECRETS[name], hide_input=True)
    return value.strip()
