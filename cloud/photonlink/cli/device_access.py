"""Which cloud a command for devices talks to, and with which token: the running house's, or Particle's."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from typing import Any, NamedTuple

import click

from photonlink.cli.running import House, fail, house_option, is_house_known
from photonlink.clock import Deadline, SystemClock
from photonlink.credentials import open_credentials
from photonlink.deploy.plan import PARTICLE_API
from photonlink.particle.client import Device, ParticleClient
from photonlink.particle.errors import (
    CloudUnreachable,
    DeviceOffline,
    DeviceSilent,
    ParticleError,
    TokenRefused,
    UnknownFunction,
    UnknownVariable,
)
from photonlink.setup.account import ParticleAccount
from photonlink.setup.command import new_session, told
from photonlink.setup.state import State, config_folder
from photonlink.setup.wizard import log_in

#: Longest wait for one answer, in seconds: Particle's cloud itself gives a device about 10.
ANSWER_S = 15.0


class Access(NamedTuple):
    """One cloud, with a token for it. `house`: it is a simulated one."""

    client: ParticleClient
    token: str
    house: bool

    def devices(self) -> list[Device]:
        return self.client.devices(self.token, _deadline())

    def variable(self, device: Device, name: str) -> object:
        return self.client.variable(self.token, device.id, name, _deadline())

    def call(self, device: Device, function: str, argument: str) -> int:
        return self.client.call(self.token, device.id, function, argument, _deadline())

    def device(self, wanted: str | None) -> Device:
        """The one with this name or id, or the only one. Ends the command with exit code 2 where there is none."""
        devices = self.devices()
        names = ", ".join(sorted(device.name or device.id for device in devices))
        if wanted is None:
            if len(devices) == 1:
                return devices[0]
            return _none(f"Which device? Give --device: this account has {names or 'none'}.")
        found = [device for device in devices if wanted in (device.name, device.id)]
        if len(found) == 1:
            return found[0]
        if found:
            return _none(f"Several devices have the name {wanted}: give the id of one ({_ids(found)}).")
        return _none(f"This account has no device {wanted}. It has {names or 'none'}.")


def access_options(command: Any) -> Any:
    """--api, --token, --house and --house-url."""
    for option in (
        click.option(
            "--token",
            envvar="PARTICLE_ACCESS_TOKEN",
            metavar="TOKEN",
            help="An access token; by default that of `photonlink setup`.",
        ),
        click.option(
            "--api",
            envvar="PARTICLE_API_URL",
            metavar="URL",
            help=f"Particle's cloud [{PARTICLE_API}], also while a simulated house is running.",
        ),
        click.option("--house", "in_house", is_flag=True, help="The running simulated house's cloud."),
    ):
        command = option(command)
    return house_option(command)


@contextmanager
def opened(api: str | None, token: str | None, in_house: bool, house_url: str | None) -> Iterator[Access]:
    """The cloud that was named; else the running house's, where one is running; else Particle's.

    What goes wrong at Particle or on the way is said in a sentence, with exit code 1.
    """
    named = bool(api or token)
    if in_house or (not named and (house_url or is_house_known())):
        facts = House(house_url).get("/api/configuration")["particle"]
        api, token, in_house = str(facts["api"]), token or str(facts["access_token"]), True
    else:
        api = (api or PARTICLE_API).rstrip("/")
    with told(), new_session(api) as session:
        if not token:
            account = ParticleAccount(session, api)
            with redirect_stdout(sys.stderr):  # what a command finds goes to stdout, and nothing else
                log_in(account, State(config_folder()), open_credentials(config_folder()))
            token = account.token
        client = ParticleClient(session, api, SystemClock())
        try:
            yield Access(client, token, in_house)
        except ParticleError as error:
            raise click.ClickException(_sentence(error, api)) from error


def _sentence(error: ParticleError, api: str) -> str:
    match error:
        case TokenRefused():
            return f"{api} does not take the access token ({error}). `photonlink setup` logs in again; or give --token."
        case DeviceOffline():
            return "The device is offline: look at its LED (breathing cyan means online) and its power, then try again."
        case DeviceSilent():
            return "The device did not answer in time. It may have done it all the same: `photonlink lights` shows."
        case UnknownFunction() | UnknownVariable():
            return (
                f"{error} The firmware on this device is not photon-lights, or one from before tables could be set: "
                "flash it with `make flash DEVICE=name`."
            )
        case CloudUnreachable():
            return f"{api} cannot be reached ({error}). Is the address right, and is there a network?"
        case _:
            return f"{api} refused: {error}"


def _deadline() -> Deadline:
    return Deadline(SystemClock(), ANSWER_S)


def _ids(devices: list[Device]) -> str:
    return ", ".join(device.id for device in devices)


def _none(message: str) -> Device:
    fail(message)
    raise AssertionError  # fail() does not return
