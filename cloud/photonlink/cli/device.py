"""`photonlink device`: a Photon on a serial port, real or simulated."""

from __future__ import annotations

import codecs
import io
import time

import click
import serial

from photonlink.cli.running import house_option, running_house
from photonlink.device.dialogue import CIPHERS, SECURITIES, DialogueError, SetupDialogue
from photonlink.device.ports import NoPort, the_port

_AGAIN_S = 0.5


@click.group()
def device() -> None:
    """A Photon on a serial port: setup gives it Wi-Fi, monitor shows its log."""


def _port_of(port: str | None, house_url: str | None) -> str:
    try:
        return the_port(port, _simulated(house_url) if not port else [])
    except NoPort as error:
        click.echo(str(error), err=True)
        raise SystemExit(2) from error


def _simulated(house_url: str | None) -> list[str]:
    house = running_house(house_url)
    if house is None:
        return []
    return [device["serial"] for device in house.get("/api/house")["devices"] if device.get("serial")]


_port_option = click.option(
    "--port",
    metavar="PORT",
    help="The serial port, such as /dev/ttyACM0; found by itself when there is one Photon.",
)


@device.command()
@_port_option
@click.option(
    "--ssid", prompt="Name of the Wi-Fi network (SSID)", help="The network's name; asked for when not given."
)
@click.option(
    "--password",
    envvar="PHOTONLINK_WIFI_PASSWORD",
    help="The network's password; better left to the question, which does not show it, or to PHOTONLINK_WIFI_PASSWORD.",
)
@click.option("--security", type=click.Choice(SECURITIES), help="For a network that the Photon does not see.")
@click.option("--cipher", type=click.Choice(CIPHERS), help="Likewise.")
@house_option
def setup(
    port: str | None,
    ssid: str,
    password: str | None,
    security: str | None,
    cipher: str | None,
    house_url: str | None,
) -> None:
    """Give a Photon the name and password of your Wi-Fi, over USB.

    Puts it into listening mode by itself where it can. Exit code 0: saved; 1: the Photon refused or stopped
    answering; 2: no port.
    """
    if password is None and security != "unsecured":
        password = click.prompt("Password", hide_input=True, default="", show_default=False)
    name = _port_of(port, house_url)
    try:
        with serial.Serial(name, 9600) as line:
            dialogue = SetupDialogue(line)
            click.echo(f"Photon on {name}: waiting for listening mode ...", err=True)
            device_id = dialogue.enter()
            click.echo(f"Device id {device_id}. Handing over the credentials of {ssid!r} ...", err=True)
            dialogue.give_credentials(ssid, password or "", security, cipher)
    except DialogueError as error:
        click.echo(str(error), err=True)
        raise SystemExit(1) from error
    except (serial.SerialException, OSError) as error:
        click.echo(_cannot_open(name, error), err=True)
        raise SystemExit(2) from error
    click.echo(
        "Saved. The Photon connects now: its LED blinks green, then cyan, and breathes cyan when it is online. "
        "If it goes on blinking green, the password is wrong."
    )


@device.command()
@_port_option
@house_option
def monitor(port: str | None, house_url: str | None) -> None:
    """Show what a Photon writes to its serial port, until Ctrl-C."""
    name = _port_of(port, house_url)
    click.echo(f"Listening on {name}. Ctrl-C ends it.", err=True)
    opened = False
    try:
        while True:
            try:
                with serial.Serial(name, 9600, timeout=0.2) as line:
                    opened = True
                    # A read may end in the middle of a character, or of the end of a line.
                    text = io.IncrementalNewlineDecoder(
                        codecs.getincrementaldecoder("utf-8")("replace"), True
                    )
                    while True:
                        if data := line.read(max(1, line.in_waiting)):
                            click.echo(text.decode(data), nl=False)
            except (serial.SerialException, OSError) as error:
                if not opened:
                    click.echo(_cannot_open(name, error), err=True)
                    raise SystemExit(2) from error
                time.sleep(_AGAIN_S)  # it was reset or unplugged: wait until it is back
    except KeyboardInterrupt:
        click.echo(err=True)


def _cannot_open(name: str, error: Exception) -> str:
    return (
        f"The port {name} could not be used: {error}. Close other programs that have it open; "
        "on Linux your user must be in the group dialout."
    )
