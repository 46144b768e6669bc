"""Names of Device OS that sketches and libraries use beside the usual calls: what compiles on the board compiles here."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from photonsim.photon.build import CompileError
from photonsim.photon.wasm import Firmware

from .conftest import Bench

pytestmark = pytest.mark.slow

Sketch = Callable[[str], Firmware]

SKETCH = """
#include "Arduino.h"
const uint8_t gamma8[] PROGMEM = {0, 5, 9};
int ticks = 0, waited = 0, written = 0, sum = 0;
Timer often(250ms, [] { ++ticks; });
ApplicationWatchdog dog(60s, System.reset);
STARTUP(pinMode(D7, OUTPUT)); STARTUP(digitalWrite(D7, HIGH));
int act(String what) {
    if (what == "wait") { unsigned long from = millis(); delay(2s); return millis() - from; }
    if (what == "slower") { often.changePeriod(10s); return ticks; }
    if (what == "flash") return pgm_read_byte(&gamma8[1]) + strlen_P("abc");
    if (what == "eeprom") { for (auto byte : EEPROM) sum += byte == 0xFF; return sum; }
    if (what == "bits") return _BV(3) | bit(1) | word(0x12, 0x34) << 8;
    if (what == "interrupt") return attachInterrupt(digitalPinToInterrupt(D2), [] {}, FALLING);
    if (what == "log") { LOG(INFO, "of old %d", 1); INFO("older"); return 1; }
    if (what == "leave") Particle.disconnect(CloudDisconnectOptions().graceful(true).timeout(5s));
    if (what == "assert") SPARK_ASSERT(what == "true");
    if (what == "panic") PANIC(InvalidCase, "as I please");
    if (what == "future") {
        auto sent = Particle.publish("sent");
        int told = 0;
        sent.onSuccess([&](bool) { told = 1; }).onError([&](Error error) { told = error.type(); });
        for (int i = 0; i < 5; ++i) sent = Particle.publish("sent");
        return sent.wait(100) && sent.error() == Error::LIMIT_EXCEEDED && sent.error().type() == SYSTEM_ERROR_LIMIT_EXCEEDED ? told : 0;
    }
    if (what == "synced") { time_t when; return Particle.timeSyncedLast(when) > 0 && abs(when - Time.now()) < 60; }
    if (what == "states") { PinState state = HIGH; pinMode(D6, OUTPUT); digitalWrite(D6, state); digitalWrite(D6, !state); return digitalRead(D6) == LOW; }
    if (what == "nap") System.sleep(SLEEP_MODE_WLAN, 10s);
    return 0;
}
void setup() {
    often.start();
    Particle.function("act", act);
}
"""


@pytest.mark.parametrize(
    ("what", "answer"),
    [
        ("wait", 2000),
        ("flash", 8),
        ("future", 1),
        ("synced", 1),
        ("states", 1),
        ("eeprom", 2048),
        ("bits", 0x1234 << 8 | 0b1010),
        ("interrupt", 1),
        ("log", 1),
    ],
)
def test_what_it_answers(bench: Bench, sketch: Sketch, what: str, answer: int) -> None:
    board = bench.photon(sketch(SKETCH))

    async def scenario() -> int:
        board.plug_in()
        await bench.clock.sleep(10)
        return await board.call_function("act", what)

    assert bench.run(scenario()) == answer
    assert board.pins.view(7)["digital"] == 1, "two STARTUPs in one line"


@pytest.mark.parametrize(("what", "code"), [("assert", 10), ("panic", 11)])
def test_a_sketch_can_end_itself_with_a_code(bench: Bench, sketch: Sketch, what: str, code: int) -> None:
    board = bench.photon(sketch(SKETCH))

    async def scenario() -> None:
        board.plug_in()
        await bench.clock.sleep(10)
        with pytest.raises(ConnectionError):
            await board.call_function("act", what)
        assert board.panicked is not None
        assert board.panicked.code == code
        assert "sketch" in board.panicked.explanation

    bench.run(scenario())


def test_a_cloud_variable_that_is_a_float_is_refused_with_the_way_out(sketch: Sketch) -> None:
    with pytest.raises(CompileError) as refused:
        sketch('float heat;\nvoid setup() { Particle.variable("heat", heat); }')
    assert "a cloud variable cannot be a float: make it a double" in refused.value.output
