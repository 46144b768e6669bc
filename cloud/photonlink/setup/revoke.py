"""`photonlink revoke`: undo everything that setup made, so that nobody holds a key to your devices any more."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import click

from photonlink.credentials import Credentials, open_credentials, secret_name, token_name
from photonlink.deploy.plan import DeploymentError
from photonlink.deploy.regions import REGIONS
from photonlink.deploy.render import read
from photonlink.lights.events import PREFIX
from photonlink.setup.account import ParticleAccount
from photonlink.setup.command import cloud_of, cloud_options, new_session, told
from photonlink.setup.state import State, config_folder
from photonlink.setup.wizard import log_in
from photonlink.store import open_store


class _Deed(NamedTuple):
    """Something to undo, in the user's words, and how."""

    what: str
    undo: Callable[[], bool]


@click.command()
@click.option("--yes", is_flag=True, help="Do not ask first.")
@click.option("--dry-run", is_flag=True, help="Only show what would be undone.")
@click.option(
    "--store", type=click.Path(path_type=Path, dir_okay=False, exists=True), metavar="FILE",
    help="An SQLite store of a function that runs on this machine: its grant for this account is deleted.",
)  # fmt: skip
@cloud_options
def revoke(
    yes: bool, dry_run: bool, store: Path | None, api: str, in_house: bool, house_url: str | None
) -> None:
    """Delete the OAuth clients with all their tokens, the webhooks, and what is kept on this computer.

    From then on neither Amazon nor the Lambda reaches your devices. What is on AWS is yours to delete: it says how.
    """
    with told():
        api, _ = cloud_of(api, in_house, house_url)
        state, credentials = State(config_folder()), open_credentials(config_folder())
        if api not in state.accounts and credentials.get(token_name(api)) is None:
            click.echo(f"Nothing was set up at {api} from this computer.")
            return
        with new_session(api) as session:
            account = ParticleAccount(session, api)
            log_in(account, state, credentials)
            deeds = _deeds(account, state, credentials, store)
            for deed in deeds:
                click.echo(f"  - {deed.what}")
            if dry_run:
                return
            if not yes and not click.confirm("Undo all of this? Linked skills stop working at once."):
                return
            stacks = _stacks(state, api)
            for deed in deeds:
                click.echo(f"{'done' if deed.undo() else 'was gone'}: {deed.what}")
        if stacks:
            click.echo("\nStill there, and of no use to anybody without a client; delete it when you like:")
        for line in stacks:
            click.echo(f"  {line}")
        click.echo("Then disable the skill in the Alexa app, so that Amazon forgets its tokens, too.")


def _deeds(
    account: ParticleAccount, state: State, credentials: Credentials, store: Path | None
) -> list[_Deed]:
    """In an order in which an interruption leaves nothing behind that a second run would not find."""
    known = state.account(account.api)
    made = {region.client_id: name for name, region in known.regions.items() if region.client_id}
    names = {f"photonlink {name}" for name in REGIONS}
    deeds = [_webhook(account, webhook_id) for webhook_id in account.webhooks(PREFIX)]
    for client in account.clients():
        if client.id in made or client.name in names:
            deeds.append(_client(account, credentials, client.id))
    if store is not None:
        deeds.append(_grant(store, known.user))
    return [*deeds, _login(account, state, credentials, list(made))]


def _webhook(account: ParticleAccount, webhook_id: str) -> _Deed:
    return _Deed(f"the webhook {webhook_id} on {PREFIX}", lambda: account.delete_webhook(webhook_id))


def _client(account: ParticleAccount, credentials: Credentials, client_id: str) -> _Deed:
    def undo() -> bool:
        there = account.delete_client(client_id)
        credentials.remove(secret_name(account.api, client_id))
        return there

    return _Deed(f"the OAuth client {client_id}, with every token that Alexa got through it", undo)


def _grant(path: Path, user: str) -> _Deed:
    def undo() -> bool:
        from photonlink.alexa.reports.accounts import Accounts

        accounts = Accounts(open_store(str(path)))
        account = accounts.by_name(user)
        if account is None:
            return False
        accounts.remove(account)
        return True

    return _Deed(f"Amazon's grant for {user} in {path}", undo)


def _login(account: ParticleAccount, state: State, credentials: Credentials, clients: list[str]) -> _Deed:
    def undo() -> bool:
        there = account.revoke(account.token)
        for client_id in clients:
            credentials.remove(secret_name(account.api, client_id))
        credentials.remove(token_name(account.api))
        state.accounts.pop(account.api, None)
        state.save()
        return there

    return _Deed("photonlink's own login, and what it remembers on this computer", undo)


def _stacks(state: State, api: str) -> list[str]:
    """The command lines that delete what was deployed, where what was rendered is still there."""
    found = []
    for region in state.account(api).regions.values():
        try:
            deployment = read(Path(region.folder))
        except DeploymentError:
            continue
        found.append(
            f"aws cloudformation delete-stack --region {deployment.region.aws} --stack-name {deployment.stack_name}"
        )
    return found
