"""What a house costs: sentences, devices, jumps of the clock."""

from __future__ import annotations

import time
from collections.abc import Callable

from photonsim.clock import HouseClock, run
from photonsim.photon.build import built_firmware
from photonsim.photon.photon import Photon, load_firmware
from photonsim.pytest_plugin import open_house
from photonsim.trace import Trace
from tests.photon.conftest import NotingCloud

from .conftest import memory_mb, per_second

Report = Callable[[str, str], None]


def test_a_fresh_linked_house(report: Report) -> None:
    with open_house():
        pass
    began = time.perf_counter()
    with open_house():
        report("a fresh linked house for a test", f"{(time.perf_counter() - began) * 1000:.0f} ms")


def test_sentences_a_second(report: Report) -> None:
    with open_house() as house:
        photon = house.photon(0)
        direct = per_second(lambda: photon.call("light", "kitchen=state"))
        whole = per_second(lambda: house.alexa.say("turn on the kitchen light"))
    report("function calls a second, straight into the firmware", f"{direct:,.0f}")
    report("sentences a second, the whole path", f"{whole:,.0f}")


def test_a_jump_of_91_days(report: Report) -> None:
    with open_house(devices=10) as house:
        began = time.perf_counter()
        house.clock.advance("91d")
        report("91 days in a house of 10 Photons", f"{(time.perf_counter() - began) * 1000:.1f} ms")


def test_many_photons(report: Report, many: int) -> None:
    count = many
    clock = HouseClock(0.0, virtual=True)
    cloud, trace = NotingCloud(), Trace(clock)
    firmware = load_firmware(built_firmware())
    before = memory_mb()
    boards = [Photon(f"{n:024x}", firmware, clock, cloud, trace) for n in range(count)]

    async def scenario() -> None:
        began = time.perf_counter()
        for board in boards:
            board.plug_in()
        await clock.sleep(10)
        assert len(cloud.connected) == count
        report(f"starting {count:,} Photons until all are online", f"{time.perf_counter() - began:.2f} s")
        report("memory for each idle Photon", f"{(memory_mb() - before) / count * 1000:.0f} kB")
        began = time.perf_counter()
        await clock.advance(86_400)
        report(f"a day of {count:,} idle Photons", f"{(time.perf_counter() - began) * 1000:.1f} ms")

    run(clock, scenario())
    for board in boards:
        board.close()
