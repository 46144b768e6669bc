"""What firmware costs: a call, an idle device, a loop() that spins, and the same logic compiled natively.

All numbers of one comparison come from one run, since machines are shared.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Coroutine, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from photonsim.clock import HouseClock, run
from photonsim.photon.build import built_firmware, cache_folder, compile_project
from photonsim.photon.photon import Photon, load_firmware
from photonsim.photon.sketch import make_project
from photonsim.photon.wasm import Firmware
from photonsim.trace import Trace
from tests.house.conftest import RunningHouse
from tests.photon.conftest import NotingCloud

Report = Callable[[str, str], None]

LIGHTS = Path(__file__).parents[2] / "firmware" / "photon-lights" / "src"
#: What of photon-lights needs no board: the same files for both compilers.
PLAIN = ("Color.h", "Color.cpp", "Parsing.h", "Parsing.cpp")
ROUNDS = 20_000

#: Commands as the cloud layer sends them, parsed, and colours there and back; the sum keeps them from being removed.
WORK = """
#include "Color.h"
#include "Parsing.h"
inline uint32_t work(uint32_t rounds) {
    char text[] = "accent=color,#000000";
    const char* digits = "0123456789abcdef";
    uint32_t sum = 0;
    for (uint32_t round = 0; round < rounds; ++round) {
        uint32_t wanted = round * 2654435761u;
        for (int i = 0; i < 6; ++i) text[14 + i] = digits[wanted >> (4 * i) & 15];
        Text rest = {text, sizeof(text) - 1};
        bool found = false;
        if (!rest.cut('=', found).is("accent") || !rest.cut(',', found).is("color")) return 0;
        uint32_t rgb = 0;
        if (!parseHexColor(rest, rgb)) return 0;
        sum = sum * 31 + rgbOf(hsvOf(rgb));
    }
    return sum & 0x7fffffff;
}
"""
NATIVE = """
#include <chrono>
#include <stdio.h>
#include <stdlib.h>
#include "work.h"
int main(int, char** arguments) {
    const uint32_t rounds = atoi(arguments[1]);
    work(rounds);
    const auto began = std::chrono::steady_clock::now();
    const unsigned sum = work(rounds);
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
    printf("[%u, %.9f]", sum, took.count());
}
"""
SKETCH = """
#include "work.h"
int answer(String rounds) { return work(rounds.toInt()); }
void setup() { Particle.function("work", answer); }
void loop() { delay(1000); }
"""


def firmware(**sketches: str) -> Firmware:
    """A sketch from the texts of its files; `work` for work.h."""
    files = {"sketch.ino": sketches["sketch"].encode()}
    if "work" in sketches:
        files["work.h"] = sketches["work"].encode()
        files |= {name: (LIGHTS / name).read_bytes() for name in PLAIN}
    return load_firmware(compile_project(make_project("bench", files)))


@contextmanager
def boards(clock: HouseClock, *images: Firmware) -> Iterator[list[Photon]]:
    """Photons with power, and a cloud that only takes notes."""
    cloud, trace = NotingCloud(), Trace(clock)
    made = [Photon(f"{n:024x}", image, clock, cloud, trace) for n, image in enumerate(images)]
    try:
        yield made
    finally:
        for board in made:
            board.close()


async def online(clock: HouseClock, photons: Sequence[Photon]) -> None:
    for photon in photons:
        photon.plug_in()
    await clock.advance(10)


async def timed(action: Callable[[], Coroutine[Any, Any, int]], times: int) -> list[float]:
    """Seconds of each of `times` calls, in order."""
    took = []
    for _ in range(times):
        began = time.perf_counter()
        await action()
        took.append(time.perf_counter() - began)
    return took


def test_a_function_call_into_the_firmware_and_back(report: Report) -> None:
    clock = HouseClock(0.0, virtual=True)
    nothing = firmware(
        sketch='int nothing(String) { return 7; }\nvoid setup() { Particle.function("nothing", nothing); }\n'
        "void loop() { delay(1000); }\n"
    )
    with boards(clock, nothing, load_firmware(built_firmware())) as (bare, ours):

        async def scenario() -> None:
            await online(clock, (bare, ours))
            assert await bare.call_function("nothing", "") == 7
            assert await ours.call_function("brightness", "kitchen=40") == 40
            empty = statistics.median(await timed(lambda: bare.call_function("nothing", ""), 3000))
            state = statistics.median(await timed(lambda: ours.call_function("light", "kitchen=state"), 3000))
            report("a function that does nothing, called from the host, and back", f"{empty * 1e6:.0f} µs")
            report("photon-lights' `light`, read and packed", f"{state * 1e6:.0f} µs")

        run(clock, scenario())


def test_the_same_logic_in_the_simulator_and_compiled_natively(report: Report, tmp_path: Path) -> None:
    for name in PLAIN:
        shutil.copy(LIGHTS / name, tmp_path)
    (tmp_path / "work.h").write_text(f"#pragma once\n{WORK}")
    (tmp_path / "native.cpp").write_text(NATIVE)
    gcc = shutil.which("g++")
    compiler = [gcc] if gcc else [sys.executable, "-m", "ziglang", "c++"]
    # No fused multiply-add, which WebAssembly has not: both must find the same colours.
    flags = ["-std=gnu++14", "-Os", "-ffp-contract=off", "-funsigned-char", "-fno-builtin"]
    sources = ["native.cpp", *(name for name in PLAIN if name.endswith(".cpp"))]
    environment = {**os.environ, "ZIG_GLOBAL_CACHE_DIR": str(cache_folder().parent / "zig")}
    subprocess.run([*compiler, *flags, *sources, "-o", "native"], cwd=tmp_path, env=environment, check=True)
    clock = HouseClock(0.0, virtual=True)
    with boards(clock, firmware(sketch=SKETCH, work=f"#pragma once\n{WORK}")) as (board,):

        async def scenario() -> None:
            await online(clock, [board])
            ours, natives = [], []
            for _ in range(5):  # in turns, so that other work on the machine strikes both
                began = time.perf_counter()
                result = await board.call_function("work", str(ROUNDS))
                ours.append(time.perf_counter() - began)
                native = subprocess.run([tmp_path / "native", str(ROUNDS)], capture_output=True, check=True)
                expected, seconds = json.loads(native.stdout)
                natives.append(seconds)
                assert result == expected != 0
            here, there = min(ours) / ROUNDS, min(natives) / ROUNDS
            report("a colour command parsed and converted, in the simulator", f"{here * 1e9:.0f} ns")
            report(f"the same sources by {Path(compiler[0]).name} -Os", f"{there * 1e9:.0f} ns")
            report("the simulator takes as many times as long", f"{here / there:.1f}")

        run(clock, scenario())


def test_a_loop_that_spins_beside_one_that_pauses(report: Report) -> None:
    kinds = {
        "photon-lights": load_firmware(built_firmware()),
        "an empty loop()": firmware(sketch="void setup() {}\nvoid loop() {}\n"),
        "loop() with delay(10)": firmware(sketch="void setup() {}\nvoid loop() { delay(10); }\n"),
        "loop() that never returns": firmware(
            sketch="volatile int n;\nvoid setup() {}\nvoid loop() { while (true) n++; }\n"
        ),
    }
    for name, image in kinds.items():
        clock = HouseClock()
        with boards(clock, image, load_firmware(built_firmware())) as (board, neighbour):

            async def scenario(photons: Sequence[Photon], clock: HouseClock, name: str) -> None:
                await online(clock, photons)
                cpu, wall = time.process_time(), time.perf_counter()
                await clock.sleep(2)
                share = (time.process_time() - cpu) / (time.perf_counter() - wall)
                report(f"share of a core in real time: {name}", f"{share * 100:.1f} %")
                call = photons[1].call_function
                took = await timed(lambda: call("light", "kitchen=state"), 100)
                worst = max(took) * 1000
                report("    meanwhile, the slowest of 100 calls to its neighbour", f"{worst:.1f} ms")

            run(clock, scenario((board, neighbour), clock, name))


def cpu_seconds(pid: int) -> float:
    """Processor time that a process has used so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def resident_mb(pid: int) -> float:
    """Resident memory of a process in MB."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


@pytest.fixture
def house(tmp_path: Path) -> Iterator[Callable[..., RunningHouse]]:
    """Starts houses, and stops them at the end."""
    started: list[RunningHouse] = []

    def start(*options: str) -> RunningHouse:
        started.append(RunningHouse(tmp_path, *options))
        return started[-1]

    yield start
    for each in started:
        each.stop()


needs_proc = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="reads Linux's /proc")


@needs_proc
def test_an_idle_house_of_a_hundred_photons(report: Report, house: Callable[..., RunningHouse]) -> None:
    pids = {count: house("--devices", str(count)).process.pid for count in (1, 100)}
    time.sleep(3)  # what follows a start: discovery's answers, reports
    seconds = 10
    before = {count: cpu_seconds(pid) for count, pid in pids.items()}
    time.sleep(seconds)
    for count, pid in pids.items():
        share = (cpu_seconds(pid) - before[count]) / seconds
        report(
            f"share of a core, idle house with {count} Photons (goal for 100: 1 %)", f"{share * 100:.2f} %"
        )


@needs_proc
def test_the_start_of_a_large_house(report: Report, house: Callable[..., RunningHouse], many: int) -> None:
    small = resident_mb(house("--devices", "1").process.pid)
    began = time.perf_counter()
    large = house("--devices", str(many))
    took = time.perf_counter() - began
    assert len(large.facts["devices"]) == many
    memory = resident_mb(large.process.pid)
    report(f"`photonlink run --devices {many}` until it is ready", f"{took:.1f} s")
    report(f"memory of a house with {many:,} Photons", f"{memory:.0f} MB")
    report("memory for each further Photon of a house", f"{(memory - small) / (many - 1) * 1000:.0f} kB")
