"""How a sketch dies: the board's own panic codes on the status LED, the reset, and what the cloud is told."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from photonsim.photon.led import sos_seconds
from photonsim.photon.wasm import Firmware

from .conftest import Bench

pytestmark = pytest.mark.slow

Sketch = Callable[[str], Firmware]

PROVOKE = """
SYSTEM_THREAD(ENABLED);
volatile int zero = 0;
struct Base { Base() { now(); } void now(); virtual void act() = 0; };
struct Derived : Base { void act() override {} };
void Base::now() { act(); }
int recurse(int depth) { volatile char block[64]; block[0] = depth; return recurse(depth + 1) + block[0]; }
int die(String how) {
    if (how == "divide") return (int)how.length() / zero;
    if (how == "divide by what is seen to be zero") { int none = 0; return 5 / none; }
    if (how == "null") { int* nowhere = NULL; *nowhere = 1; return 1; }
    if (how == "null function") { int (*nobody)() = nullptr; return nobody(); }
    if (how == "far") return *(volatile int*)0x70000000;
    if (how == "abort") abort();
    if (how == "exit") exit(3);
    if (how == "recurse") return recurse(0);
    if (how == "virtual") { Derived d; return 1; }
    if (how == "timer") { Timer t(0, [] {}); return 1; }
    return 0;
}
void setup() { Particle.function("die", die); }
"""


@pytest.mark.parametrize(
    ("how", "code", "published"),
    [
        ("divide", 5, "panic, usage_fault"),
        ("divide by what is seen to be zero", 5, "panic, usage_fault"),
        ("null", 1, "panic, hard_fault"),
        ("null function", 1, "panic, hard_fault"),
        ("far", 1, "panic, hard_fault"),
        ("abort", 7, "panic, 7"),
        ("exit", 7, "panic, 7"),
        ("recurse", 13, "panic, stack_overflow"),
        ("timer", 10, "panic, assert_failed"),
    ],
)
def test_a_panic_shows_its_code_resets_and_is_told_to_the_cloud(
    bench: Bench, sketch: Sketch, how: str, code: int, published: str
) -> None:
    board = bench.photon(sketch(PROVOKE))

    async def scenario() -> None:
        board.plug_in()
        await bench.clock.sleep(10)
        with pytest.raises(ConnectionError):
            await board.call_function("die", how)
        assert board.status_led.pattern == "sos"
        assert board.panicked is not None
        assert board.panicked.code == code
        assert f"panic {code}" in bench.summaries("panic")[0]
        assert "ubsan" not in bench.summaries("panic")[0]
        assert bench.cloud.disconnects == [(board.device_id, False)]
        await bench.clock.sleep(sos_seconds(code) + 10)
        assert board.online
        assert board.status_led.meaning == "connected to the cloud"
        resets = [event.data for event in bench.cloud.events if event.name == "spark/device/last_reset"]
        assert resets == ["power_down", published]
        assert await board.call_function("die", "not at all") == 0

    bench.run(scenario())


def test_a_panic_names_the_functions_of_the_sketch(bench: Bench, sketch: Sketch) -> None:
    board = bench.photon(sketch(PROVOKE))

    async def scenario() -> None:
        board.plug_in()
        await bench.clock.sleep(10)
        with pytest.raises(ConnectionError):
            await board.call_function("die", "far")

    bench.run(scenario())
    assert "die(String)" in bench.summaries("panic")[0]


def test_a_device_that_loses_power_keeps_its_eeprom_and_nothing_else(bench: Bench, sketch: Sketch) -> None:
    board = bench.photon(
        sketch(
            """
int ram = 0;
void setup() {
    Particle.function("keep", [](String v) { EEPROM.put(100, (int)v.toInt()); ram = v.toInt(); return ram; });
    Particle.variable("kept", [] { int v; EEPROM.get(100, v); return v; });
    Particle.variable("ram", ram);
}
"""
        )
    )

    async def scenario() -> None:
        board.plug_in()
        await bench.clock.sleep(10)
        await board.call_function("keep", "4711")
        board.unplug()
        assert not board.online
        assert board.status_led.pattern == "solid"
        with pytest.raises(ConnectionError):
            await board.read_variable("kept")
        board.plug_in()
        await bench.clock.sleep(10)
        assert await board.read_variable("kept") == 4711
        assert await board.read_variable("ram") == 0

    bench.run(scenario())


def test_what_is_no_firmware_is_refused_and_the_old_one_runs_on(bench: Bench, sketch: Sketch) -> None:
    from photonsim.ports import DeviceRefused

    board = bench.photon(sketch(PROVOKE))

    async def scenario() -> None:
        board.plug_in()
        await bench.clock.sleep(10)
        with pytest.raises(DeviceRefused, match="not a WebAssembly module"):
            await board.update(b"not firmware")
        assert await board.call_function("die", "") == 0

    bench.run(scenario())


def test_an_update_over_the_air_swaps_the_firmware_and_an_interrupted_one_does_not(
    bench: Bench, sketch: Sketch
) -> None:
    old, new = (
        sketch(PROVOKE),
        sketch('void setup() { Particle.function("fresh", [](String) { return 7; }); }'),
    )
    board = bench.photon(old)

    async def scenario() -> None:
        board.plug_in()
        await bench.clock.sleep(10)
        bench.clock.call_later(0.05, board.unplug)
        with pytest.raises(ConnectionError):
            await board.update(new.image)
        board.plug_in()
        await bench.clock.sleep(10)
        assert list(board.functions) == ["die"]
        await board.update(new.image)
        await bench.clock.sleep(10)
        assert list(board.functions) == ["fresh"]
        assert await board.call_function("fresh", "") == 7

    bench.run(scenario())
