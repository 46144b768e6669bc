"""`photonlink fault`: break a running house on purpose, and mend it."""

from __future__ import annotations

import click

from photonlink.cli.running import House, house_option


@click.group()
def fault() -> None:
    """Give a running house a named fault, or take it away."""


@fault.command("list")
@house_option
def list_(house_url: str | None) -> None:
    """List the faults, those that are on marked by a star."""
    for entry in House(house_url).get("/api/faults")["faults"]:
        click.echo(f"{'*' if entry['on'] else ' '} {entry['name']:<16} {entry['summary']}")


@fault.command()
@click.argument("name")
@house_option
def on(name: str, house_url: str | None) -> None:
    """Switch a fault on."""
    House(house_url).post("/api/faults", {"name": name, "on": True})
    click.echo(f"{name} is on.")


@fault.command()
@click.argument("name")
@house_option
def off(name: str, house_url: str | None) -> None:
    """Switch a fault off."""
    House(house_url).post("/api/faults", {"name": name, "on": False})
    click.echo(f"{name} is off.")
