"""`photonlink trace`: the last exchanges of a running house."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import click

from photonlink.cli.running import House, house_option


@click.command()
@click.option(
    "-n", "--limit", default=40, show_default=True, type=click.IntRange(1, 2000), help="How many entries."
)
@click.option("--kind", help="Only entries of this kind, such as http, directive, link, panic, breach.")
@click.option("-v", "--verbose", is_flag=True, help="Show each entry's details, secrets masked.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@house_option
def trace(limit: int, kind: str | None, verbose: bool, as_json: bool, house_url: str | None) -> None:
    """Show what happened in the house, oldest first, with secrets masked."""
    entries = House(house_url).get("/api/trace", limit=limit, kind=kind)["entries"]
    for entry in entries:
        if as_json:
            click.echo(json.dumps(entry))
            continue
        when = datetime.fromtimestamp(entry["time"], UTC).strftime("%H:%M:%S.%f")[:-3]
        click.echo(f"{when}  {entry['kind']:<9} {entry['summary']}")
        if verbose:
            for key, value in entry["detail"].items():
                click.echo(f"              {key}: {value if isinstance(value, str) else json.dumps(value)}")
    if not entries and not as_json:
        click.echo(
            "Nothing has happened yet." if kind is None else f"There is no entry of kind {kind!r}.", err=True
        )
