"""What published libraries for the Photon ask of Device OS beside the calls of sketches."""

from __future__ import annotations

from collections.abc import Callable

from photonsim.photon.build import compile_project
from photonsim.photon.photon import Photon, load_firmware
from photonsim.photon.sketch import make_project
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
        "PLATFORM_ID == PLATFORM_PHOTON && PLATFORM_ID != PLATFORM_P1 && PLATFORM_ID <= PLATFORM_ELECTRON_PRODUCTION",
        "HAL_PLATFORM_WIFI && !HAL_PLATFORM_CELLULAR && !HAL_PLATFORM_NRF52840",
    )
    text = '#include "Particle.h"\n' + "".join(
        f"#if !({condition})\n#error here\n#endif\n" for condition in wanted
    )
    assert sketch(f"{text}#include <Wire.h>\n#include <SPI.h>\n#include <WString.h>\nvoid setup() {{}}")


TIMERS = """
#include "SparkIntervalTimer.h"
IntervalTimer fast, slow, third;
int fasts = 0, slows = 0;
void onFast() { ++fasts; }
void onSlow() { if (++slows == 4) slow.resetPeriod_SIT(2000, hmSec); }
void setup() {
    Serial.printf("%d%d%d%d ", fast.begin(onFast, 66, uSec), slow.begin(onSlow, 500, hmSec, TIMER4),
                  third.begin(onFast, 100, uSec, TIMER4), third.begin(onFast, 9, uSec));
    delay(100);
    fast.interrupt_SIT(INT_DISABLE);
    Serial.printf("%d ", fasts);
    delay(2900);
    fast.end();
    Serial.printf("%d %d %d", fasts, slows, third.begin(onFast, 100, uSec, TIMER3));
}
"""


def test_the_simulators_own_interval_timer_stands_for_the_library(bench: Bench) -> None:
    told: list[str] = []
    files = {
        "a.ino": TIMERS.encode(),
        "SparkIntervalTimer.h": b"class IntervalTimer { TIM_TypeDef* timer; };",
        "SparkIntervalTimer.cpp": b"void IntervalTimer::end() { TIM_Cmd(timer, 0); }",
    }
    image = compile_project(make_project("x", files), progress=told.append)
    assert any("SparkIntervalTimer.h: the simulator's own" in line for line in told)
    # 100 ms / 66 us; four times 250 ms, then each second.
    assert started(bench, bench.photon(load_firmware(image))).serial[0].text == "1100 1515 1515 6 1"


def test_a_copy_of_the_neopixel_library_beside_the_sketch_gives_way_to_the_simulators_own(
    bench: Bench,
) -> None:
    strip = b"""
    #include "neopixel.h"
    Adafruit_NeoPixel strip(2, D2, WS2812B);
    void setup() { strip.begin(); strip.setPixelColor(1, 1, 2, 3); strip.show(); }
    """
    files = {
        "project.properties": b"",
        "src/a.ino": strip,
        "src/neopixel.h": b"class Adafruit_NeoPixel { };",
        "lib/neopixel/src/neopixel.h": b"class Adafruit_NeoPixel { };",
        "lib/neopixel/src/neopixel.cpp": b'void Adafruit_NeoPixel::show() { asm volatile("nop"); }',
    }
    board = bench.photon(load_firmware(compile_project(make_project("x", files))))
    assert started(bench, board).pixels == {"D2": ["#000000", "#010203"]}


def test_a_sketch_may_tell_when_it_was_compiled(bench: Bench, sketch: Sketch) -> None:
    text = 'void setup() { Serial.printf("%d %d", (int)strlen(__DATE__), (int)strlen(__TIME__)); }'
    assert started(bench, bench.photon(sketch(text))).serial[0].text == "11 8"


def test_what_tinker_of_device_os_asks_of_pins_and_flags(bench: Bench, sketch: Sketch) -> None:
    text = """
    STARTUP(System.enable(SYSTEM_FLAG_WIFITESTER_OVER_SERIAL1));
    STARTUP(System.enable(SYSTEM_FLAG_PM_DETECTION));
    void setup() {
        for (pin_t pin = 0; pin < TOTAL_PINS; ++pin) {
            if (HAL_Validate_Pin_Function(pin, PF_TIMER) == PF_TIMER) Serial.print('t');
            if (HAL_Validate_Pin_Function(pin, PF_ADC) == PF_ADC) Serial.print('a');
            if (HAL_Validate_Pin_Function(pin, PF_DAC) == PF_DAC) Serial.print('d');
            Serial.print(' ');
        }
        Serial.print(HAL_Validate_Pin_Function(99, PF_ADC));
    }
    """
    seen = started(bench, bench.photon(sketch(text))).serial[0].text
    assert seen == "t t t t       a a a ad ta ta ad ta t t  t t t 0"


def test_int32_t_is_long_as_on_the_board(bench: Bench, sketch: Sketch) -> None:
    text = """
    const char* kind(int) { return "int"; }
    const char* kind(int32_t) { return "int32_t"; }
    const char* kind(uint32_t) { return "uint32_t"; }
    uint32_t level = 7;
    void setup() {
        int32_t low = -3;
        Serial.printf("%s %s %s %lu %ld %d", kind(1), kind(low), kind(level), level, low, max(low, 2));
        Serial.print(level);
        Particle.variable("level", level);
    }
    """
    assert started(bench, bench.photon(sketch(text))).serial[0].text == "int int32_t uint32_t 7 -3 27"
