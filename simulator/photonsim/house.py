"""A simulated house: Photons, Particle's cloud, AWS Lambda and Alexa, joined as they are in life."""

from __future__ import annotations

import asyncio
import gc
import hashlib
import secrets
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain, repeat
from pathlib import Path
from typing import Any

from photonlink.alexa.reports.accounts import Accounts
from photonlink.store import Store, open_store
from photonsim.alexa_service import AlexaService, Answer, LinkResult, SkillConfig
from photonsim.alexa_service.standing import Consoles
from photonsim.builder import SketchBuilder
from photonsim.clock import HouseClock
from photonsim.configuration import configuration_of
from photonsim.consoles import REGION_HOSTS, AmazonSettings, FunctionSettings, SkillSettings
from photonsim.faults import Fault, UnknownFault, fault_names, find_fault
from photonsim.foreign_lambda import foreign_functions
from photonsim.house_state import HouseState
from photonsim.http import HouseHttp
from photonsim.lambda_service import LambdaService
from photonsim.learning import LightLearner
from photonsim.particle_cloud import CloudSettings, ParticleCloud
from photonsim.photon.budget import JumpBudget
from photonsim.photon.photon import Photon, load_firmware
from photonsim.photon.pty_port import PtyPort, PtyWatch
from photonsim.photon.wasm import Firmware
from photonsim.ports import DeviceEvent, DeviceSession
from photonsim.trace import Trace
from photonsim.twin import LightTwins

USER = "alice@example.com"
LINKING_CLIENT = "photonlink"
VENDOR = "M2AEXAMPLE1234"
#: Paths of the event gateways of three regions, this house's own first.
GATEWAYS = ("/v3/events", "/eu/v3/events", "/fe/v3/events")
#: The time-out of the house's functions, in seconds: Alexa waits no longer.
FUNCTION_TIMEOUT_S = 8.0
#: How long a house may take to bring its devices online, in seconds of house time.
BOOT_S = 60.0
#: Until a device has told of a new name, in seconds of house time: our firmware waits for a quiet second.
NAMES_TOLD_S = 2.0
#: Pseudo-terminals of a house, and how often they are looked at, in seconds of wall time.
MOST_SERIAL_PORTS, SERIAL_LOOK_S = 64, 0.05


@dataclass(frozen=True)
class Addresses:
    """Base URLs of the house's parts. Without sockets they are names that only the house knows."""

    dashboard: str = "http://dashboard.house"
    particle: str = "http://particle.house"
    alexa: str = "http://alexa.house"
    lambda_: str = "http://lambda.house"

    @property
    def invoke(self) -> str:
        return f"{self.lambda_}/2015-03-31/functions/photonlink/invocations"

    @property
    def webhook(self) -> str:
        return f"{self.lambda_}/webhook"

    @property
    def privacy_policy(self) -> str:
        return f"{self.alexa}/pages/privacy.html"

    @property
    def redirect_uri(self) -> str:
        """That of the house's own region."""
        return self.redirect_uri_of("na")

    def stands_for(self) -> dict[str, str]:
        """Which public host each address is in real life."""
        return {
            self.particle: "https://api.particle.io",
            **{f"{self.alexa}/{host}": f"https://{host}" for host in REGION_HOSTS.values()},
            f"{self.alexa}/v3/events": "https://api.amazonalexa.com/v3/events",
            f"{self.alexa}/eu/v3/events": "https://api.eu.amazonalexa.com/v3/events",
            f"{self.alexa}/fe/v3/events": "https://api.fe.amazonalexa.com/v3/events",
            f"{self.alexa}/pages": "https://pages.example.net/photonlink",
            f"{self.alexa}/auth/o2/token": "https://api.amazon.com/auth/o2/token",
            f"{self.alexa}/ap/oa": "https://www.amazon.com/ap/oa",
            self.lambda_: "https://lambda.us-east-1.amazonaws.com",
        }

    def redirect_uri_of(self, region: str) -> str:
        """The redirect URI that Alexa uses for accounts of a region: "na", "eu" or "fe"."""
        return f"{self.alexa}/{REGION_HOSTS[region]}/api/skill/link/{VENDOR}"


@dataclass(frozen=True)
class DevicePlan:
    """A Photon of the house: `device_id` 24 hex digits, `name` as in Particle's console.

    `owner` is the Particle account that it belongs to, an e-mail address; empty: that of the house.
    """

    device_id: str
    name: str
    firmware: Firmware
    system_version: str = "2.3.1"
    owner: str = ""


@dataclass(frozen=True)
class HousePlan:
    """What a house consists of. `groups` are those of the Alexa app.

    `state` is a file in which the house remembers; with `reflash` the devices run the firmware of the plan, whatever
    was flashed before. `handler` is somebody else's skill handler: a URL, module:function or FILE.zip. `environment`
    are further variables of the Lambda. `libraries` are folders that sketches sent to the cloud find libraries in.
    """

    devices: Sequence[DevicePlan]
    virtual_time: bool = False
    send_events: bool = True
    faults: Sequence[str] = ()
    groups: Mapping[str, Sequence[str]] = field(default_factory=dict)
    state: Path | None = None
    reflash: bool = False
    handler: str | None = None
    environment: Mapping[str, str] = field(default_factory=dict)
    libraries: Sequence[Path] = ()


def device_ids(count: int) -> list[str]:
    """Ids of the house's devices: 24 hex digits, the same in every run."""
    return [f"2a0035000447343138{number:06x}" for number in range(1, count + 1)]


def device_plans(firmware: Firmware, count: int, owners: Sequence[str] = ()) -> list[DevicePlan]:
    """`count` devices with one firmware, with ids and names of their own; `owners` of the first of them."""
    return [
        DevicePlan(device_id, "photon" if number == 1 else f"photon-{number}", firmware, owner=owner)
        for (number, device_id), owner in zip(
            enumerate(device_ids(count), 1), chain(owners, repeat("")), strict=False
        )
    ]


@dataclass(frozen=True)
class OAuthClientFacts:
    """The client that the house links with: its secret is shown to whoever starts the house."""

    id: str
    secret: str = field(repr=False)
    type: str = "web"
    redirect_uri: str = ""


def _password(seed: str) -> str:
    """The house's password: the same for every run with one state file, in which it does not stand."""
    return hashlib.sha256(f"password {seed}".encode()).hexdigest()[:12]


@dataclass
class House:
    """One house in one asyncio loop. `start()` it, then ask; `close()` it at the end."""

    plan: HousePlan
    clock: HouseClock
    addresses: Addresses = field(default_factory=Addresses)

    def __post_init__(self) -> None:
        self._scratch: tempfile.TemporaryDirectory[str] | None = None
        self.trace = Trace(self.clock)
        self.http = HouseHttp(self.clock, self.trace)
        self.memory = HouseState(self.plan.state)
        settings = CloudSettings(base_url=self.addresses.particle, state=self.plan.state)
        builder = SketchBuilder(self.clock, self.plan.libraries)
        self.particle = ParticleCloud(self.clock, self.trace, self.http, settings, builder=builder)
        facts = self.memory.get("house") or self._first_facts()
        self.user, self.password = USER, _password(facts["seed"])
        self._seed: str = facts["seed"]
        self._owners: dict[str, str] = {}
        for name in ("seed", "messaging_secret", "access_token", "client_secret"):
            self.trace.secret(facts[name])
        self.particle.add_user(self.user, self.password)
        self.access_token: str = facts["access_token"]
        self.client = OAuthClientFacts(
            facts["client_id"], facts["client_secret"], "web", self.addresses.redirect_uri
        )
        foreign = self.plan.handler or ""
        is_url = foreign.startswith(("http://", "https://"))
        self.skill = SkillConfig(
            authorization_uri=f"{self.addresses.particle}/oauth/authorize",
            access_token_uri=f"{self.addresses.particle}/oauth/token",
            client_id=self.client.id,
            client_secret=self.client.secret,
            redirect_uri=self.addresses.redirect_uri,
            lambda_url=foreign if is_url else self.addresses.invoke,
            send_events=self.plan.send_events,
            messaging_client_id=facts["messaging_id"],
            messaging_client_secret=facts["messaging_secret"],
        )
        self.amazon = AmazonSettings()
        self.manifest = SkillSettings(privacy_policy_url=self.addresses.privacy_policy)
        self._function = FunctionSettings()
        self.alexa = AlexaService(self.clock, self.trace, self.http, self.addresses.alexa, self.skill)
        self.alexa.obey(lambda: Consoles(self.manifest, self.amazon, self.function.arn))
        self.alexa.groups.update({name: list(names) for name, names in self.plan.groups.items()})
        self.alexa.remember_account_in(self.memory)
        #: The Alexa of each Particle account of the house, by its name: all use the same skill.
        self.alexas = {self.user: self.alexa}
        for owner in dict.fromkeys(device.owner for device in self.plan.devices):
            if owner and owner not in self.alexas:
                self._add_account(owner)
        # What is a table on AWS is a file here, shared by the functions, and not in their /tmp.
        tables = {"PHOTONLINK_STORE": str(self._store_path())}
        environ = self._environment()
        functions = {}
        if foreign and not is_url:
            functions = foreign_functions(
                foreign,
                self.clock,
                self.trace,
                environ=environ,
                tables=tables,
                timeout=FUNCTION_TIMEOUT_S,
            )
        self.lambda_ = LambdaService(
            self.clock,
            self.trace,
            self.http,
            environ=environ,
            tables=tables,
            timeout=FUNCTION_TIMEOUT_S,
            foreign=functions,
        )
        self.lambda_.configure(self._function)
        self.http.mount(self.addresses.particle, self.particle.app, name="particle")
        self.http.mount(self.addresses.alexa, self.alexa.app, name="alexa")
        self.http.mount(self.addresses.lambda_, self.lambda_.app, name="lambda")
        self.twins = LightTwins()
        self._learner = LightLearner(self.clock, self.trace, self.twins)
        self.particle.observe(self.twins.observe)
        self._devices_cloud = _LearningCloud(self)
        budget = JumpBudget(self.clock)
        self.photons = [self._make_photon(device, budget) for device in self.plan.devices]
        #: What the sources of the devices' firmware begin, where somebody has looked; None: nobody has.
        self.begun_peripherals: tuple[str, ...] | None = None
        #: Paths of pseudo-terminals, by device id.
        self.serial_ports: dict[str, str] = {}
        self._ports: list[PtyPort] = []
        self._port_watch: asyncio.Task[None] | None = None
        self._faults: dict[str, Fault] = {}
        self._renamed: set[str] = set()

    def _first_facts(self) -> dict[str, Any]:
        """A new house: its account, its OAuth client, its secrets."""
        seed = secrets.token_hex(16)
        self.particle.add_user(USER, _password(seed))
        client = self.particle.create_client(
            USER, LINKING_CLIENT, "web", redirect_uri=self.addresses.redirect_uri
        )
        facts = {
            "seed": seed,
            "access_token": self.particle.create_token(USER),
            "client_id": client.id,
            "client_secret": client.secret,
            "messaging_id": f"amzn1.application-oa2-client.{secrets.token_hex(16)}",
            "messaging_secret": secrets.token_hex(32),
        }
        self.memory.put("house", facts)
        return facts

    def password_of(self, account: str) -> str:
        """The password of a Particle account of the house."""
        return self.password if account == self.user else _password(f"{account} {self._seed}")

    def _add_account(self, account: str) -> None:
        """Somebody else with Photons and an Echo, who uses the same skill."""
        self.particle.add_user(account, self.password_of(account))
        alexa = self.alexas[account] = self.alexa.neighbour(account)
        alexa.obey(lambda: Consoles(self.manifest, self.amazon, self.function.arn))
        alexa.remember_account_in(self.memory)

    def owner_of(self, photon: Photon) -> str:
        """The Particle account that claimed a Photon when the house was built."""
        return self._owners[photon.device_id]

    def _make_photon(self, device: DevicePlan, budget: JumpBudget) -> Photon:
        eeprom, image = f"eeprom {device.device_id}", f"firmware {device.device_id}"
        if self.plan.reflash:
            self.memory.remove(image)
        flashed = self.memory.get_bytes(image)
        photon = Photon(
            device.device_id,
            load_firmware(flashed) if flashed is not None else device.firmware,
            self.clock,
            self._devices_cloud,
            self.trace,
            name=device.name,
            system_version=device.system_version,
            eeprom=self.memory.get_bytes(eeprom) or b"",
            budget=budget,
        )
        if self.plan.state is not None:
            photon.eeprom.on_change = lambda content: self.memory.put_bytes(eeprom, content)
            photon.updates.stored = lambda firmware: self.memory.put_bytes(image, firmware.image)
        self._owners[device.device_id] = device.owner or self.user
        self.particle.add_device(device.device_id, device.name, self.owner_of(photon))
        return photon

    def _environment(self) -> dict[str, str]:
        """The Lambda's environment variables: all that its handler knows of this house."""
        return {
            "AWS_REGION": "us-east-1",
            "AWS_LAMBDA_FUNCTION_NAME": "photonlink",
            "PARTICLE_API_URL": self.addresses.particle,
            "PHOTONLINK_WEBHOOK_URL": self.addresses.webhook,
            "LWA_TOKEN_URL": f"{self.addresses.alexa}/auth/o2/token",
            "ALEXA_EVENT_GATEWAY": ",".join(f"{self.addresses.alexa}{path}" for path in GATEWAYS),
            "ALEXA_CLIENT_ID": self.skill.messaging_client_id,
            "ALEXA_CLIENT_SECRET": self.skill.messaging_client_secret,
            **self.plan.environment,
            "PHOTONLINK_SKILL_ID": self.manifest.id,
        }

    @property
    def function(self) -> FunctionSettings:
        """The skill's function as AWS's console shows it. Other settings are enforced from then on."""
        return self._function

    @function.setter
    def function(self, settings: FunctionSettings) -> None:
        if settings != self._function:
            self._function = settings
            self.lambda_.configure(settings)

    # -- life ------------------------------------------------------------------------------------

    def _store_path(self) -> Path:
        if self.plan.state is not None:
            return self.plan.state.absolute().with_name(f"{self.plan.state.name}.lambda")
        if self._scratch is None:
            self._scratch = tempfile.TemporaryDirectory(prefix="photonlink-house-")
        return Path(self._scratch.name) / "lambda.db"

    def lambda_store(self) -> Store:
        """The table that the Lambda's functions share."""
        return open_store(str(self._store_path()))

    def grants(self) -> int:
        """How many grants of Alexa the functions keep for the house's account: 0 or 1."""
        return int(Accounts(self.lambda_store()).by_name(self.user) is not None)

    async def start(self) -> None:
        """Give the Photons power and let their start pass; every light then has a spoken name of its own."""
        with _no_full_collections():
            for photon in self.photons:
                photon.plug_in()
            await self.clock.advance(5.0)
            await self.clock.wait_for(self._learner.all_learned(), BOOT_S)
            await self._name_lights()
        for name in self.plan.faults:
            await self.fault_on(name)

    async def _name_lights(self) -> None:
        """All devices run the same firmware, so all but the first bearer of a name in an account get a number."""
        taken_by: dict[str, set[str]] = {}
        next_number: dict[tuple[str, str], int] = {}  # thousands of lights share a few names
        for photon in self.photons:
            owner = self.owner_of(photon)
            taken = taken_by.setdefault(owner, set())
            names: dict[str, str] = {}
            for light in self.twins.lights(photon.device_id):
                name, number = light.name, next_number.get((owner, light.name), 2)
                while name.lower() in taken:
                    name, number = f"{light.name} {number}", number + 1
                next_number[owner, light.name] = number
                taken.add(name.lower())
                if name != light.name:
                    names[light.key] = name
            if names and "name" in photon.functions:
                await self.clock.wait_for(self._rename(photon, names), BOOT_S)
        if self._renamed:
            await self.clock.advance(NAMES_TOLD_S)
            self._renamed.clear()

    async def _rename(self, photon: Photon, names: Mapping[str, str]) -> None:
        """Give lights new names, by key."""
        self._renamed.add(photon.device_id)
        codes = await asyncio.gather(
            *(photon.call_function("name", f"{key}={name}") for key, name in names.items())
        )
        for (key, name), code in zip(names.items(), codes, strict=True):
            if code == 0:
                self.twins.renamed(photon.device_id, key, name)

    def open_serial_ports(self) -> None:
        """Give the first MOST_SERIAL_PORTS Photons a pseudo-terminal each, where the platform has them."""
        for photon in self.photons[:MOST_SERIAL_PORTS]:
            try:
                port = PtyPort(photon)
            except (ImportError, OSError):  # Windows has none; a full system has no more
                break
            photon.serial[0].listeners.append(port.write)
            self._ports.append(port)
            self.serial_ports[photon.device_id] = port.path
        if self._ports:
            self._port_watch = asyncio.ensure_future(self._watch_serial_ports())

    async def _watch_serial_ports(self) -> None:
        watch = PtyWatch(self._ports)
        while True:
            await self.clock.wall_sleep(SERIAL_LOOK_S)
            watch.look()

    async def close(self) -> None:
        """Switch everything off."""
        if self._port_watch is not None:
            self._port_watch.cancel()
        for port in self._ports:
            port.close()
        for photon in self.photons:
            photon.close()
        self._learner.close()
        await self.http.close()
        self.lambda_.close()
        await self.lambda_.closed()
        self.particle.close()
        self.memory.close()
        if self._scratch is not None:
            self._scratch.cleanup()

    def told_of_lights(self, photon: Photon) -> None:
        """A device says that its table has changed; that its lights have the names they were just given is no news."""
        if photon.device_id not in self._renamed:
            self.learn(photon)

    def learn(self, photon: Photon) -> None:
        """Find out which lights a device has: it came online, or its table changed."""
        self._learner.learn(photon)

    # -- what people do --------------------------------------------------------------------------

    async def link(self, account: str | None = None) -> LinkResult:
        """Link the Alexa account, as the person who owns the Photons would on the phone; once linked it stays so.

        `account` is a Particle account of the house; None: its first.
        """
        account = account or self.user
        alexa = self.alexas[account]
        if alexa.linked:
            found = await alexa.discover()
            if found.ok:
                return LinkResult(True, found.speech)
        return await alexa.link(account, self.password_of(account))

    async def say(self, text: str) -> Answer:
        return await self.alexa.say(text)

    async def advance(self, seconds: float) -> None:
        """Let time pass at once. A house that remembers goes on from there when it is started again."""
        await self.clock.advance(seconds)
        self.memory.put("clock", {"ahead": self.clock.ahead()})

    async def fault_on(self, name: str) -> None:
        """Give the house a named fault. Raises UnknownFault."""
        if name not in self._faults:
            fault = find_fault(name)
            await fault.on(self)
            self._faults[name] = fault
            self.trace.record("fault", f"fault {name} on: {fault.summary}")

    async def fault_off(self, name: str) -> None:
        """Take it away again. Raises UnknownFault for a name that does not exist."""
        if name not in fault_names():
            raise UnknownFault(name)
        fault = self._faults.pop(name, None)
        if fault is not None:
            await fault.off(self)
            self._sweep()
            self.trace.record("fault", f"fault {name} off")

    def _sweep(self) -> None:
        """Take away what a fault leaves behind when it is mended: one after the other would pile up to another fault.

        These are tokens of attempts to link, and the count of connections that ended.
        """
        account, tokens = self.alexa.account, self.particle.state.tokens
        user = self.particle.state.users.find(self.user)
        if user is None or self._faults:
            return
        self.particle.state.fleet.forget_drops()
        for item in tokens.access_of(user.id):
            if item.client_id == self.client.id and (account is None or item.token != account.access_token):
                tokens.revoke(item.token)

    @property
    def faults(self) -> list[str]:
        """Names of the faults that are on."""
        return sorted(self._faults)

    def photon(self, which: str | int) -> Photon:
        """By position, name or id. Raises KeyError."""
        if isinstance(which, int):
            return self.photons[which]
        for photon in self.photons:
            if which in (photon.device_id, photon.name):
                return photon
        raise KeyError(f"no Photon named {which!r}; there are: {', '.join(p.name for p in self.photons)}")

    # -- what can be seen ------------------------------------------------------------------------

    def lights(self, photon: Photon) -> list[dict[str, object]]:
        """Each light with its three views (docs/simulator.md)."""
        alexa = self.alexas[self.owner_of(photon)]
        views: list[dict[str, object]] = []
        for light in self.twins.lights(photon.device_id):
            views.append(
                {
                    "key": light.key,
                    "name": light.name,
                    "kind": light.kind,
                    "device": self.twins.device_view(light, photon),
                    "particle": self.twins.particle_view(photon.device_id, light.key),
                    "alexa": alexa.belief(f"{photon.device_id}:{light.key}"),
                }
            )
        return views

    def state(self, limit: int | None = None) -> dict[str, object]:
        """The house as JSON: what `GET /api/house` answers.

        With `limit` of at most so many devices; `photons` counts all of them.
        """
        return {
            "photons": {"all": len(self.photons), "online": sum(photon.online for photon in self.photons)},
            "time": self.clock.now(),
            "virtual_time": self.clock.virtual,
            "devices": [
                {
                    "id": photon.device_id,
                    "name": photon.name,
                    "online": photon.online,
                    "powered": photon.powered,
                    "status_led": photon.status_led.as_json(),
                    "pins": photon.pins.views(),
                    "pixels": photon.pixels,
                    "rgb": photon.rgb.as_json(),
                    "serial": self.serial_ports.get(photon.device_id),
                    "lights": self.lights(photon),
                }
                for photon in self.photons[:limit]
            ],
            "alexa": {
                "linked": self.alexa.linked,
                "endpoints": [
                    {"endpointId": endpoint.endpoint_id, "friendlyName": endpoint.friendly_name}
                    for endpoint in self.alexa.endpoints
                ],
            },
            "faults": self.faults,
        }

    def configuration(self) -> dict[str, object]:
        """What was typed into the house's consoles, as `photonlink doctor` reads it: with the house's secrets."""
        return configuration_of(self)

    def describe(self) -> dict[str, object]:
        """The line that `photonlink run --json` prints."""
        addresses = self.addresses
        return {
            "ready": True,
            "dashboard": addresses.dashboard,
            "particle": {
                "api": addresses.particle,
                "user": self.user,
                "password": self.password,
                "access_token": self.access_token,
            },
            "alexa": {"url": addresses.alexa, "event_gateway": f"{addresses.alexa}/v3/events"},
            "lambda": {"invoke": addresses.invoke, "webhook": addresses.webhook},
            "stands_for": addresses.stands_for(),
            "oauth_client": {
                "id": self.client.id,
                "secret": self.client.secret,
                "type": self.client.type,
                "redirect_uri": self.client.redirect_uri,
            },
            "devices": [
                {
                    "id": photon.device_id,
                    "name": photon.name,
                    "serial": self.serial_ports.get(photon.device_id),
                    "lights": [
                        {"key": light.key, "name": light.name, "kind": light.kind}
                        for light in self.twins.lights(photon.device_id)
                    ],
                }
                for photon in self.photons
            ],
        }


@contextmanager
def _no_full_collections() -> Iterator[None]:
    """What is made in a start stays: to look for garbage in all of it, again and again, takes a tenth of the time."""
    before = gc.get_threshold()
    gc.set_threshold(before[0], before[1], 1_000_000)
    try:
        yield
    finally:
        gc.set_threshold(*before)


class _LearningCloud:
    """The cloud as the house's devices see it: the house listens in on what changes their lights."""

    def __init__(self, house: House) -> None:
        self._house = house

    def connect(self, session: DeviceSession) -> None:
        self._house.particle.connect(session)
        if isinstance(session, Photon):
            self._house.learn(session)

    def disconnect(self, session: DeviceSession, *, graceful: bool, reason: str = "") -> None:
        self._house.particle.disconnect(session, graceful=graceful, reason=reason)

    def subscribe(self, session: DeviceSession) -> None:
        self._house.particle.subscribe(session)

    def publish(self, session: DeviceSession, event: DeviceEvent) -> None:
        self._house.particle.publish(session, event)
        if event.name == "photonlink/lights" and isinstance(session, Photon):
            self._house.told_of_lights(session)
