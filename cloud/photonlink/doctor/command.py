"""`photonlink doctor`: find out why linking, discovery or a light does not work."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path

import click
import requests

from photonlink.cli.running import House, house_option
from photonlink.doctor.case import Case
from photonlink.doctor.check import UnknownCode, all_checks, find_check
from photonlink.doctor.configuration import Configuration, ConfigurationError
from photonlink.doctor.examination import Examination, examine, mend
from photonlink.doctor.probes import Probes
from photonlink.doctor.report import print_explanation, print_report


@click.group(invoke_without_command=True)
@click.option(
    "--config",
    "config",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    metavar="FILE",
    help="What was typed into the consoles, as TOML or JSON.",
)
@click.option(
    "--deployment",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    metavar="DIR",
    help="A rendered deployment; --config adds to it, and wins.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the verdicts as JSON.")
@click.option("--offline", is_flag=True, help="Ask nobody; judge what is written.")
@click.option("--fix", is_flag=True, help="Mend what a program can mend, and look again.")
@click.option("--verbose", "-v", is_flag=True, help="Show every check, also those that found nothing wrong.")
@house_option
@click.pass_context
def doctor(
    ctx: click.Context,
    config: Path | None,
    deployment: Path | None,
    as_json: bool,
    offline: bool,
    fix: bool,
    verbose: bool,
    house_url: str | None,
) -> None:
    """Examine the way from "Alexa" to the pin, and name the first step that fails.

    Without --config and --deployment it looks at the running house. Exit code 0: no problem. 1: a problem. 2: it could not run.
    """
    if ctx.invoked_subcommand is not None:
        return
    try:
        looks_at_house = config is None and deployment is None
        given = _given(config, deployment, house_url)
        clock = _clock(house_url) if looks_at_house else time.monotonic
    except ConfigurationError as error:
        raise click.UsageError(str(error)) from error
    with requests.Session() as session:
        session.trust_env = not given.stands_for  # a house is on this machine; a proxy could not reach it

        def case() -> Case:
            def announce(text: str) -> None:
                click.echo(f"Asking {text}", err=True)

            return Case(given, Probes(session, offline=offline, announce=announce, clock=clock))

        found = examine(case())
        if fix and found.problems:
            told = mend(case(), found)
            for line in told or ["Nothing of it can be mended from here: the fixes say what to do."]:
                click.echo(line, err=True)
            if told:
                found = examine(case())
    if as_json:
        click.echo(json.dumps(found.as_json(), ensure_ascii=False))
    else:
        print_report(found, verbose=verbose)
    ctx.exit(_exit_code(found))


@doctor.command()
@click.argument("code")
def explain(code: str) -> None:
    """Explain a CODE, such as L105, at length."""
    try:
        print_explanation(find_check(code))
    except UnknownCode as error:
        raise click.UsageError(str(error)) from error


@doctor.command()
def codes() -> None:
    """List every code with what it stands for."""
    for check in sorted(all_checks(), key=lambda check: check.code):
        click.echo(f"{check.code}  {check.title}")


def _given(config: Path | None, deployment: Path | None, house_url: str | None) -> Configuration:
    """Raises ConfigurationError."""
    if deployment is None:
        return Configuration.read(config) if config is not None else _of_house(house_url)
    from photonlink.doctor.deployment import merged, read_deployment

    on_disk = read_deployment(deployment)
    return merged(on_disk, Configuration.read(config)) if config is not None else on_disk


def _of_house(house_url: str | None) -> Configuration:
    house = House(house_url)
    return Configuration.from_mapping(house.get("/api/configuration"), f"the house at {house.url}")


def _clock(house_url: str | None) -> Callable[[], float]:
    """What measures how long an answer takes: in a house at virtual time its own clock, since no real time passes."""
    house = House(house_url)

    def now() -> float:
        return float(house.get("/api/house")["time"])

    return now if house.get("/api/house")["virtual_time"] else time.monotonic


def _exit_code(found: Examination) -> int:
    return 1 if found.problems else 0
