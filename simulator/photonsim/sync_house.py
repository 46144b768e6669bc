"""A house for tests: synchronous calls, in-process, at virtual time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import requests

from photonlink.doctor import Case, Configuration, Examination, examine, mend
from photonlink.doctor.probes import Probes
from photonsim.alexa_service import Answer, Endpoint, Exchange, LinkResult
from photonsim.bridge import run_sync
from photonsim.clock import HouseClock
from photonsim.durations import parse_duration
from photonsim.house import House, HousePlan, device_plans
from photonsim.http import HouseAdapter
from photonsim.in_thread import LoopThread
from photonsim.photon.build import firmware_image
from photonsim.photon.buses import I2cBus, SpiBus
from photonsim.photon.network import Network
from photonsim.photon.photon import Photon, load_firmware
from photonsim.serving import Servers, listen
from photonsim.trace import TraceEntry
from photonsim.truth import TOLERANCE, Difference, differences


class SyncAlexa:
    """`photon_house.alexa`: that of one Particle account."""

    def __init__(self, house: House, thread: LoopThread, account: str) -> None:
        self._house, self._thread, self._account = house, thread, account
        self._alexa = house.alexas[account]

    def say(self, text: str) -> Answer:
        """Speak a sentence: the answer has `ok`, `speech`, `directives`, `responses`."""
        return self._thread.wait(self._alexa.say(text))

    def directive(
        self, namespace: str, name: str, endpoint: str | None = None, payload: dict[str, Any] | None = None
    ) -> Exchange:
        """Send one directive, as Alexa would."""
        return self._thread.wait(self._alexa.directive(namespace, name, endpoint, payload))

    def link(self) -> LinkResult:
        return self._thread.wait(self._house.link(self._account))

    def unlink(self) -> None:
        self._thread.wait(self._alexa.unlink())

    def discover(self) -> Answer:
        return self._thread.wait(self._alexa.discover())

    def truth(self, tolerance: float = TOLERANCE) -> list[Difference]:
        """Where Alexa's belief differs from what the pins say: empty in a healthy house, once fades are over.

        `tolerance` of a level in percent. Lights that Alexa does not know, and Photons without power, are left out.
        """
        return self._thread.call(lambda: self._differences(tolerance))

    def _differences(self, tolerance: float) -> list[Difference]:
        house = self._house
        own = (photon for photon in house.photons if house.owner_of(photon) == self._account)
        lights = (light for photon in own if photon.powered for light in house.lights(photon))
        return [found for light in lights for found in differences(light, tolerance)]

    @property
    def linked(self) -> bool:
        return self._alexa.linked

    @property
    def endpoints(self) -> list[Endpoint]:
        return self._thread.call(lambda: list(self._alexa.endpoints))


class SyncPhoton:
    """`photon_house.photon(...)`."""

    def __init__(self, house: House, photon: Photon, thread: LoopThread) -> None:
        self._house, self._photon, self._thread = house, photon, thread

    @property
    def id(self) -> str:
        return self._photon.device_id

    @property
    def name(self) -> str:
        return self._photon.name

    @property
    def online(self) -> bool:
        return self._photon.online

    def pin(self, name: str) -> dict[str, object]:
        """The pin as in `GET /api/house`. Raises KeyError for one that the firmware has not touched."""
        return self._thread.call(lambda: self._photon.pins.views()[name])

    def light(self, key: str) -> dict[str, object]:
        """The light with its three views. Raises KeyError for an unknown key."""
        for light in self._thread.call(self._house.lights, self._photon):
            if light["key"] == key:
                return light
        raise KeyError(f"{self.name} has no light with the key {key!r}")

    def call(self, function: str, argument: str = "") -> int:
        """Call a Particle function of the firmware, past the cloud."""
        return self._thread.wait(self._photon.call_function(function, argument))

    def read(self, variable: str) -> object:
        """Read a Particle variable of the firmware, past the cloud."""
        return self._thread.wait(self._photon.read_variable(variable))

    def press(self, button: str, seconds: float = 0.1, *, hold_setup: float = 0.0) -> None:
        """Press SETUP, RESET, or a button wired to a pin, and wait until it is let go.

        `hold_setup`: with RESET, how many seconds SETUP is held (1: safe mode, 3: DFU mode, 10: clears credentials).
        """
        self._thread.call(partial(self._photon.press, button, seconds, hold_setup=hold_setup))
        self._thread.wait(self._house.clock.sleep(seconds + 0.001))

    def set_pin(self, name: str, *, digital: int | None = None, analog: int | None = None) -> None:
        """Put 3.3 V (1), ground (0) or nothing on a pin, or a voltage: `analog` 0..4095. Raises ValueError."""
        self._thread.call(lambda: self._photon.pins.set_pin(name, digital=digital, analog=analog))

    def pixels(self, pin: str) -> list[str]:
        """The strip of LEDs on a pin: "#rrggbb" of each. Raises KeyError where none has been driven."""
        return self._thread.call(lambda: self._photon.peripherals.pixels_at(pin))

    @property
    def network(self) -> Network:
        """What the sketch's sockets reach: `serve`, `visit`, `deliver`, `datagrams`."""
        return self._thread.call(lambda: self._photon.network)

    @property
    def i2c(self) -> I2cBus:
        """The bus on D0 and D1: `attach(address, device)`, with photonsim.photon.buses.I2cDevice."""
        return self._thread.call(lambda: self._photon.peripherals.i2c)

    @property
    def spi(self) -> tuple[SpiBus, SpiBus]:
        """SPI and SPI1: `attach(device)`, with photonsim.photon.buses.SpiDevice."""
        return self._thread.call(lambda: self._photon.peripherals.spi)

    def unplug(self) -> None:
        self._thread.call(self._photon.unplug)

    def plug_in(self) -> None:
        """Give it power again, and wait until it is online."""
        self._thread.call(self._photon.plug_in)
        self._thread.wait(self._house.clock.sleep(5))

    @property
    def status_led(self) -> dict[str, object]:
        return self._thread.call(lambda: self._photon.status_led.as_json())


class SyncClock:
    """`photon_house.clock`."""

    def __init__(self, clock: HouseClock, thread: LoopThread) -> None:
        self._clock, self._thread = clock, thread

    @property
    def now(self) -> float:
        """Unix seconds."""
        return self._thread.call(self._clock.now)

    def advance(self, duration: str | float) -> None:
        """Let time pass: "91d", "30s", or seconds."""
        seconds = parse_duration(duration) if isinstance(duration, str) else float(duration)
        self._thread.wait(self._clock.advance(seconds))


@dataclass(frozen=True)
class ParticleAccess:
    """`photon_house.particle`: Particle's cloud on a real socket, for real clients.

    Unpacks as `base_url, token`.
    """

    base_url: str
    token: str
    user: str
    password: str

    def __iter__(self) -> Iterator[str]:
        return iter((self.base_url, self.token))


class SyncHouse:
    """A house in-process: the fixture `photon_house`."""

    def __init__(
        self,
        *,
        devices: int = 1,
        firmware: Path | None = None,
        link: bool = True,
        faults: Sequence[str] = (),
        payload_version: str = "3",
        environment: Mapping[str, str] | None = None,
        owners: Sequence[str] = (),
    ) -> None:
        """`firmware`: a project or sketch to run instead of photon-lights, or the name of a module that ships.

        `payload_version` is that of the skill's manifest, "3" or "2"; `environment` are further variables of the
        Lambda. `owners` are the Particle accounts, e-mail addresses, that the first devices belong to, one for each;
        "" and all further devices are the house's own. Raises RuntimeError if linking one of them fails.
        """
        image = firmware_image(firmware)
        plan = HousePlan(
            device_plans(load_firmware(image), devices, owners),
            virtual_time=True,
            faults=faults,
            environment=environment or {},
        )
        clock = HouseClock(virtual=True)
        self._thread = LoopThread(clock)
        self._servers: Servers | None = None
        self._particle: ParticleAccess | None = None
        try:
            self._house = self._thread.wait(_started(plan, clock))
            self._house.manifest = replace(self._house.manifest, payload_version=payload_version)
            self.alexa = self.alexa_of(self._house.user)
            self.clock = SyncClock(clock, self._thread)
            for account in self._house.alexas if link else ():
                if not (result := self.alexa_of(account).link()).ok:
                    raise RuntimeError(f"the house could not be linked for {account}: {result.reason}")
        except BaseException:
            self._thread.close()
            raise

    def photon(self, which: str | int = 0) -> SyncPhoton:
        """By position, name or id. Raises KeyError or IndexError."""
        return SyncPhoton(self._house, self._house.photon(which), self._thread)

    def alexa_of(self, account: str) -> SyncAlexa:
        """The Alexa of a Particle account of the house, one of `owners`. Raises KeyError."""
        return SyncAlexa(self._house, self._thread, account)

    def token_of(self, account: str) -> str:
        """A new access token of a Particle account of the house: what its owner would give to a script."""
        return self._thread.call(self._house.particle.create_token, account)

    @contextmanager
    def fault(self, name: str) -> Iterator[None]:
        """The house has this fault inside the `with` block."""
        self._thread.wait(self._house.fault_on(name))
        try:
            yield
        finally:
            self._thread.wait(self._house.fault_off(name))

    @property
    def faults(self) -> list[str]:
        """The names of the faults that are on."""
        return self._house.faults

    @property
    def trace(self) -> list[TraceEntry]:
        """What happened, oldest first, with secrets masked."""
        return self._thread.call(self._house.trace.entries)

    @property
    def particle(self) -> ParticleAccess:
        """Base URL and token of Particle's cloud; served on a socket from the first use on."""
        if self._particle is None:
            listener = listen(0, "Particle's cloud", "")
            self._servers = Servers(self._house.clock, self._house.trace)
            self._servers.add(listener, self._house.particle.app, name="particle")
            self._thread.wait(self._servers.start())
            self._particle = ParticleAccess(
                f"http://127.0.0.1:{listener.getsockname()[1]}",
                self._house.access_token,
                self._house.user,
                self._house.password,
            )
        return self._particle

    def doctor(self, *, fix: bool = False) -> Examination:
        """What `photonlink doctor` finds in this house: `.verdicts`, `.problems`, `.first`. `fix`: as its --fix."""
        return self._thread.wait(run_sync(self._examined, fix))

    def _examined(self, fix: bool) -> Examination:
        given = Configuration.from_mapping(self._house.configuration(), "the house")
        with requests.Session() as session:
            session.trust_env = False
            adapter = HouseAdapter(self._house.http, "doctor")
            session.mount("http://", adapter)
            session.mount("https://", adapter)

            def case() -> Case:
                return Case(given, Probes(session, clock=self._house.clock.now))

            found = examine(case())
            if fix and mend(case(), found):
                found = examine(case())
            return found

    def reconfigure(self, **entries: Any) -> None:
        """Save other entries in the skill's console: fields of photonsim.alexa_service.SkillConfig."""
        alexa = self._house.alexa
        self._thread.call(lambda: alexa.configure(replace(alexa.skill, **entries)))

    def configuration(self) -> dict[str, object]:
        """What stands in the house's consoles, as the doctor reads it: with the house's secrets."""
        return self._thread.call(self._house.configuration)

    def rewrite_manifest(self, **entries: Any) -> None:
        """Save other entries in the skill's manifest: fields of photonsim.consoles.SkillSettings."""
        house = self._house
        self._thread.call(lambda: setattr(house, "manifest", replace(house.manifest, **entries)))

    def submission(self) -> str | None:
        """What certification says when the skill is submitted; None: nothing is wrong."""
        consoles = self._house.alexa.consoles
        return consoles.refused_on_submission if consoles is not None else None

    def fault_on(self, name: str) -> None:
        """Switch a fault on, until `fault_off`. Raises UnknownFault."""
        self._thread.wait(self._house.fault_on(name))

    def fault_off(self, name: str) -> None:
        """Switch it off again."""
        self._thread.wait(self._house.fault_off(name))

    def state(self) -> dict[str, Any]:
        """The house as JSON, as `GET /api/house` answers."""
        return self._thread.call(self._house.state)

    def cold_start(self) -> None:
        """Let AWS forget the Lambda's memory and /tmp."""
        self._thread.call(self._house.lambda_.cold_start)

    def close(self) -> None:
        if self._servers is not None:
            self._thread.wait(self._servers.stop())
        self._thread.wait(self._house.close())
        self._thread.close()


async def _started(plan: HousePlan, clock: HouseClock) -> House:
    house = House(plan, clock)
    await house.start()
    return house
