"""`photonlink setup`: make the OAuth client, fill in the Alexa console, render the deployment."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
import requests

from photonlink.cli.running import House, house_option
from photonlink.credentials import CredentialsError, open_credentials
from photonlink.deploy import DeploymentError
from photonlink.deploy.plan import PARTICLE_API, Profile
from photonlink.deploy.regions import REGIONS, why_one_skill_each
from photonlink.setup.account import AccountError, ParticleAccount
from photonlink.setup.state import AccountState, State, StateError, config_folder
from photonlink.setup.wizard import GaveUp, Plan, Wizard


def cloud_options(command: Any) -> Any:
    """--api and --house: which cloud it is about."""
    command = click.option(
        "--api",
        envvar="PARTICLE_API_URL",
        default=PARTICLE_API,
        show_default=True,
        metavar="URL",
        help="Particle's cloud.",
    )(command)
    command = click.option(
        "--house", "in_house", is_flag=True, help="The running simulated house's cloud instead."
    )(command)
    return house_option(command)


def cloud_of(api: str, in_house: bool, house_url: str | None) -> tuple[str, dict[str, str]]:
    """The cloud's base URL, and what the addresses of a simulated house stand for."""
    if not in_house:
        return api.rstrip("/"), {}
    facts = House(house_url).get("/api/configuration")
    return str(facts["particle"]["api"]), dict(facts["stands_for"])


def new_session(api: str) -> requests.Session:
    """A session for one cloud; one on this machine is not asked through a proxy."""
    session = requests.Session()
    session.trust_env = api.startswith("https://")
    return session


@contextmanager
def told() -> Iterator[None]:
    """What goes wrong is said in one sentence, with exit code 1; so is an interruption."""
    try:
        yield
    except (AccountError, CredentialsError, DeploymentError, StateError, GaveUp) as error:
        raise click.ClickException(str(error)) from error
    except (click.Abort, KeyboardInterrupt):  # at a question, or while something is done
        click.echo("\nInterrupted. What is done so far is kept: the next run goes on from there.", err=True)
        raise SystemExit(130) from None


@click.command()
@click.option(
    "--region",
    "regions",
    multiple=True,
    type=click.Choice(list(REGIONS)),
    help="Alexa's region of your Amazon account; may be repeated.",
)
@click.option(
    "--profile", type=click.Choice(["small", "full"]), help="[default: as rendered before, else small]"
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("deploy"),
    show_default=True,
    metavar="DIR",
    help="Where the deployment of each region is written.",
)
@click.option("--dry-run", is_flag=True, help="Only show what would be done; ask nobody, write nothing.")
@cloud_options
def setup(
    regions: tuple[str, ...],
    profile: Profile | None,
    out: Path,
    dry_run: bool,
    api: str,
    in_house: bool,
    house_url: str | None,
) -> None:
    """Set up linking: log in at Particle, make an OAuth client, fill in the Alexa console.

    It can be run again at any time: what is done is shown, what is missing is asked for.
    """
    with told():
        api, stands_for = cloud_of(api, in_house, house_url)
        state = State(config_folder())
        wanted = regions or tuple(state.account(api).regions)
        if dry_run:
            _show(state.account(api), wanted or ("na",), api, out)
            return
        if not wanted:
            for region in REGIONS.values():
                click.echo(f"  {region.name}  {region.title}")
            click.echo("The country and language of your Amazon account decide, not the place where you are.")
            wanted = (click.prompt("Region", type=click.Choice(list(REGIONS)), default="na"),)
        plan = Plan(tuple(REGIONS[name] for name in wanted), profile, out, stands_for)
        with new_session(api) as session:
            Wizard(ParticleAccount(session, api), state, open_credentials(config_folder()), plan).run()


def _show(known: AccountState, regions: tuple[str, ...], api: str, out: Path) -> None:
    """What a run would do, from what is remembered alone."""
    click.echo(
        f"Log in at {api}" + (f" as {known.user}, unless the kept token is still good" if known.user else "")
    )
    if len(regions) > 1:
        click.echo(why_one_skill_each())
    for name in regions:
        region, state = REGIONS[name], known.regions.get(name)
        click.echo(f"Alexa in {region.title}:")
        if state is None or not state.redirect_uri:
            click.echo(f"  ask for the Alexa Redirect URL that begins with https://{region.host}/")
        if state is None or not state.client_id:
            click.echo(f"  make an OAuth client of type web, named photonlink {name}, and keep its secret")
        else:
            click.echo(f"  use the OAuth client {state.client_id}, if it is still in your account")
        if state is None or not state.skill_id:
            click.echo("  ask for the skill's id")
        if state is None or not state.checked:
            click.echo(
                "  say what goes into each field of the Account Linking page, and check what was pasted"
            )
        click.echo(f"  write the deployment into {out / name}")
