"""Tone, servo, pulses, shifting, interrupts, I2C, SPI and strips of LEDs, by sketches."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from photonsim.photon.i2c_devices.pca9685 import Pca9685
from photonsim.photon.own_libraries import with_own_libraries
from photonsim.photon.photon import Photon
from photonsim.photon.pins import PIN_NUMBERS
from photonsim.photon.sketch import make_project
from photonsim.photon.spi_devices import Apa102Strip
from photonsim.photon.wasm import Firmware

from .conftest import Bench

Sketch = Callable[[str], Firmware]

PARTS = r"""
SYSTEM_THREAD(ENABLED);
#include "neopixel.h"

Servo servo;
Adafruit_NeoPixel strip(3, D6, WS2812B);
unsigned pulse = 99;
int edges = 0, edges_held = -1, edges_after = -1, done = 0;
void edge() { edges++; }

int run(String what) {
    if (what == "tone") { tone(D0, 440, 250); tone(D4, 440); return 0; }
    if (what == "tone too high") { tone(D1, 20001); return getPinMode(D1); }
    if (what == "servo") { servo.attach(A5); servo.write(90); return servo.readMicroseconds(); }
    if (what == "servo read") return servo.read();
    if (what == "servo nowhere") { Servo other; return other.attach(D7); }
    if (what == "pulse") { pulse = pulseIn(D5, HIGH); return pulse; }
    if (what == "shift") {
        pinMode(D2, OUTPUT), pinMode(D3, OUTPUT);
        shiftOut(D2, D3, MSBFIRST, 0xA1);
        shiftOut(D2, D3, LSBFIRST, 0xA1);
        return shiftIn(D4, D3, MSBFIRST);
    }
    if (what == "attach") {
        pinMode(A0, INPUT);
        attachInterrupt(A0, edge, CHANGE);
        noInterrupts();
        delay(100);
        edges_held = edges;
        interrupts();
        edges_after = edges;
        return edges_held * 10 + edges_after;
    }
    if (what == "strip") {
        strip.begin();
        strip.setPixelColor(0, 255, 0, 128);
        strip.setPixelColor(1, Adafruit_NeoPixel::Color(1, 2, 3));
        strip.setPixelColor(7, 255, 255, 255);
        strip.show();
        return strip.getPixelColor(1);
    }
    if (what == "dim strip") { strip.setBrightness(127); strip.show(); return strip.getBrightness(); }
    if (what == "clear strip") { strip.clear(); strip.show(); return strip.numPixels(); }
    return -99;
}

void setup() { Particle.function("run", run); }
"""

BUSES = r"""
SYSTEM_THREAD(ENABLED);
byte there[3] = {1, 2, 3}, back[3];
void finished() { back[2] ^= 0x80; }
int run(String what) {
    if (what == "early") { Wire.beginTransmission(0x40); return Wire.endTransmission(); }
    if (what == "begin") { Wire.begin(); pinMode(D0, OUTPUT); return Wire.isEnabled() * 10 + getPinMode(D0); }
    if (what == "nobody") { Wire.beginTransmission(0x41); Wire.write(1); return Wire.endTransmission() * 10 + Wire.requestFrom(0x41, 2); }
    if (what == "write") {
        Wire.beginTransmission(0x40);
        Wire.write(0x00); Wire.write(0x20);
        Wire.endTransmission();
        Wire.beginTransmission(0x40);
        Wire.write(0x06 + 4 * 3);
        Wire.write(0); Wire.write(0); Wire.write(0x00); Wire.write(0x04);
        return Wire.endTransmission();
    }
    if (what == "read") {
        Wire.beginTransmission(0x40);
        Wire.write(0xFE);
        Wire.endTransmission(false);
        if (Wire.requestFrom(0x40, 1) != 1) return -1;
        const int value = Wire.read();
        return Wire.available() || Wire.read() != -1 ? -2 : value;
    }
    if (what == "full") {
        Wire.beginTransmission(0x40);
        int taken = 0;
        for (int i = 0; i < 40; i++) taken += Wire.write(0);
        return taken;
    }
    if (what == "end") { Wire.end(); pinMode(D0, OUTPUT); return getPinMode(D0); }
    if (what == "spi open") { SPI.begin(); return SPI.transfer(0x55) * 10 + digitalRead(A2); }
    if (what == "spi clock") return SPI.setClockSpeed(8, MHZ) == 7500000;
    if (what == "lsb") { SPI.beginTransaction(SPISettings(4 * MHZ, LSBFIRST, SPI_MODE0)); return SPI.transfer(0x01); }
    if (what == "dma") {
        SPI.setBitOrder(MSBFIRST);
        SPI.transfer(there, back, 3, finished);
        return back[0] << 16 | back[1] << 8 | back[2];
    }
    if (what == "apa102") {
        SPI1.begin();
        for (int i = 0; i < 4; i++) SPI1.transfer(0);
        for (int b : {0xFF, 0x10, 0x20, 0x30, 0xE0, 0xFF, 0xFF, 0xFF}) SPI1.transfer(b);
        return 0;
    }
    return -99;
}
void setup() { Particle.function("run", run); }
"""


class Echo:
    """An SPI part that sends back each byte plus 1, and remembers what it got."""

    def __init__(self) -> None:
        self.got = b""

    def transfer(self, data: bytes) -> bytes:
        self.got += data
        return bytes(byte + 1 & 0xFF for byte in data)


async def started(bench: Bench, firmware: Firmware) -> Photon:
    board = bench.photon(firmware)
    board.plug_in()
    await bench.clock.advance(5)
    return board


def test_a_tone_is_half_duty_at_its_frequency_and_ends_after_its_duration(
    bench: Bench, sketch: Sketch
) -> None:
    async def scenario() -> None:
        board = await started(bench, sketch(PARTS))
        await board.call_function("run", "tone")
        assert board.pins.view(PIN_NUMBERS["D0"])["frequency"] == 440
        assert board.pins.duty(PIN_NUMBERS["D0"]) == pytest.approx(0.5, abs=0.001)
        assert "D4" not in board.pins.views()  # no PWM there
        await bench.clock.advance(0.24)
        assert board.pins.duty(PIN_NUMBERS["D0"]) > 0
        await bench.clock.advance(0.02)
        assert board.pins.duty(PIN_NUMBERS["D0"]) == 0
        assert await board.call_function("run", "tone too high") == 1  # still an input

    bench.run(scenario())


def test_a_servo_gets_its_pulse_fifty_times_a_second(bench: Bench, sketch: Sketch) -> None:
    async def scenario() -> None:
        board = await started(bench, sketch(PARTS))
        assert await board.call_function("run", "servo") == 1472
        assert board.pins.view(PIN_NUMBERS["A5"])["frequency"] == 50
        assert board.pins.duty(PIN_NUMBERS["A5"]) * 20_000 == pytest.approx(1472, abs=1)
        assert await board.call_function("run", "servo read") in (90, 91)
        assert await board.call_function("run", "servo nowhere") == 0

    bench.run(scenario())


def test_pulse_in_measures_the_next_whole_pulse_and_gives_0_after_three_seconds(
    bench: Bench, sketch: Sketch
) -> None:
    async def scenario() -> None:
        board = await started(bench, sketch(PARTS))
        d5 = PIN_NUMBERS["D5"]
        for after, level in ((0.010, 1), (0.01075, 0)):
            bench.clock.call_later(after, lambda level=level: board.pins.set_input(d5, level))  # type: ignore[misc]
        assert await board.call_function("run", "pulse") == pytest.approx(750, abs=1)
        before = bench.clock.now()
        assert await board.call_function("run", "pulse") == 0
        assert bench.clock.now() - before == pytest.approx(3.0, abs=0.01)

    bench.run(scenario())


def test_shifting_out_sets_the_bit_before_each_clock_and_shifting_in_reads_it(
    bench: Bench, sketch: Sketch
) -> None:
    async def scenario() -> None:
        board = await started(bench, sketch(PARTS))
        bits, data = [], 0

        def wired(pin: int, level: int) -> None:
            nonlocal data
            if pin == PIN_NUMBERS["D2"]:
                data = level
            elif pin == PIN_NUMBERS["D3"] and level:
                bits.append(data)
                board.pins.set_input(PIN_NUMBERS["D4"], len(bits) % 2)

        board.pins.on_output = wired
        assert await board.call_function("run", "shift") == 0b10101010
        assert bits[:8] == [1, 0, 1, 0, 0, 0, 0, 1]
        assert bits[8:16] == [1, 0, 0, 0, 0, 1, 0, 1]

    bench.run(scenario())


def test_interrupts_that_are_held_back_come_once_afterwards(bench: Bench, sketch: Sketch) -> None:
    async def scenario() -> None:
        board = await started(bench, sketch(PARTS))
        for after, level in ((0.010, 1), (0.020, 0), (0.030, 1)):
            bench.clock.call_later(
                after,
                lambda level=level: board.pins.set_input(PIN_NUMBERS["A0"], level),  # type: ignore[misc]
            )
        assert await board.call_function("run", "attach") == 1  # none while held back, one for the three

    bench.run(scenario())


def test_a_strip_shows_what_it_was_sent(bench: Bench, sketch: Sketch) -> None:
    async def scenario() -> None:
        board = await started(bench, sketch(PARTS))
        assert board.pixels == {}
        assert await board.call_function("run", "strip") == 0x010203
        assert board.pixels == {"D6": ["#ff0080", "#010203", "#000000"]}
        assert await board.call_function("run", "dim strip") == 127
        assert board.pixels["D6"][0] == "#7f0040"
        board.reset()
        await bench.clock.advance(5)
        assert board.pixels["D6"][0] == "#7f0040"  # a strip keeps its light when the board starts again
        assert await board.call_function("run", "clear strip") == 3
        assert board.pixels["D6"][0] == "#7f0040"  # without begin() the pin is an input, and nothing is sent

    bench.run(scenario())


def test_wire_reads_and_writes_the_part_at_an_address_and_knows_that_nobody_is_at_another(
    bench: Bench, sketch: Sketch
) -> None:
    async def scenario() -> None:
        board = await started(bench, sketch(BUSES))
        driver = Pca9685()
        board.peripherals.i2c.attach(0x40, driver)
        assert await board.call_function("run", "early") == 1
        assert await board.call_function("run", "begin") == 11  # D0 belongs to the bus: pinMode() is ignored
        assert await board.call_function("run", "nobody") == 30
        assert await board.call_function("run", "write") == 0
        assert driver.duty(3) == 0.25
        assert driver.duties[2] == 0
        assert await board.call_function("run", "read") == 0x1E
        assert await board.call_function("run", "full") == 32
        assert await board.call_function("run", "end") == 0

    bench.run(scenario())


def test_an_i2c_address_is_refused_when_it_is_none_or_taken(bench: Bench, sketch: Sketch) -> None:
    bus = bench.photon(sketch(BUSES)).peripherals.i2c
    with pytest.raises(ValueError, match="7 bits"):
        bus.attach(0x80, Pca9685())
    bus.attach(0x40, Pca9685())
    with pytest.raises(ValueError, match="already"):
        bus.attach(0x40, Pca9685())


def test_spi_exchanges_bytes_in_the_order_of_bits_that_was_set(bench: Bench, sketch: Sketch) -> None:
    async def scenario() -> None:
        board = await started(bench, sketch(BUSES))
        assert await board.call_function("run", "spi open") == 2551  # nobody answers; SS is high
        assert await board.call_function("run", "spi clock") == 1
        echo, strip = Echo(), Apa102Strip(2)
        board.peripherals.spi[0].attach(echo)
        board.peripherals.spi[1].attach(strip)
        assert await board.call_function("run", "lsb") == 0x81
        assert echo.got == b"\x80"
        assert await board.call_function("run", "dma") == 0x020384
        await board.call_function("run", "apa102")
        assert strip.pixels == ["#302010", "#000000"]

    bench.run(scenario())


def test_a_projects_own_copy_of_the_neopixel_library_is_replaced_and_the_user_is_told() -> None:
    told: list[str] = []
    library = {
        "lib/neopixel/src/neopixel.h": b"class Adafruit_NeoPixel { };",
        "lib/neopixel/src/neopixel.cpp": b'void Adafruit_NeoPixel::show() { asm volatile("nop"); }',
        "src/main.ino": b"#include <neopixel.h>\nvoid setup() {}",
        "project.properties": b"name=x",
    }
    project = with_own_libraries(make_project("x", library), told.append)
    assert b"asm" not in b"".join(project.files.values())
    assert len(told) == 2
    again: list[str] = []
    assert with_own_libraries(project, again.append) is project
    assert again == []
