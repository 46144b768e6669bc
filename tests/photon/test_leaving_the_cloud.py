"""Particle.disconnect() is a wish, which the system fulfils when it next works; and what it leaves behind."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from photonsim.photon.wasm import Firmware

from .conftest import Bench

pytestmark = pytest.mark.slow

Sketch = Callable[[str], Firmware]

SKETCH = """
SYSTEM_THREAD(%s);
int heard_count = 0, sent = -1;
void heard(const char*, const char*) { ++heard_count; }
void other(const char*, const char*) {}
int act(String what) {
    if (what == "twice") {
        int places = 0;
        for (const char* prefix : {"a", "a", "b", "c", "d", "e", "a"}) places = places * 2 + Particle.subscribe(prefix, heard);
        return places;
    }
    if (what == "leave") { Particle.disconnect(); sent = Particle.publish("goodbye"); return 7; }
    if (what == "listen") { WiFi.listen(); return WiFi.listening() ? 9 : 0; }
    if (what == "think again") { Particle.disconnect(); Particle.connect(); return 8; }
    return heard_count * 10 + sent;
}
void setup() { Particle.function("act", act); }
"""


@pytest.fixture(params=["DISABLED", "ENABLED"])
def firmware(request: pytest.FixtureRequest, sketch: Sketch) -> Firmware:
    return sketch(SKETCH % request.param)


def test_a_function_that_disconnects_still_answers(bench: Bench, firmware: Firmware) -> None:
    board = bench.photon(firmware)

    async def scenario() -> None:
        board.plug_in()
        await bench.clock.sleep(10)
        assert await board.call_function("act", "think again") == 8
        await bench.clock.sleep(2)
        assert board.online, "the wish was taken back before anybody looked"
        assert await board.call_function("act", "leave") == 7
        await bench.clock.sleep(2)
        assert not board.online
        assert board.status_led.meaning == "connected to Wi-Fi, not to the cloud"
        assert bench.cloud.disconnects == [(board.device_id, True)]
        assert [e.name for e in bench.cloud.events][-1] == "goodbye", "there was still a connection"

    bench.run(scenario())


def test_whoever_leaves_while_connecting_is_not_shown_as_connecting(bench: Bench, sketch: Sketch) -> None:
    board = bench.photon(
        sketch(
            """SYSTEM_THREAD(ENABLED);
SYSTEM_MODE(SEMI_AUTOMATIC);
void setup() { Particle.connect(); waitUntil(WiFi.ready); delay(100); Particle.disconnect(); }"""
        )
    )

    async def scenario() -> None:
        board.plug_in()
        await bench.clock.sleep(10)
        assert not board.online
        assert board.status_led.meaning == "connected to Wi-Fi, not to the cloud"

    bench.run(scenario())


def test_a_function_that_subscribes_again_takes_no_second_place(bench: Bench, firmware: Firmware) -> None:
    board = bench.photon(firmware)

    async def scenario() -> None:
        board.plug_in()
        await bench.clock.sleep(10)
        assert await board.call_function("act", "twice") == 0b1111101, (
            "a, a, b, c, d; e has no place; a has one"
        )
        board.deliver_event("apple", None)
        await bench.clock.sleep(1)
        assert await board.call_function("act", "") == 9, "called once, and nothing published"

    bench.run(scenario())


def test_a_function_that_asks_for_listening_mode_still_answers(bench: Bench, firmware: Firmware) -> None:
    board = bench.photon(firmware)

    async def scenario() -> None:
        board.plug_in()
        await bench.clock.sleep(10)
        assert await board.call_function("act", "listen") == 9
        await bench.clock.sleep(1)
        assert board.status_led.meaning.startswith("listening mode")
        board.leave_listening()
        await bench.clock.sleep(10)
        assert board.online

    bench.run(scenario())
