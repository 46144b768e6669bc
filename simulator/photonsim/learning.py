"""How a house finds out which lights its devices have: from what their firmware tells, as the cloud layer does."""

from __future__ import annotations

import asyncio

from photonsim.clock import HouseClock, Timer
from photonsim.photon.photon import Photon
from photonsim.trace import Trace
from photonsim.twin import LightTwins

#: The variables that hold a device's manifest and its wiring (docs/firmware.md).
MANIFEST, WIRING = "lights", "pins"
#: How many devices are asked at the same time: ten thousand at once take memory, and are done no sooner.
ASKED_AT_ONCE = 64
#: How long a device has for its answers, in seconds of house time.
ANSWER_S = 10.0
#: How often a device is looked at again that shows no manifest yet, and until which uptime, in seconds.
AGAIN_S, GIVE_UP_S = 0.1, 8.0


class LightLearner:
    """Asks devices for their lights and hands the answers to the twins."""

    def __init__(self, clock: HouseClock, trace: Trace, twins: LightTwins) -> None:
        self._clock, self._trace, self._twins = clock, trace, twins
        self._to_ask: dict[Photon, None] = {}  # in the order in which they came
        self._again: dict[Photon, Timer] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def learn(self, photon: Photon) -> None:
        """Find out which lights a device has: it came online, or its table changed. Returns at once."""
        self._to_ask[photon] = None
        if len(self._tasks) < ASKED_AT_ONCE:
            task = asyncio.get_running_loop().create_task(self._ask_all())
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def all_learned(self) -> None:
        """Return when no device is left to ask."""
        while self._tasks or self._again:
            if self._tasks:
                await asyncio.wait(self._tasks)
            else:
                await self._clock.sleep(AGAIN_S)

    def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        for timer in self._again.values():
            timer.cancel()

    async def _ask_all(self) -> None:
        while self._to_ask:
            photon = next(iter(self._to_ask))
            del self._to_ask[photon]
            try:
                await self._ask(photon)
            except (ConnectionError, KeyError, TimeoutError, ValueError) as error:
                self._trace.record(
                    "device", f"{photon.name}: no lights known: {error}", device=photon.device_id
                )

    async def _ask(self, photon: Photon) -> None:
        if not (photon.powered and photon.online):
            return
        if MANIFEST not in photon.variables:
            # setup() has not returned yet, or this sketch has no manifest.
            if photon not in self._again and photon.uptime_us() < GIVE_UP_S * 1e6:
                self._again[photon] = self._clock.call_later(AGAIN_S, lambda: self._look_again(photon))
            return
        manifest = await self._clock.wait_for(photon.read_variable(MANIFEST), ANSWER_S)
        wiring = await self._clock.wait_for(photon.read_variable(WIRING), ANSWER_S)
        self._twins.learn(photon.device_id, str(manifest), str(wiring))

    def _look_again(self, photon: Photon) -> None:
        del self._again[photon]
        self.learn(photon)
