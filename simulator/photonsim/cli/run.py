"""`photonlink run`: start a house, speak a sentence to it, and serve it until Ctrl-C."""

from __future__ import annotations

import asyncio
import json
import signal
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from photonlink.cli.running import forget, remember
from photonsim.cli.options import libraries_option

if TYPE_CHECKING:
    from photonsim.clock import HouseClock
    from photonsim.house import HousePlan
    from photonsim.house_file import HouseFile
    from photonsim.photon.wasm import Firmware

#: What a house says first, so that its owner sees a light change.
FIRST_SENTENCE = "set the kitchen light to 40 percent"


def _say(line: str = "") -> None:
    click.echo(line, err=True)


def _firmware(folder: Path | None, libraries: Sequence[Path]) -> Firmware:
    """Our own firmware's built module, or a sketch compiled now. Ends the command where that can't be done."""
    from photonsim.photon.build import CompileError, NoCompiler, firmware_image
    from photonsim.photon.photon import load_firmware
    from photonsim.photon.sketch import ProjectError
    from photonsim.photon.wasm import FirmwareError

    try:
        return load_firmware(firmware_image(folder, libraries=libraries, progress=_say))
    except CompileError as error:
        _say(error.output.rstrip())
        _say(
            f"{folder}: this sketch does not compile. The compiler's messages stand above, each with file and line."
        )
    except (NoCompiler, ProjectError, FirmwareError) as error:
        _say(str(error))
    raise SystemExit(1)


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print one line of JSON when everything answers.")
@click.option(
    "--firmware",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Run this Particle project or sketch on every Photon, instead of photon-lights; or photon-lights-rgbw.",
)
@libraries_option
@click.option(
    "--devices", default=1, show_default=True, type=click.IntRange(1, 10_000), help="How many Photons."
)
@click.option(
    "--house",
    "house_file",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="A TOML description of the house; it says which devices there are.",
)
@click.option(
    "--state",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Remember everything in this file: accounts, tokens, names, EEPROM, flashed firmware, ports.",
)
@click.option(
    "--lambda",
    "handler",
    metavar="HANDLER",
    help="Somebody else's skill handler: a URL that speaks Lambda Invoke, module:function, or FILE.zip.",
)
@click.option("--no-link", is_flag=True, help="Do not link the Alexa account.")
@click.option(
    "--fault", "faults", multiple=True, metavar="NAME", help="Start with this fault; may be repeated."
)
@click.option("--virtual-time", is_flag=True, help="Time stands still until something waits for it.")
@click.option(
    "--speed",
    default=1.0,
    show_default=True,
    type=click.FloatRange(0.001, 1000),
    help="How fast time runs: 0.1 is slow motion, a tenth of the wall clock's speed.",
)
@click.option("--port-dashboard", default=0, type=click.IntRange(0, 65535), help="0 takes a free port.")
@click.option("--port-particle", default=0, type=click.IntRange(0, 65535))
@click.option("--port-alexa", default=0, type=click.IntRange(0, 65535))
@click.option("--port-lambda", default=0, type=click.IntRange(0, 65535))
def run(as_json: bool, no_link: bool, **options: Any) -> None:
    """Start a simulated house: Photons, Particle's cloud, a Lambda and Alexa, joined and linked.

    Serves until Ctrl-C. Everything listens on 127.0.0.1 only.
    """
    try:
        import photonsim.photon.wasm  # noqa: F401 (the one part that not every platform can load)
    except ImportError as error:
        _say(str(error))
        raise SystemExit(1) from error
    from photonsim.clock import HouseClock, new_event_loop
    from photonsim.faults import UnknownFault, find_fault
    from photonsim.foreign_lambda import HandlerSpecError
    from photonsim.house_file import HouseFile, HouseFileError, read_house_file
    from photonsim.house_state import HouseState, StateFileError
    from photonsim.photon.capacity import TooManyDevices, check_room
    from photonsim.serving import PortInUse

    try:
        described = read_house_file(options["house_file"]) if options["house_file"] else HouseFile()
        faults = [*described.faults, *options["faults"]]
        for name in faults:
            find_fault(name)
        check_room(len(described.devices) or options["devices"])
    except (UnknownFault, HouseFileError, TooManyDevices) as error:
        raise click.UsageError(str(error)) from error
    plan = _plan(described, faults, options)
    link = described.link and not no_link
    try:
        memory = HouseState(plan.state)
    except StateFileError as error:
        _say(str(error))
        raise SystemExit(2) from error
    ahead = (memory.get("clock") or {"ahead": 0.0})["ahead"]
    memory.close()
    if plan.virtual_time and options["speed"] != 1:
        raise click.UsageError("virtual time stands still or jumps: --speed is for a house in real time")
    clock = HouseClock(time.time() + ahead, virtual=plan.virtual_time, speed=options["speed"])
    loop = new_event_loop(clock)
    try:
        loop.run_until_complete(_serve(plan, clock, as_json=as_json, link=link, options=options))
    except (PortInUse, StateFileError, HandlerSpecError) as error:
        _say(str(error))
        raise SystemExit(2) from error
    finally:
        loop.close()


def _plan(described: HouseFile, faults: list[str], options: dict[str, Any]) -> HousePlan:
    """What to build, out of the house file and the options; options win."""
    from photonsim.house import DevicePlan, HousePlan, device_ids, device_plans

    if described.devices:
        ids = device_ids(len(described.devices))
        devices = [
            DevicePlan(
                entry.device_id or device_id,
                entry.name,
                _firmware(options["firmware"] or entry.firmware, options["libraries"]),
                entry.system_version,
            )
            for entry, device_id in zip(described.devices, ids, strict=True)
        ]
    else:
        devices = device_plans(_firmware(options["firmware"], options["libraries"]), options["devices"])
    return HousePlan(
        devices=devices,
        virtual_time=described.virtual_time or options["virtual_time"],
        faults=faults,
        groups=described.groups,
        environment=described.environment,
        state=options["state"],
        reflash=options["firmware"] is not None,
        handler=options["handler"],
        libraries=options["libraries"],
    )


async def _serve(
    plan: HousePlan, clock: HouseClock, *, as_json: bool, link: bool, options: dict[str, Any]
) -> None:
    from photonsim.house import Addresses, House
    from photonsim.house_state import HouseState
    from photonsim.serving import Servers, listen

    stopped = _stop_on_signals()
    parts = ("dashboard", "particle", "alexa", "lambda")
    memory = HouseState(plan.state)
    remembered = memory.get("ports") or {}
    listeners = [
        listen(options[f"port_{part}"] or remembered.get(part, 0), f"the {part}", f"--port-{part}")
        for part in parts
    ]
    memory.put("ports", {part: s.getsockname()[1] for part, s in zip(parts, listeners, strict=True)})
    memory.close()
    urls = [f"http://127.0.0.1:{listener.getsockname()[1]}" for listener in listeners]
    house = House(plan, clock, Addresses(*urls))
    servers = Servers(clock, house.trace)
    from photonsim.dashboard import dashboard_app
    from photonsim.http import ASGIApp

    apps: tuple[ASGIApp, ...] = (dashboard_app(house), house.particle.app, house.alexa.app, house.lambda_.app)
    for part, listener, app in zip(parts, listeners, apps, strict=True):
        servers.add(listener, app, name=part, traced=part != "dashboard")
    try:
        with clock.waiting():
            await servers.start()
            await house.start()
            house.open_serial_ports()
            linked = await house.link() if link else None
        if linked is not None and not linked.ok:
            _say(f"Alexa says: {linked.speech} The reason: {linked.reason}")
        remember(house.addresses.dashboard)
        if as_json:
            sys.stdout.write(json.dumps(house.describe()) + "\n")
            sys.stdout.flush()
        else:
            with clock.waiting():
                await _introduce(house, linked)
        await stopped
    finally:
        forget(house.addresses.dashboard)
        await servers.stop()
        await house.close()


def _stop_on_signals() -> asyncio.Future[None]:
    loop = asyncio.get_running_loop()
    stopped: asyncio.Future[None] = loop.create_future()

    def stop() -> None:
        if not stopped.done():
            stopped.set_result(None)

    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stop)
    return stopped


async def _introduce(house: Any, linked: Any) -> None:
    """Tell the person at the terminal what was started, and let a light change before their eyes."""
    count = len(house.photons)
    lights = [light for photon in house.photons for light in house.twins.lights(photon.device_id)]
    _say(f"The house is up: {count} Photon{'s' * (count != 1)}, {len(lights)} lights.")
    for light in lights[:12]:
        _say(f"  {light.name} ({light.kind})")
    if len(lights) > 12:
        _say(f"  ... and {len(lights) - 12} more")
    if linked is not None and linked.ok:
        _say(
            f"Alexa is linked to Particle's account {house.user} and knows {len(house.alexa.endpoints)} endpoints."
        )
    if linked is not None and linked.ok and any(light.name == "kitchen light" for light in lights):
        await _first_sentence(house)
    _say()
    _say(f"Dashboard        {house.addresses.dashboard}")
    _say(f"Particle's cloud {house.addresses.particle}   user {house.user}, password {house.password}")
    _say()
    _say('Now, in another terminal:  .venv/bin/photonlink say "turn on the accent light"')
    _say("                           .venv/bin/photonlink trace")
    _say("Ctrl-C ends the house.")


async def _first_sentence(house: Any) -> None:
    photon = next(p for p in house.photons if house.twins.light(p.device_id, "kitchen"))
    light = house.twins.light(photon.device_id, "kitchen")
    pin = light.pins[0][0]
    show = _duty_of(house, photon, pin)
    before = show()
    _say()
    _say(f'You say:     "Alexa, {FIRST_SENTENCE}"')
    answer = await house.say(FIRST_SENTENCE)
    _say(f"Alexa says:  {answer.speech}")
    await house.clock.sleep(1.0)  # the fade
    _say(f"The pin:     {show()}   (before: {before})")


def _duty_of(house: Any, photon: Any, pin: int) -> Callable[[], str]:
    from photonsim.photon.pins import PINS

    return lambda: f"{PINS[pin].name} has a duty cycle of {photon.pins.duty(pin):.1%}"
