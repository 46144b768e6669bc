"""Lines that published sketches have, and that did not compile once: each does on a board what it does here."""

from __future__ import annotations

from collections.abc import Callable

from photonsim.photon.wasm import Firmware

from .conftest import Bench

Sketch = Callable[[str], Firmware]

SKETCH = """
#include "neopixel/neopixel.h"
Adafruit_NeoPixel strip = Adafruit_NeoPixel(8, D6, WS2812B);
auto status = LEDStatus(RGB_COLOR_BLUE, LED_PATTERN_SOLID);
auto moved = std::move(status);
int led = 0, pixels = 0, antenna = 0, address = 0, locked = 0;
void setup() {
    strip.begin();
    strip.setPixelColor(7, strip.Color(1, 2, 3));
    strip.show();
    pixels = strip.numPixels() == 8 && strip.getPixelColor(7) == 0x010203;
    antenna = WiFi.selectAntenna(ANT_EXTERNAL) == 0 && WiFi.getAntenna() == ANT_EXTERNAL
        && WiFi.selectAntenna(ANT_NONE) != 0 && WiFi.getAntenna() == ANT_INTERNAL;
    uint8_t octets[] = {192, 168, 0, 1};
    address = IPAddress(0xC0A80001) == IPAddress(octets) && IPAddress(octets) != IPAddress(192, 168, 0, 2);
    WITH_LOCK(Serial) {
        WITH_LOCK(Serial) locked = Serial.try_lock();
    }
    moved.setActive();
    auto active = std::move(moved);
    led = active.isActive() && active.color() == RGB_COLOR_BLUE && !moved.isActive();
    Particle.variable("led", led);
    Particle.variable("pixels", pixels);
    Particle.variable("antenna", antenna);
    Particle.variable("address", address);
    Particle.variable("locked", locked);
}
"""


def test_a_strip_and_a_status_made_by_assignment_the_antennas_addresses_as_numbers_and_the_lock_of_serial(
    bench: Bench, sketch: Sketch
) -> None:
    board = bench.photon(sketch(SKETCH))

    async def scenario() -> None:
        board.plug_in()
        await bench.clock.sleep(10)
        names = ("pixels", "antenna", "address", "locked", "led")
        assert [await board.read_variable(name) for name in names] == [1, 1, 1, 1, 1]

    bench.run(scenario())
