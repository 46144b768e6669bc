"""`photonlink clock`: the time of a running house."""

from __future__ import annotations

from datetime import UTC, datetime

import click

from photonlink.cli.running import House, fail, house_option
from photonsim.durations import parse_duration


@click.group()
def clock() -> None:
    """Look at the house's clock, or let time pass."""


@clock.command()
@click.argument("duration")
@house_option
def advance(duration: str, house_url: str | None) -> None:
    """Let DURATION pass at once, as in 91d, 12h, 30m, 8s, 500ms or 1d12h; what is due in it happens."""
    try:
        seconds = parse_duration(duration)
    except ValueError as error:
        fail(str(error))
    now = House(house_url).post("/api/clock", {"advance": seconds})["time"]
    click.echo(f"It is now {datetime.fromtimestamp(now, UTC):%Y-%m-%d %H:%M:%S} UTC in the house.")


@clock.command()
@click.argument("factor", type=float)
@house_option
def speed(factor: float, house_url: str | None) -> None:
    """Let the house's time run FACTOR times as fast as the wall clock: 0.1 shows a fade in slow motion."""
    now = House(house_url).post("/api/clock", {"speed": factor})["speed"]
    click.echo(f"A second of the house now takes {1 / now:g} s.")


@clock.command()
@house_option
def show(house_url: str | None) -> None:
    """Print the house's time."""
    now = House(house_url).get("/api/house")["time"]
    click.echo(f"{datetime.fromtimestamp(now, UTC):%Y-%m-%d %H:%M:%S} UTC")
