"""Thousands of boards in one process: what each costs, and what it must not cost."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from photonsim.photon.build import built_firmware
from photonsim.photon.capacity import TooManyDevices, check_room
from photonsim.photon.photon import load_firmware
from photonsim.photon.wasm import Firmware

from .conftest import Bench

Sketch = Callable[[str], Firmware]

#: Of one Photon that runs photon-lights and has nothing to do: 10,000 of them stay below 600 MB.
MOST_BYTES_A_BOARD = 48_000


def _resident_bytes() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_a_board_takes_so_little_memory_that_ten_thousand_fit() -> None:
    bench, firmware = Bench(), load_firmware(built_firmware())
    count = 1000

    async def scenario() -> None:
        bench.photon(firmware).plug_in()  # what the first one loads, the others share
        await bench.clock.sleep(10)
        before = _resident_bytes()
        for board in [bench.photon(firmware) for _ in range(count)]:
            board.plug_in()
        await bench.clock.sleep(10)
        assert len(bench.cloud.connected) == count + 1
        assert (_resident_bytes() - before) / count < MOST_BYTES_A_BOARD
        mappings = len(Path("/proc/self/maps").read_text().splitlines())
        assert mappings < 5 * count + 1000, "Linux gives a process 65,530"

    bench.run(scenario())


def test_a_system_that_allows_too_few_mappings_is_named(tmp_path: Path) -> None:
    limit = tmp_path / "max_map_count"
    limit.write_text("65530\n")
    check_room(10_000, limit)
    with pytest.raises(TooManyDevices, match=r"room for 15,882.*vm.max_map_count=82000"):
        check_room(20_000, limit)
    check_room(20_000, tmp_path / "missing")


@pytest.mark.slow
def test_the_cloud_hands_events_only_to_boards_that_ask_for_them(bench: Bench, sketch: Sketch) -> None:
    deaf = bench.photon(sketch("void setup() {}"))
    listening = bench.photon(
        sketch('void setup() { Particle.subscribe("a", [](const char*, const char*) {}, MY_DEVICES); }')
    )

    async def scenario() -> None:
        deaf.plug_in()
        listening.plug_in()
        await bench.clock.sleep(10)
        assert bench.cloud.subscribed == {listening.device_id}

    bench.run(scenario())
