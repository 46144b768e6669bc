"""The conversation of `photonlink setup`: one step after the other, each of which can be the last for today."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import click

from photonlink.credentials import Credentials, secret_name, token_name
from photonlink.deploy import Deployment
from photonlink.deploy.checklist import console_fields
from photonlink.deploy.plan import PARTICLE_API, Profile
from photonlink.deploy.regions import Region, why_one_skill_each
from photonlink.deploy.render import RECORD, read, write
from photonlink.doctor.masking import masked
from photonlink.setup.account import AccountError, Client, CodeWanted, ParticleAccount
from photonlink.setup.pasted import (
    cleaned,
    complaint_about_field,
    complaint_about_redirect_uri,
    complaint_about_skill_id,
)
from photonlink.setup.state import AccountState, RegionState, State

#: How often something wrong may be typed before the wizard gives up.
_TRIES = 3


class GaveUp(Exception):
    """It cannot go on; the text says why and what to do. What is done so far is kept."""


@dataclass(frozen=True)
class Plan:
    """What is to be set up. `stands_for` maps a simulated house's addresses to the public ones they play.

    `profile` is None where what was rendered before, or "small", is meant.
    """

    regions: tuple[Region, ...]
    profile: Profile | None = None
    out: Path = Path("deploy")
    stands_for: Mapping[str, str] = field(default_factory=dict)

    def public(self, url: str) -> str:
        """The address as the world outside knows it."""
        for prefix in sorted(self.stands_for, key=len, reverse=True):
            if url == prefix or url.startswith((f"{prefix}/", f"{prefix}?")):
                return self.stands_for[prefix] + url[len(prefix) :]
        return url


class Wizard:
    """One run. Raises GaveUp, AccountError, CredentialsError, StateError."""

    def __init__(self, account: ParticleAccount, state: State, credentials: Credentials, plan: Plan) -> None:
        self._account, self._state, self._credentials, self._plan = account, state, credentials, plan

    @property
    def _known(self) -> AccountState:
        return self._state.account(self._account.api)

    def run(self) -> None:
        """Everything that is not done yet."""
        log_in(self._account, self._state, self._credentials)
        if len({*self._known.regions, *(region.name for region in self._plan.regions)}) > 1:
            click.echo(f"\n{why_one_skill_each()}")
        for region in self._plan.regions:
            click.echo(click.style(f"\nAlexa in {region.title}", bold=True))
            known = self._known.regions.setdefault(region.name, RegionState())
            self._redirect_uri(region, known)
            secret = self._client(region, known)
            self._skill_id(known)
            self._paste(region, known, secret)
            self._render(region, known)

    # -- the steps -------------------------------------------------------------------------------

    def _redirect_uri(self, region: Region, known: RegionState) -> None:
        if known.redirect_uri:
            click.echo(f"Redirect URI: {known.redirect_uri}")
            return
        click.echo(
            "In the Alexa developer console, open your skill's Account Linking page. It lists Alexa Redirect URLs; the "
            f"one for {region.title} begins with https://{region.host}/."
        )

        def complaint(text: str) -> str:
            return complaint_about_redirect_uri(self._plan.public(text), region)

        known.redirect_uri = _asked("Alexa Redirect URL", complaint)
        self._state.save()

    def _client(self, region: Region, known: RegionState) -> str:
        """Make sure that there is a client whose secret is known; returns the secret."""
        account = self._account
        there = {client.id: client for client in account.clients()}
        if known.client_id:
            secret = self._credentials.get(secret_name(account.api, known.client_id))
            client = there.get(known.client_id)
            if client is not None and secret and client.redirect_uri == known.redirect_uri:
                click.echo(f"OAuth client: {client.id}, made by an earlier run")
                return secret
            reason = (
                "it is gone from your account" if client is None else "its secret is not kept here any more"
            )
            click.echo(f"The OAuth client {known.client_id} of an earlier run is of no use: {reason}.")
        self._clear_leftovers(list(there.values()), region, known)
        made = account.create_client(f"photonlink {region.name}", known.redirect_uri)
        # The secret first: it is shown once, and a client without it is of no use.
        self._credentials.put(secret_name(account.api, made.id), made.secret)
        known.client_id, known.checked = made.id, False
        self._state.save()
        click.echo(
            f"OAuth client: {made.id}, of type web, made now. Its secret is in {self._credentials.place}."
        )
        return made.secret

    def _clear_leftovers(self, there: list[Client], region: Region, known: RegionState) -> None:
        """Clients that an interrupted run made, whose secrets nobody knows."""
        ours = {state.client_id for state in self._known.regions.values()} - {known.client_id}
        for client in there:
            mine = client.name == f"photonlink {region.name}" and client.redirect_uri == known.redirect_uri
            if not mine or client.id in ours:
                continue
            if click.confirm(
                f"The OAuth client {client.id} is left over from an earlier run, and its secret is lost. A skill that "
                "uses it would stop working without it. Delete it?",
                default=True,
            ):
                self._account.delete_client(client.id)
                self._credentials.remove(secret_name(self._account.api, client.id))

    def _skill_id(self, known: RegionState) -> None:
        if known.skill_id:
            click.echo(f"Skill: {known.skill_id}")
            return
        click.echo(
            "The skill's id stands under its name in the console ('Copy Skill ID'). Only that skill may then invoke "
            "your function. Leave it empty if there is no skill yet."
        )
        known.skill_id = _asked("Skill ID", complaint_about_skill_id, optional=True)
        self._state.save()

    def _paste(self, region: Region, known: RegionState, secret: str) -> None:
        if known.checked:
            click.echo("Account Linking page: checked in an earlier run")
            return
        deployment = self._deployment(region, known)
        click.echo("\nPaste this into the Account Linking page, and save it:")
        fields = console_fields(deployment, masked(secret))
        width = max(len(name) for name, _ in fields)
        for name, value in fields:
            click.echo(f"  {name:<{width}}  {value}")
        if click.confirm("Show the secret now, so that you can copy it?", default=True):
            click.echo(f"  {secret}")
        click.echo(
            "\nNow copy each field back out of the console, so that it can be checked; leave a field empty to skip it. "
            "What you paste for the secret stays unseen."
        )
        wanted = [
            ("Your Web Authorization URI", deployment.authorization_uri, False),
            ("Access Token URI", deployment.access_token_uri, False),
            ("Your Client ID", known.client_id, False),
            ("Your Secret", secret, True),
        ]
        skipped = [name for name, value, hidden in wanted if not _checked_field(name, value, hidden)]
        if skipped:
            click.echo(f"Not checked: {', '.join(skipped)}. The next run asks again.")
        else:
            click.echo("All of it is as it should be.")
        known.checked = not skipped
        self._state.save()

    def _render(self, region: Region, known: RegionState) -> None:
        folder = self._plan.out / region.name
        write(self._deployment(region, known), folder)
        known.folder = str(folder.absolute())
        self._state.save()
        click.echo(f"\nWritten: {folder}. What is left to do stands in {folder / 'CHECKLIST.md'}.")
        click.echo(f"Next: photonlink deploy apply --out {folder}")

    def _deployment(self, region: Region, known: RegionState) -> Deployment:
        """What was rendered before, if anything was, with what is known now."""
        folder = self._plan.out / region.name
        before = read(folder) if (folder / RECORD).exists() else Deployment(region)
        return replace(
            before,
            region=region,
            profile=self._plan.profile or before.profile,
            skill_id=known.skill_id or before.skill_id,
            client_id=known.client_id,
            particle_api=self._account.api,
        )


def log_in(account: ParticleAccount, state: State, credentials: Credentials) -> None:
    """With the token of an earlier run if it is still good, else by asking. Raises GaveUp, AccountError."""
    known = state.account(account.api)
    where = "Particle" if account.api == PARTICLE_API else account.api
    account.token = credentials.get(token_name(account.api)) or ""
    if account.token:
        try:
            known.user = account.user_name()
        except AccountError as error:
            if error.status not in (400, 401):
                raise
            click.echo(f"The login of an earlier run is not good any more ({where}).")
            credentials.remove(token_name(account.api))
        else:
            click.echo(f"Logged in at {where} as {known.user}")
            return
    click.echo(f"Log in at {where}. Your password is used once and not kept.")
    for _ in range(_TRIES):
        try:
            _ask_for_login(account)
            known.user = account.user_name()
            break
        except AccountError as error:
            if error.status not in (400, 401, 403):
                raise
            click.echo(str(error))
    else:
        raise GaveUp(f"{where} did not let you in. Try the same login at https://console.particle.io.")
    credentials.put(token_name(account.api), account.token)
    state.save()
    click.echo(f"Logged in as {known.user}. The token is in {credentials.place}; it lives for a week.")


def _ask_for_login(account: ParticleAccount) -> None:
    username = cleaned(click.prompt("User name (empty: use an access token)", default="", show_default=False))
    if not username:
        account.token = cleaned(click.prompt("Access token", hide_input=True))
        return
    password = click.prompt("Password", hide_input=True)
    try:
        account.log_in(username, password)
    except CodeWanted as wanted:
        account.enter_code(wanted, cleaned(click.prompt("One-time code of your authenticator app")))


def _asked(what: str, complaint: Callable[[str], str], *, optional: bool = False) -> str:
    """Ask until it is right. Raises GaveUp."""
    for _ in range(_TRIES):
        text = cleaned(click.prompt(what, default="" if optional else None, show_default=False))
        if not text and optional:
            return ""
        wrong = complaint(text)
        if not wrong:
            return text
        click.echo(wrong)
    raise GaveUp(f"Without the right {what} it cannot go on. What is done so far is kept: run setup again.")


def _checked_field(name: str, wanted: str, hidden: bool) -> bool:
    """Whether the console's field was shown to hold what it should."""
    for _ in range(_TRIES):
        pasted = cleaned(click.prompt(f"  {name}", default="", show_default=False, hide_input=hidden))
        if not pasted:
            return False
        complaint = complaint_about_field(name, wanted, pasted, secret=hidden)
        if not complaint:
            return True
        click.echo(complaint)
    return False
