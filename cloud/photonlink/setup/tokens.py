"""`photonlink tokens`: the account's access tokens, what each is, and taking them back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, NamedTuple

import click
from rich.console import Console
from rich.table import Table

from photonlink.credentials import open_credentials
from photonlink.setup.account import AccountError, ParticleAccount
from photonlink.setup.command import cloud_of, cloud_options, new_session, told
from photonlink.setup.state import State, config_folder
from photonlink.setup.token_list import Row, expiry, explanation, find, rows
from photonlink.setup.wizard import GaveUp, log_in


class _Account(NamedTuple):
    account: ParticleAccount
    listed: list[Row]
    whole: bool


@click.group()
def tokens() -> None:
    """List, explain and revoke the access tokens of your Particle account."""


@tokens.command("list")
@cloud_options
def list_tokens(api: str, in_house: bool, house_url: str | None) -> None:
    """Show every token: its client, which attempt of linking it came from, and when it expires."""
    with _opened(api, in_house, house_url) as opened:
        table = Table(box=None)
        for heading in ("token", "client", "attempt", "expires", ""):
            table.add_column(heading, overflow="fold")
        for row in opened.listed:
            attempt = f"{row.attempt} of {row.attempts}" if row.linking else ""
            mark = "this login" if row.current else ""
            table.add_row(f"{row.shown}…", row.client, attempt, expiry(row.token, datetime.now(UTC)), mark)
        Console().print(table)
        _say_if_partial(opened)


@tokens.command()
@click.argument("token")
@cloud_options
def explain(token: str, api: str, in_house: bool, house_url: str | None) -> None:
    """Explain one TOKEN, given by its first characters as `list` shows them."""
    with _opened(api, in_house, house_url) as opened:
        click.echo(explanation(_one(opened, token), datetime.now(UTC)))


@tokens.command()
@click.argument("chosen", nargs=-1, metavar="[TOKEN]...")
@click.option("--client", "client_id", metavar="ID", help="All tokens of this client.")
@click.option("--old-attempts", is_flag=True, help="All that linking made, but the newest of each client.")
@click.option("--yes", is_flag=True, help="Do not ask first.")
@cloud_options
def revoke(
    chosen: tuple[str, ...], client_id: str | None, old_attempts: bool, yes: bool, **cloud: Any
) -> None:
    """Take tokens back: whoever holds one cannot use it any more, from that moment on."""
    if not (chosen or client_id or old_attempts):
        raise click.UsageError("which? Give the first characters of a token, --client ID, or --old-attempts.")
    with _opened(**cloud) as opened:
        doomed = {row.token.value: row for row in (_one(opened, prefix) for prefix in chosen)}
        for row in opened.listed:
            if row.token.client_id == client_id or (
                old_attempts and row.linking and row.attempt < row.attempts
            ):
                doomed[row.token.value] = row
        if not doomed:
            click.echo("There is no such token.")
            return
        # This login last: with it the others are revoked.
        for row in sorted(doomed.values(), key=lambda row: row.current):
            question = f"Revoke {row.shown}…, {row.client}{', which this login uses' if row.current else ''}?"
            if yes or click.confirm(question):
                gone = opened.account.revoke(row.token.value)
                click.echo(f"{row.shown}… {'is revoked' if gone else 'was gone already'}")
        _say_if_partial(opened)


@contextmanager
def _opened(api: str, in_house: bool, house_url: str | None) -> Iterator[_Account]:
    """The account's tokens: all where the cloud lists them, else the one of this login."""
    with told():
        api, _ = cloud_of(api, in_house, house_url)
        state, credentials = State(config_folder()), open_credentials(config_folder())
        with new_session(api) as session:
            account = ParticleAccount(session, api)
            log_in(account, state, credentials)
            name = state.account(api).user
            if not account.knows_password:
                prompt = f"Password of {name} (the cloud lists tokens for it only)"
                account.use_password(name, click.prompt(prompt, hide_input=True))
            try:
                found, whole = account.tokens(), True
            except AccountError as error:
                if error.status not in (403, 404):
                    raise
                found, whole = [account.current_token()], False
            yield _Account(account, rows(found, account.clients(), account.token), whole)


def _one(opened: _Account, prefix: str) -> Row:
    row = find(opened.listed, prefix.removesuffix("…"))
    if row is None:
        raise GaveUp(
            f"No single token begins with {prefix[:4]}…: give the characters that `photonlink tokens list` shows."
        )
    return row


def _say_if_partial(opened: _Account) -> None:
    if not opened.whole:
        click.echo(
            "This cloud does not list tokens: only the one of this login is shown. To end all others, delete the OAuth "
            "client (photonlink revoke) or change the account's password.",
            err=True,
        )
