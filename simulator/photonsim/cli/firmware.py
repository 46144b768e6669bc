"""`photonlink firmware`: look at a sketch before it goes onto a board."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from photonsim.cli.options import libraries_option
from photonsim.firmware_check import Report, check_folder
from photonsim.photon.sketch import ProjectError


@click.group()
def firmware() -> None:
    """Look at firmware for a Photon."""


@firmware.command()
@click.argument("folder", type=click.Path(path_type=Path), default=".")
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
@libraries_option
def check(folder: Path, as_json: bool, libraries: tuple[Path, ...]) -> None:
    """Read a sketch and name what a Photon would silently do otherwise.

    FOLDER is a Particle project, a folder with a sketch, or one source file. Exit code 0: nothing found,
    1: something found, 2: there is nothing to check.
    """
    try:
        report = check_folder(folder, libraries)
    except (ProjectError, OSError) as error:
        click.echo(f"Cannot check: {error}", err=True)
        raise SystemExit(2) from error
    if as_json:
        click.echo(json.dumps(_as_json(report)))
    else:
        _print(report)
    raise SystemExit(1 if report.findings else 0)


def _as_json(report: Report) -> dict[str, object]:
    return {
        "findings": [asdict(finding) | {"page": finding.page} for finding in report.findings],
        "not_understood": [{"file": file, "line": line} for file, line in report.unread],
        "files": report.files,
    }


def _print(report: Report) -> None:
    for finding in report.findings:
        click.echo(f"{finding.file}:{finding.line}: {finding.message} [{finding.rule}]")
        click.echo(f"    fix: {finding.fix}")
    for file, line in report.unread:
        click.echo(f"{file}:{line}: not understood, so it was not checked (the rest was)", err=True)
    count = len(report.findings)
    found = "nothing found" if not count else "1 problem" if count == 1 else f"{count} problems"
    more = " (docs/reference/firmware-check.md explains each)" if count else ""
    files = "1 file" if report.files == 1 else f"{report.files} files"
    click.echo(f"{files}, {found}{more}.")
