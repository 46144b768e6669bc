"""What published libraries for the Photon ask of Device OS beside the calls of sketches."""

from __future__ import annotations

from collections.abc import Callable

from photonsim.photon.photon import Photon
from photonsim.photon.wasm import Firmware

from .conftest import Bench

Sketch = Callable[[str], Firmware]


def started(bench: Bench, board: Photon, seconds: float = 10) -> Photon:
    async def scenario() -> None:
        board.plug_in()
        await bench.clock.sleep(seconds)

    bench.run(scenario())
    return board


def test_names_of_arduino_and_of_the_boards_c_library(bench: Bench, sketch: Sketch) -> None:
    text = """
    #include "Arduino.h"
    static const uint8_t PROGMEM table[] = {1, 2, 3};
    static const uint16_t PROGMEM words[] = {1000};
    __unused static int nobody_asks;
    USARTSerial* port = &Serial1;
    uint8_t none = PIN_INVALID;
    void __unused also() {}
    void setup() {
        port->begin(9600, SERIAL_8N1);
        delay(20ms);
        delayMicroseconds(3us);
        Serial.printlnf("%d %d %d %d", pgm_read_byte(table + 1), pgm_read_word(words), (int)strlen_P(PSTR("four")), none);
        Serial.println(F("flash"));
        Serial.println(word(1, 2));
    }
    """
    assert started(bench, bench.photon(sketch(text))).serial[0].text == "2 1000 4 255\r\nflash\r\n258\r\n"


def test_particle_h_alone_has_progmem(sketch: Sketch) -> None:
    assert sketch("const uint8_t PROGMEM a[] = {7}; int b; void setup() { b = pgm_read_byte(a); }")


def test_printf_goes_nowhere_and_fits_on_the_stack(bench: Bench, sketch: Sketch) -> None:
    board = started(bench, bench.photon(sketch('void setup() { Serial.print(printf("%d,%f", 12, 1.5)); }')))
    assert board.panicked is None
    assert board.serial[0].text == "11"


LOGGING = """
class Lamp : public LogHandler {
public:
    using LogHandler::LogHandler;
    int heard = 0;
protected:
    void logMessage(const char* text, LogLevel level, const char* category, const LogAttributes& attributes) override {
        ++heard;
        if (attributes.has_time) Serial.printlnf("%s %s: %s", category, levelName(level), text);
    }
};
Lamp unknown, known(LOG_LEVEL_WARN, {{"app", LOG_LEVEL_ERROR}, {"app.light", LOG_LEVEL_ALL}});
StreamLogHandler stream(Serial1, LOG_LEVEL_ERROR);
Logger light("app.light");
void setup() {
    LogManager::instance()->addHandler(&known);
    LogManager::instance()->addHandler(&stream);
    Log.warn("too low");
    light.trace("on");
    Log.error("broken");
    LogManager::instance()->removeHandler(&known);
    Log.error("again");
    Serial.print(unknown.heard);
}
"""


def test_handlers_of_ones_own_hear_what_they_have_asked_for(bench: Bench, sketch: Sketch) -> None:
    board = started(bench, bench.photon(sketch(LOGGING)))
    assert board.serial[0].text == "app.light TRACE: on\r\napp ERROR: broken\r\n0"
    lines = board.serial[1].text.splitlines()
    assert [line[10:] for line in lines] == [" [app] ERROR: broken", " [app] ERROR: again"]


def test_a_library_that_asks_for_a_strip_finds_it(sketch: Sketch) -> None:
    text = '#include "neopixel.h"\n#ifndef PARTICLE_NEOPIXEL_H\n#error none\n#endif\nvoid setup() {}'
    assert sketch(text)


REGISTERS = """
STM32_Pin_Info* ports = HAL_Pin_Map();
String seen;
void note() { seen += String::format("%d%d ", digitalRead(D6), digitalRead(D7)); }
void setup() {
    pinMode(D6, OUTPUT);
    pinMode(D7, OUTPUT);
    pinMode(A0, INPUT);
    ports[D7].gpio_peripheral->BSRRL = ports[D7].gpio_pin;
    note();
    ports[D6].gpio_peripheral->ODR |= ports[D6].gpio_pin;
    note();
    GPIOA->BSRRH = ports[D6].gpio_pin | ports[D7].gpio_pin;
    note();
    ports[D6].gpio_peripheral->ODR ^= ports[D6].gpio_pin;
    note();
    seen += (ports[A0].gpio_peripheral->IDR >> ports[A0].gpio_pin_source & 1) ? "high" : "low";
    Serial.print(seen);
}
"""


def test_registers_of_the_ports_drive_pins(bench: Bench, sketch: Sketch) -> None:
    board = bench.photon(sketch(REGISTERS))
    board.pins.set_pin("A0", digital=1)
    assert started(bench, board).serial[0].text == "01 11 00 10 high"


def test_macros_of_the_build_and_of_versions(sketch: Sketch) -> None:
    wanted = (
        "SPARK && PARTICLE && PLATFORM_ID == 6 && PLATFORM_GEN == 2 && PLATFORM_THREADING && defined(STM32F2XX)",
        "SYSTEM_VERSION >= SYSTEM_VERSION_v080 && SYSTEM_VERSION > SYSTEM_VERSION_v230 && !defined(SYSTEM_VERSION_v300)",
        "SYSTEM_VERSION < SYSTEM_VERSION_ALPHA(5, 0, 0, 2)",
    )
    text = "".join(f"#if !({condition})\n#error here\n#endif\n" for condition in wanted)
    assert sketch(f"{text}#include <Wire.h>\n#include <SPI.h>\n#include <WString.h>\nvoid setup() {{}}")
