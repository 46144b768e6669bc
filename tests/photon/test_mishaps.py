"""Wi-Fi, internet and power that fail, updates that are refused or cut off, and what the sketch hears of it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from photonsim.photon import led
from photonsim.photon.build import built_firmware
from photonsim.photon.photon import Photon
from photonsim.photon.wasm import Firmware
from photonsim.ports import DeviceGone, DeviceRefused

from .conftest import Bench

Sketch = Callable[[str], Firmware]

SKETCH = r"""
SYSTEM_THREAD(%s);
String heard;
void hear(system_event_t event, int parameter) {
    heard += String::format("%%d:%%d ", (int)__builtin_ctzll(event), parameter);
}
int boots = 0, loops = 0;
int act(String how) {
    if (how == "disable updates") System.disableUpdates();
    if (how == "enable updates") System.enableUpdates();
    if (how == "pending") return System.updatesPending();
    if (how == "disable reset") System.disableReset();
    if (how == "enable reset") System.enableReset();
    if (how == "reset pending") return System.resetPending();
    if (how == "reason") return System.resetReason();
    if (how == "put") { struct { int a, b; } pair = {7, 8}; EEPROM.put(0, pair); return 1; }
    if (how == "get") { int a; EEPROM.get(0, a); return a; }
    if (how == "publish") return Particle.publish("hello");
    if (how == "deaf") { System.off(hear); }
    if (how == "loops") return loops;
    return 1;
}
void setup() {
    System.on(network_status + cloud_status + firmware_update + firmware_update_pending + reset_pending, hear);
    Particle.function("act", act);
    Particle.variable("heard", heard);
}
void loop() { loops++; delay(10); }
"""


async def online(bench: Bench, board: Photon) -> None:
    board.plug_in()
    await bench.clock.sleep(10)
    assert board.online


@pytest.fixture
def firmware(sketch: Sketch) -> Firmware:
    return sketch(SKETCH % "ENABLED")


def test_wifi_that_comes_back_is_joined_again(bench: Bench, firmware: Firmware) -> None:
    board = bench.photon(firmware)

    async def scenario() -> None:
        await online(bench, board)
        board.set_wifi(False)
        assert not board.online
        assert board.status_led == led.NETWORK_CONNECTING
        await bench.clock.sleep(100)
        assert board.status_led == led.NETWORK_CONNECTING
        board.set_wifi(True)
        await bench.clock.sleep(40)
        assert board.online
        assert bench.cloud.disconnects == [(board.device_id, False)]
        heard = str(await board.read_variable("heard")).split()
        assert {"5:11", "6:0", "5:6", "5:7", "6:1", "6:2", "6:8"} <= set(heard)

    bench.run(scenario())


def test_a_cut_line_is_noticed_after_25_seconds_and_events_till_then_are_lost(
    bench: Bench, firmware: Firmware
) -> None:
    board = bench.photon(firmware)

    async def scenario() -> None:
        await online(bench, board)
        board.set_internet(False)
        with pytest.raises(DeviceGone):
            await board.call_function("act", "publish")
        await bench.clock.sleep(20)
        assert board.online  # it does not know yet
        await bench.clock.sleep(10)
        assert not board.online
        assert board.status_led in (led.NO_INTERNET, led.CLOUD_CONNECTING)
        board.set_internet(True)
        await bench.clock.sleep(140)
        assert board.online
        assert "hello" not in [event.name for event in bench.cloud.events]

    bench.run(scenario())


def test_a_brown_out_is_told_as_the_reason_of_the_reset(bench: Bench, firmware: Firmware) -> None:
    board = bench.photon(firmware)

    async def scenario() -> None:
        await online(bench, board)
        board.brown_out()
        await bench.clock.sleep(10)
        assert await board.call_function("act", "reason") == 50
        told = [event.data for event in bench.cloud.events if event.name == "spark/device/last_reset"]
        assert told == ["power_down", "power_brownout"]

    bench.run(scenario())


def test_a_power_cut_in_a_write_leaves_the_old_bytes(bench: Bench, firmware: Firmware) -> None:
    board = bench.photon(firmware)

    async def scenario() -> None:
        await online(bench, board)
        board.power_fails_at_write = True
        with pytest.raises(DeviceGone):
            await board.call_function("act", "put")
        assert not board.powered
        await online(bench, board)
        assert await board.call_function("act", "get") == -1
        await board.call_function("act", "put")
        assert await board.call_function("act", "get") == 7

    bench.run(scenario())


def test_updates_wait_until_the_sketch_allows_them(bench: Bench, firmware: Firmware) -> None:
    board = bench.photon(firmware)

    async def scenario() -> None:
        await online(bench, board)
        await board.call_function("act", "disable updates")
        with pytest.raises(DeviceRefused, match="disableUpdates"):
            await board.update(built_firmware())
        assert await board.call_function("act", "pending") == 1
        assert "9:0" in str(await board.read_variable("heard"))
        await board.call_function("act", "enable updates")
        told = [event.data for event in bench.cloud.events if event.name == "particle/device/updates/enabled"]
        assert told == ["false", "true"]
        await board.update(built_firmware())
        await bench.clock.sleep(10)
        assert "light" in board.functions

    bench.run(scenario())


def test_a_reset_after_an_update_waits_until_the_sketch_allows_it(bench: Bench, firmware: Firmware) -> None:
    board = bench.photon(firmware)

    async def scenario() -> None:
        await online(bench, board)
        await board.call_function("act", "disable reset")
        await board.update(built_firmware())
        await bench.clock.sleep(5)
        assert await board.call_function("act", "reset pending") == 1
        await board.call_function("act", "enable reset")
        await bench.clock.sleep(10)
        assert "light" in board.functions

    bench.run(scenario())


@pytest.mark.parametrize("mishap", ["power", "wifi"])
def test_an_update_that_is_cut_off_keeps_the_old_firmware(
    bench: Bench, firmware: Firmware, mishap: str
) -> None:
    board = bench.photon(firmware)

    async def scenario() -> None:
        await online(bench, board)
        update = asyncio.ensure_future(board.update(built_firmware()))
        await bench.clock.sleep(0.2)
        assert board.status_led == led.UPDATING
        assert await board.call_function("act", "publish") == 0
        if mishap == "power":
            board.unplug()
            board.plug_in()
        else:
            board.set_wifi(False)
            board.set_wifi(True)
        with pytest.raises(DeviceGone):
            await update
        await bench.clock.sleep(40)
        assert list(board.functions) == ["act"]

    bench.run(scenario())


def test_without_a_system_thread_the_sketch_stands_still_during_an_update(
    bench: Bench, sketch: Sketch
) -> None:
    board = bench.photon(sketch(SKETCH % "DISABLED"))

    async def scenario() -> None:
        await online(bench, board)
        before = await board.call_function("act", "loops")
        update = asyncio.ensure_future(board.update(built_firmware()))
        await bench.clock.sleep(0.4)
        board.set_wifi(False)  # ends it without a reset
        board.set_wifi(True)
        with pytest.raises(DeviceGone):
            await update
        await bench.clock.sleep(4)
        assert board.online
        passed = 0.1 + 4  # seconds in which it ran
        assert await board.call_function("act", "loops") - before < passed * 110

    bench.run(scenario())


def test_a_handler_that_was_taken_back_hears_nothing(bench: Bench, firmware: Firmware) -> None:
    board = bench.photon(firmware)

    async def scenario() -> None:
        await online(bench, board)
        await board.call_function("act", "deaf")
        before = await board.read_variable("heard")
        board.set_wifi(False)
        board.set_wifi(True)
        await bench.clock.sleep(40)
        assert await board.read_variable("heard") == before

    bench.run(scenario())


def test_an_allocation_that_fails_is_an_event_and_one_in_its_handler_a_panic(
    bench: Bench, sketch: Sketch
) -> None:
    firmware = sketch(
        r"""SYSTEM_THREAD(ENABLED);
        int told = 0; bool again = false;
        void hear(system_event_t, int size) { told = size; if (again) malloc(200000); }
        int act(String how) { again = how == "again"; return malloc(100000) == nullptr ? told : -1; }
        void setup() { System.on(out_of_memory, hear); Particle.function("act", act); }"""
    )
    board = bench.photon(firmware)

    async def scenario() -> None:
        await online(bench, board)
        assert await board.call_function("act", "once") == 100_000
        with pytest.raises(DeviceGone):
            await board.call_function("act", "again")

    bench.run(scenario())
    assert bench.summaries("panic")[0].startswith("p1: panic 8 (out_of_heap)")


@pytest.mark.slow
@pytest.mark.parametrize(("thread", "stands_still"), [("ENABLED", False), ("DISABLED", True)])
def test_the_cloud_that_is_away_is_looked_up_for_five_seconds(
    bench: Bench, sketch: Sketch, thread: str, stands_still: bool
) -> None:
    """Without a system thread it is the sketch that waits for the answer."""
    board = bench.photon(
        sketch(
            f"SYSTEM_THREAD({thread}); unsigned long last, longest; void setup() {{ Serial.begin(9600); }}\n"
            "void loop() { unsigned long now = millis(); if (last && now - last > longest) {"
            " longest = now - last; Serial.println(longest); } last = now; }"
        )
    )

    async def scenario() -> None:
        board.plug_in()
        await bench.clock.sleep(10)
        board.set_internet(False)
        await bench.clock.sleep(40)
        longest = max(int(line) for line in board.serial[0].text.split())
        assert (5000 <= longest <= 5500) is stands_still, longest

    bench.run(scenario())
