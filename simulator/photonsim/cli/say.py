"""`photonlink say`: speak a sentence to a running house."""

from __future__ import annotations

import json

import click

from photonlink.cli.running import House, house_option


@click.command()
@click.argument("text", nargs=-1, required=True)
@click.option(
    "--json", "as_json", is_flag=True, help="Print the answer with its directives and responses as JSON."
)
@house_option
def say(text: tuple[str, ...], as_json: bool, house_url: str | None) -> None:
    """Say TEXT to Alexa, as in: photonlink say "set the kitchen light to 40 percent".

    Exit code 0: Alexa would say OK. 1: Alexa would speak an error. 2: wrong usage, or no house.
    """
    answer = House(house_url).post("/api/say", {"text": " ".join(text)})
    click.echo(json.dumps(answer) if as_json else answer["speech"])
    raise SystemExit(0 if answer["ok"] else 1)
