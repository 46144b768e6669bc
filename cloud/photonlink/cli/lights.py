"""`photonlink lights`: list the lights of your Photons, and set their table without a compiler."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

import click
from rich.console import Console
from rich.table import Table

from photonlink.cli.device_access import Access, access_options, opened
from photonlink.cli.running import fail
from photonlink.cli.table_line import KINDS, WORDS, BadPart, Wiring, Wish, line_for, refusal
from photonlink.lights.light import Light
from photonlink.lights.manifest import ManifestError, parse_manifest
from photonlink.particle.client import Device
from photonlink.particle.errors import ParticleError, TokenRefused, UnknownVariable
from photonlink.photon_pins import canonical

#: The firmware's function that sets a line.
FUNCTION = "table"


class _Row(NamedTuple):
    light: Light
    pins: tuple[str, ...]
    is_low: bool
    state: dict[str, Any]

    @property
    def wiring(self) -> Wiring:
        kind, kelvin = WORDS[self.light.kind], self.light.kelvin or ()
        return Wiring(kind, self.pins, kelvin[:1] if kind == "rgbw" else kelvin)

    def as_json(self) -> dict[str, object]:
        return {
            "key": self.light.key,
            "name": self.light.name,
            "kind": WORDS[self.light.kind],
            "kelvin": list(self.light.kelvin) if self.light.kelvin else None,
            "pins": list(self.pins),
            "low": self.is_low,
            "state": self.state,
        }


@click.group(invoke_without_command=True)
@click.option("--device", metavar="NAME", help="One Photon only, by name or id.")
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
@access_options
@click.pass_context
def lights(ctx: click.Context, /, device: str | None, as_json: bool, **cloud: Any) -> None:
    """List the lights of your Photons: key, spoken name, kind, pins, and what they do now.

    The running simulated house is asked where there is one, else Particle's cloud. Exit code 0: done. 1: refused, or
    no answer. 2: wrong usage, or no such device.
    """
    if ctx.invoked_subcommand is not None:
        _refuse_early_options(ctx)
        return
    with opened(**cloud) as access:
        devices = [access.device(device)] if device else access.devices()
        found = [(each, *_asked(access, each)) for each in devices]
    if as_json:
        click.echo(json.dumps([_device_json(each, rows, why) for each, rows, why in found]))
    else:
        _print(found)
    ctx.exit(1 if device and found[0][2] else 0)


def _refuse_early_options(ctx: click.Context) -> None:
    """Options before a sub-command would be taken for the list, and forgotten: say so instead."""
    for option in ctx.command.params:
        if option.name and ctx.get_parameter_source(option.name) is click.core.ParameterSource.COMMANDLINE:
            raise click.UsageError(
                f"Give {option.opts[0]} behind {ctx.invoked_subcommand}: "
                f"photonlink lights {ctx.invoked_subcommand} ... {option.opts[0]} ..."
            )


def _editing(command: Any) -> Any:
    command = click.option(
        "--device", metavar="NAME", help="The Photon, by name or id, if there are several."
    )(command)
    return access_options(command)


def _settings(command: Any) -> Any:
    for option in (
        click.option(
            "--fade", type=click.IntRange(0), metavar="MS", help="How long a change takes; 400 at first."
        ),
        click.option(
            "--low/--high", "is_low", default=None, help="Whether the lamp is on when its pins are low."
        ),
        click.option("--button", metavar="PIN", help="A button from this pin to ground; `none`: no more."),
        click.option(
            "--kelvin", metavar="K[-K]", help="Of the whites: 2700-6500 for tunable, 4000 for rgbw."
        ),
    ):
        command = option(command)
    return command


@lights.command()
@click.argument("key")
@click.option("--kind", type=click.Choice(list(KINDS)), required=True, help="What hangs there.")
@click.option(
    "--pins",
    metavar="PIN[,PIN]...",
    required=True,
    help="In the order red, green, blue, white; or warm, cool.",
)
@click.option("--name", required=True, help="What is said to Alexa.")
@_settings
@_editing
def add(
    key: str, kind: str, pins: str, name: str, kelvin: str | None, button: str | None, is_low: bool | None,
    fade: int | None, device: str | None, **cloud: Any,
) -> None:  # fmt: skip
    """Add the light KEY: a short word of small letters and digits that never changes."""
    with opened(**cloud) as access:
        target = access.device(device)
        rows = _rows(access, target)
        if any(row.light.key == key for row in rows):
            raise click.ClickException(
                f"{key} is there already: `photonlink lights change {key}` changes it."
            )
        wiring = Wiring(kind, _pins(pins), _kelvin(kelvin))
        _set(access, target, rows, key, wiring, Wish(name, button, is_low, fade))


@lights.command()
@click.argument("key")
@click.option("--kind", type=click.Choice(list(KINDS)), help="What hangs there.")
@click.option("--pins", metavar="PIN[,PIN]...", help="In the order red, green, blue, white; or warm, cool.")
@click.option("--name", help="What is said to Alexa.")
@_settings
@_editing
def change(
    key: str, kind: str | None, pins: str | None, name: str | None, kelvin: str | None, button: str | None,
    is_low: bool | None, fade: int | None, device: str | None, **cloud: Any,
) -> None:  # fmt: skip
    """Change the light KEY: what isn't given stays."""
    wish = Wish(name, button, is_low, fade)
    is_wiring = kind is not None or pins is not None or kelvin is not None
    if wish == Wish() and not is_wiring:
        raise click.UsageError(
            "Change what? Give --kind, --pins, --kelvin, --name, --button, --low, --high or --fade."
        )
    with opened(**cloud) as access:
        target = access.device(device)
        rows = _rows(access, target)
        before = next((row.wiring for row in rows if row.light.key == key), None)
        if before is None:
            raise click.ClickException(refusal(-2, key, key))
        wiring = None
        if is_wiring:
            stays = kind is None or kind == before.kind
            wiring = Wiring(
                kind or before.kind,
                before.pins if pins is None else _pins(pins),
                before.kelvin if kelvin is None and stays else _kelvin(kelvin),
            )
        _set(access, target, rows, key, wiring, wish)


@lights.command()
@click.argument("key")
@_editing
def remove(key: str, device: str | None, **cloud: Any) -> None:
    """Remove the light KEY: it goes dark, and its pins are free."""
    with opened(**cloud) as access:
        target = access.device(device)
        rows = _rows(access, target)
        if all(row.light.key != key for row in rows):
            raise click.ClickException(refusal(-2, key, key))
        count = _call(access, target, rows, key, f"{key}=remove")
        click.echo(f"{key} is removed: {_lights(count)} on {target.name or target.id}.")


@lights.command()
@click.option("--yes", is_flag=True, help="Do not ask first.")
@_editing
def reset(yes: bool, device: str | None, **cloud: Any) -> None:
    """Go back to the table that the firmware was compiled with."""
    with opened(**cloud) as access:
        target = access.device(device)
        where = target.name or target.id
        if not yes and not click.confirm(f"Forget the table that was set on {where}?", err=True):
            return
        count = _call(access, target, [], "", "=reset")
        click.echo(f"The table of the firmware is in force again: {_lights(count)} on {where}.")


def _set(
    access: Access, device: Device, rows: list[_Row], key: str, wiring: Wiring | None, wish: Wish
) -> None:
    try:
        line = line_for(key, wiring, wish)
    except BadPart as bad:
        raise click.ClickException(refusal(bad.code, key, key)) from bad
    count = _call(access, device, rows, key, line, [*(wiring.pins if wiring else ()), wish.button or ""])
    click.echo(f"{key} is set: {_lights(count)} on {device.name or device.id}.")


def _call(
    access: Access, device: Device, rows: list[_Row], key: str, line: str, pins: list[str] | None = None
) -> int:
    code = access.call(device, FUNCTION, line)
    if code < 0:
        wanted = {canonical(pin.upper()) for pin in pins or []}
        taken = [
            f"{pin} is of {row.light.key}"
            for row in rows
            for pin in row.pins
            if row.light.key != key and canonical(pin) in wanted
        ]
        raise click.ClickException(refusal(code, key, line, taken))
    return code


# -- what there is -------------------------------------------------------------------------------


def _asked(access: Access, device: Device) -> tuple[list[_Row], str]:
    """The lights of a device, or why it shows none."""
    if not device.online:
        return [], "offline"
    try:
        return _rows(access, device), ""
    except TokenRefused:
        raise
    except UnknownVariable:
        return [], "its firmware is not photon-lights"
    except (ParticleError, click.ClickException) as error:
        return [], getattr(error, "message", str(error))


def _rows(access: Access, device: Device) -> list[_Row]:
    manifest = access.variable(device, "lights")
    try:
        found = parse_manifest(manifest)
        pins = json.loads(str(access.variable(device, "pins")))
        states = json.loads(str(access.variable(device, "state")))
        return [_row(light, str(pins[light.key]), states[light.key]) for light in found]
    except (ManifestError, ValueError, KeyError, TypeError) as error:
        raise click.ClickException(
            f"{device.name or device.id} does not describe its lights: {error}"
        ) from error


def _row(light: Light, pins: str, state: dict[str, Any]) -> _Row:
    names = tuple(pin.strip().lstrip("!") for pin in pins.split(","))
    return _Row(light, names, "!" in pins, state)


def _device_json(device: Device, rows: list[_Row], why: str) -> dict[str, object]:
    return {
        "id": device.id,
        "name": device.name,
        "online": device.online,
        "lights": [row.as_json() for row in rows],
        "error": why or None,
    }


def _print(found: list[tuple[Device, list[_Row], str]]) -> None:
    table = Table(box=None)
    for heading in ("device", "key", "name", "kind", "pins", "state"):
        table.add_column(heading, overflow="fold")
    for device, rows, why in found:
        name = device.name or device.id
        if not rows:
            table.add_row(name, "", "", "", "", why or "no lights")
        for row in rows:
            kelvin = "-".join(map(str, row.wiring.kelvin))
            kind = f"{row.wiring.kind} {kelvin} K" if kelvin else row.wiring.kind
            pins = ",".join(row.pins) + (" (active-low)" if row.is_low else "")
            table.add_row(name, row.light.key, row.light.name, kind, pins, _state(row.state))
            name = ""
    Console(highlight=False, markup=False).print(table)
    if not found:
        click.echo("This account has no devices.", err=True)


def _state(state: dict[str, Any]) -> str:
    if not state.get("on"):
        return "off"
    parts = ["on" if "bri" not in state else f"{state['bri']} %"]
    if "hsv" in state:
        parts.append("hue {} saturation {} value {}".format(*state["hsv"]))
    if "ct" in state:
        parts.append(f"{state['ct']} K")
    return ", ".join(parts)


def _pins(text: str) -> tuple[str, ...]:
    return tuple(pin.strip() for pin in text.split(","))


def _kelvin(text: str | None) -> tuple[int, ...]:
    if text is None:
        return ()
    parts = text.upper().removesuffix("K").strip().split("-")
    if not all(part.strip().isdecimal() for part in parts):
        fail(f"--kelvin {text} is no number of kelvin: expected 2700-6500 for tunable, or 4000 for rgbw.")
    return tuple(int(part) for part in parts)


def _lights(count: int) -> str:
    return "1 light" if count == 1 else f"{count} lights"
