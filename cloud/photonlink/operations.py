"""What can be done with the lights of a Particle account, whoever asks.

Alexa's three ways of talking (Smart Home v3, v2, custom skill) are all translations into these.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterable, Mapping
from itertools import repeat
from typing import TYPE_CHECKING, NamedTuple

from photonlink.clock import Clock, Deadline
from photonlink.lights.commands import Command, ReadState
from photonlink.lights.light import KEY, Light
from photonlink.lights.state import LightRefused, LightState, StateError, unpack
from photonlink.logs import log
from photonlink.particle.client import Device, ParticleClient
from photonlink.particle.errors import DeviceOffline, ParticleError, TokenRefused, UnknownVariable
from photonlink.store import Store, StoreError

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from photonlink.lights.profiles import ProfiledLight, Profiles

#: How long one device may keep a discovery waiting, in seconds.
MANIFEST_SECONDS = 4.0
#: Most lights that one answer of Alexa's may have (Amazon's message schema, in both versions).
MOST_LIGHTS = 300
#: The function and the variable that our firmware shows.
LIGHT_FUNCTION, MANIFEST_VARIABLE = "light", "lights"
#: The kind under which manifests are stored, by device id.
MANIFESTS = "manifest"
#: The kind under which the levels of lights are stored that cannot be asked, by address.
REMEMBERED = "remembered"

_ADDRESS = re.compile(rf"([0-9a-f]{{24}}):({KEY.pattern})")


class Address(NamedTuple):
    """Where a light is: its device's id and its key there. Its text is the light's id towards Alexa."""

    device_id: str
    key: str

    @classmethod
    def parse(cls, text: str) -> Address | None:
        """The address in `<device id>:<key>`; None for any other text."""
        match = _ADDRESS.fullmatch(text)
        return cls(match[1], match[2]) if match else None

    def __str__(self) -> str:
        return f"{self.device_id}:{self.key}"


class FoundLight(NamedTuple):
    """A light of the account, with the device that it hangs on, and whether that tells of changes by itself."""

    device: Device
    light: Light
    tells: bool = True

    @property
    def address(self) -> Address:
        return Address(self.device.id, self.light.key)


class Sample(NamedTuple):
    """A state that a device has told, when it arrived (Unix seconds), and how long the question was under way."""

    state: LightState
    time: float
    seconds: float


class Lights:
    """The lights of whichever account a call's token belongs to."""

    def __init__(
        self,
        client: ParticleClient,
        store: Store,
        executor: Callable[[], Executor],
        clock: Clock,
        profiles: Profiles | None = None,
    ) -> None:
        """`profiles` are lights of devices that do not run our firmware."""
        self._client, self._store, self._executor, self._clock = client, store, executor, clock
        self._profiles = profiles or {}

    def control(
        self,
        token: str,
        address: Address,
        command: Command | ReadState,
        deadline: Deadline,
        cause: str = "voice",
    ) -> Sample:
        """Tell (or ask) one light, and return the state that the device says is in force: one round trip.

        Raises ParticleError, LightRefused and StateError.
        """
        began = self._clock.now()
        profiled = self._profiles.get(address.device_id, {}).get(address.key)
        if profiled is not None:
            return self._control_profiled(token, address, profiled, command, deadline)
        argument = command.argument(address.key, cause)
        packed = self._client.call(token, address.device_id, LIGHT_FUNCTION, argument, deadline)
        ended = self._clock.now()
        return Sample(unpack(packed), ended, max(0.0, ended - began))

    def _control_profiled(
        self,
        token: str,
        address: Address,
        profiled: ProfiledLight,
        command: Command | ReadState,
        deadline: Deadline,
    ) -> Sample:
        """One call too; since such firmware cannot be asked, what it confirms is remembered.

        Raises StateError where it is asked before it has confirmed anything, LightRefused for a negative answer.
        """
        from photonlink.lights.profiles import Remembered

        began, place = self._clock.now(), str(address)
        before = Remembered.read(self._store.load(REMEMBERED, [place]).get(place))
        if isinstance(command, ReadState):
            online = {device.id for device in self._client.devices(token, deadline) if device.online}
            if address.device_id not in online:
                raise DeviceOffline("Timed out.")
            if before is None:
                raise StateError(
                    "this firmware cannot tell its state; it is known once the light has been set"
                )
            levels = before
        else:
            levels = profiled.wish(command, before or Remembered())
            call = profiled.call(levels.level)
            answer = self._client.call(token, address.device_id, call.function, call.argument, deadline)
            if answer < 0:
                raise LightRefused(answer)
            self._store.save(REMEMBERED, {place: levels.write()})
        ended = self._clock.now()
        return Sample(profiled.state(levels), ended, max(0.0, ended - began))

    def set_scene(
        self, token: str, lights: Mapping[str, Iterable[Command]], deadline: Deadline, cause: str = "voice"
    ) -> float:
        """Tell several lights, by the text of their addresses, all at once; returns when the last had done it.

        Each light takes its commands in turn. Raises what `control` raises for the first that failed, when all others
        have answered.
        """

        def set_light(light: str) -> Sample | Exception:
            address, told = Address.parse(light), None
            assert address is not None  # scenes are read with addresses that parse
            try:
                for command in lights[light]:
                    told = self.control(token, address, command, deadline, cause)
            except Exception as error:
                return error
            assert told is not None  # a light of a scene has a command
            return told

        with self._executor() as pool:
            outcomes = list(pool.map(set_light, lights))
        for outcome in outcomes:
            if isinstance(outcome, Exception):
                raise outcome
        return max(outcome.time for outcome in outcomes if isinstance(outcome, Sample))

    def publish(self, token: str, event: str, deadline: Deadline) -> None:
        """Publish a private event to the account's devices. Raises ParticleError."""
        self._client.publish(token, event, deadline)

    def discover(self, token: str, deadline: Deadline, enough: int | None = None) -> list[FoundLight]:
        """All lights of all devices of the account, the manifests read in parallel.

        With `enough` lights found, further devices are not asked: reading thousands of manifests takes longer than
        Alexa waits, for lights that she would not take. A device that is offline, does not answer or shows a broken
        manifest keeps the lights of its last good one. Raises ParticleError when the list of devices cannot be had, or
        the token is refused on the way.
        """
        devices = self._client.devices(token, deadline)
        found: list[FoundLight] = []
        step = enough or len(devices) or 1
        for begin in range(0, len(devices), step):
            found += self._read(token, devices[begin : begin + step], deadline)
            if enough is not None and len(found) >= enough:
                unasked = len(devices) - begin - step
                if unasked > 0:
                    log(
                        logging.ERROR,
                        f"{len(found)} lights are found, which is enough: {unasked} devices were not asked for theirs",
                    )
                break
        found += [
            FoundLight(device, profiled.light, tells=False)
            for device in devices
            for profiled in self._profiles.get(device.id, {}).values()
        ]
        _report_doubles(found)
        return found

    def _read(self, token: str, devices: list[Device], deadline: Deadline) -> Iterable[FoundLight]:
        """The lights that some devices show."""
        manifests = self._load([device.id for device in devices])
        online = [device for device in devices if device.online]
        if online:
            with self._executor() as pool:
                answers = list(pool.map(self._read_manifest, repeat(token), online, repeat(deadline)))
            self._take_over(manifests, answers)
        return [
            FoundLight(device, light)
            for device in devices
            if device.id in manifests
            for light in _lights(device, manifests[device.id])
            # As in `control`: what was configured comes before what the device shows.
            if light.key not in self._profiles.get(device.id, {})
        ]

    def _read_manifest(self, token: str, device: Device, deadline: Deadline) -> _Manifest:
        from photonlink.lights.manifest import ManifestError, parse_manifest  # only discoveries need it

        if device.variables is not None and MANIFEST_VARIABLE not in device.variables:
            return _Manifest(device.id, told=True)
        try:
            value = self._client.variable(
                token, device.id, MANIFEST_VARIABLE, deadline.at_most(MANIFEST_SECONDS)
            )
            parse_manifest(value)
        except TokenRefused:
            raise
        except UnknownVariable:
            return _Manifest(device.id, told=True)
        except (ParticleError, ManifestError) as error:
            log(
                logging.WARNING,
                "manifest not read; the last one is used if there is one",
                device=device.id,
                reason=f"{type(error).__name__}: {error}",
            )
            return _Manifest(device.id, told=False)
        return _Manifest(device.id, told=True, text=str(value))

    def _take_over(self, manifests: dict[str, str], answers: Iterable[_Manifest]) -> None:
        """Bring the known manifests, and the store, to what the devices have told."""
        fresh, gone = {}, []
        for answer in answers:
            if answer.text is not None and manifests.get(answer.device_id) != answer.text:
                fresh[answer.device_id] = answer.text
            elif answer.text is None and answer.told and answer.device_id in manifests:
                gone.append(answer.device_id)
        manifests.update(fresh)
        for device_id in gone:
            del manifests[device_id]
        try:
            if fresh:
                self._store.save(MANIFESTS, fresh)
            if gone:
                self._store.delete(MANIFESTS, gone)
        except StoreError as error:
            log(logging.ERROR, "manifests not stored", reason=str(error))

    def _load(self, device_ids: list[str]) -> dict[str, str]:
        try:
            return self._store.load(MANIFESTS, device_ids)
        except StoreError as error:
            log(
                logging.ERROR,
                "manifests not loaded; lights of offline devices are left out",
                reason=str(error),
            )
            return {}


def first_lights(found: list[FoundLight]) -> list[FoundLight]:
    """As many as one answer may have; the log names those that are left out."""
    if len(found) > MOST_LIGHTS:
        left_out = [str(light.address) for light in found[MOST_LIGHTS:]]
        log(logging.ERROR, f"Alexa takes {MOST_LIGHTS} lights; the rest is left out", lights=left_out)
    return found[:MOST_LIGHTS]


class _Manifest(NamedTuple):
    """What a device answered: its manifest, or (`told`, without text) that it has none, or nothing."""

    device_id: str
    told: bool
    text: str | None = None


def _lights(device: Device, text: str) -> Iterable[Light]:
    from photonlink.lights.manifest import ManifestError, parse_manifest

    try:
        return parse_manifest(text)
    except ManifestError as error:
        log(logging.ERROR, "manifest refused; its lights are left out", device=device.id, reason=str(error))
        return ()


def _report_doubles(found: list[FoundLight]) -> None:
    """Alexa asks back when two lights share a name (in any case and spacing); say which do."""
    by_name: dict[str, list[str]] = {}
    for each in found:
        by_name.setdefault(" ".join(each.light.name.lower().split()), []).append(str(each.address))
    for name, addresses in by_name.items():
        if len(addresses) > 1:
            log(
                logging.WARNING,
                "several lights share a name: rename all but one",
                name=name,
                lights=addresses,
            )
