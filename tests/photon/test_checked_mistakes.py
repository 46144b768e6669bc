"""What `photonlink firmware check` says of a sketch is what its simulated Photon does."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from photonsim.firmware_check import check_sources
from photonsim.photon.pins import PIN_NUMBERS
from photonsim.photon.wasm import Firmware

from .conftest import Bench

pytestmark = pytest.mark.slow

MISTAKES = """\
SYSTEM_MODE(MANUAL);
void heard(const char* event, const char* data) {}
bool fifth = true;
void setup() {
    pinMode(D6, OUTPUT);
    pinMode(A4, OUTPUT);
    pinMode(D3, OUTPUT);
    pinMode(D0, OUTPUT);
    analogWrite(D6, 100);  // pwm-missing
    analogWrite(A4, 100);
    analogWrite(D3, 20);  // pwm-channel
    analogWrite(D0, 50);
    analogWrite(D0, 300);  // pwm-value
    analogWrite(RX, 70);  // pinmode-missing
    Particle.subscribe("a", heard);
    Particle.subscribe("b", heard);
    Particle.subscribe("c", heard);
    Particle.subscribe("d", heard);
    fifth = Particle.subscribe("e", heard);  // subscriptions
    digitalWrite(D4, fifth);  // pinmode-missing
    pinMode(D5, OUTPUT);
    digitalWrite(D5, fifth);
}
void loop() {}
"""


def test_pins_and_subscriptions_do_what_the_check_says(
    bench: Bench, sketch: Callable[[str], Firmware]
) -> None:
    marked = {
        (number, line.split("// ")[1])
        for number, line in enumerate(MISTAKES.splitlines(), 1)
        if "// " in line
    }
    report = check_sources({"sketch.ino": MISTAKES.encode()})
    assert {(finding.line, finding.rule) for finding in report.findings} == marked
    board = bench.photon(sketch(MISTAKES))

    async def scenario() -> None:
        board.plug_in()
        await bench.clock.sleep(3)

    bench.run(scenario())
    views = {pin: board.pins.view(PIN_NUMBERS[pin]) for pin in ("D6", "A4", "D3", "D0", "D5")}
    assert views["D6"]["mode"] == "OUTPUT"
    assert views["A4"]["pwm"] == views["D3"]["pwm"] == 20
    assert views["D0"]["pwm"] == 50
    assert board.pins.duty(PIN_NUMBERS["RX"]) == 0
    assert views["D5"]["digital"] == 0
