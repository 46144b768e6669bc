"""What a sketch can observe of Device OS, fact by fact: each row is a name, what a sketch printed, what the board gives.

Two sketches measure all of it, and each is compiled once for a machine. Sources: particle-iot/device-os v2.3.1 and
v3.3.1, the files named in the sections below.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from photonsim.photon.wasm import Firmware

from .conftest import Bench

pytestmark = pytest.mark.slow

WIRING = r"""
SYSTEM_MODE(MANUAL);
SYSTEM_THREAD(ENABLED);
static void fact(const char* name, long value) { Serial.printf("%s=%ld\n", name, value); }
static void fact(const char* name, int pin, long value) { Serial.printf("%s %d=%ld\n", name, pin, value); }
static void fact(const char* name, const String& value) { Serial.printf("%s=%s\n", name, value.c_str()); }

int early_mode = -1;
struct Early { Early() { early_mode = getPinMode(D4); } } early;
int order = 0, first_order = 0, second_order = 0;
STARTUP(first_order = ++order);
struct Second { Second() { second_order = ++order; } } second;

void pins() {
    // wiring_globals/src/spark_wiring_gpio.cpp, hal/src/photon/pinmap_hal.c
    for (int pin = 0; pin < TOTAL_PINS; ++pin) {
        if (pin == 8 || pin == 9) continue;
        fact("resolution", pin, analogWriteResolution(pin));
        fact("max frequency", pin, analogWriteMaxFrequency(pin));
    }
    for (int pin = 0; pin <= TX; ++pin) {
        if (pin == 8 || pin == 9) continue;
        pinMode(pin, OUTPUT);
        analogWrite(pin, 100);
        fact("after analogWrite", pin, getPinMode(pin));
        pinMode(pin, INPUT);
    }
    fact("mode before constructors", early_mode);
    pinMode(D4, OUTPUT);
    digitalWrite(D4, HIGH);
    fact("latch", digitalRead(D4));
    pinMode(D4, INPUT);
    digitalWrite(D4, LOW);
    pinMode(D4, OUTPUT);
    fact("latch survives input", digitalRead(D4));
    digitalWrite(D4, 7);
    fact("anything but 0 is high", digitalRead(D4));
    pinMode(D4, PIN_MODE_NONE);
    fact("no mode is ignored", getPinMode(D4));
    pinMode(TOTAL_PINS, OUTPUT);
    pinMode(D5, INPUT_PULLUP);
    fact("pull-up", digitalRead(D5));
    pinMode(D5, INPUT_PULLDOWN);
    fact("pull-down", digitalRead(D5));
    pinMode(A0, OUTPUT);
    digitalWrite(A0, HIGH);
    fact("analogRead", analogRead(A0));
    fact("mode after analogRead", getPinMode(A0));
    fact("digitalRead restores", digitalRead(A0));
    fact("restored mode", getPinMode(A0));
    fact("analogRead of D7", analogRead(17 - 10));
    Serial1.begin(9600);
    pinMode(TX, OUTPUT);
    fact("TX is Serial1's", getPinMode(TX) == OUTPUT);
    fact("TX reads", digitalRead(TX));
    Serial1.end();

    // hal/src/stm32/pwm_hal.c
    pinMode(A5, OUTPUT);
    pinMode(WKP, OUTPUT);
    fact("resolution 1", analogWriteResolution(A5, 1));
    fact("resolution 15", analogWriteResolution(A5, 15));
    fact("resolution 16", analogWriteResolution(A5, 16));
    fact("neighbour's resolution", analogWriteResolution(A4));
    fact("other timer's resolution", analogWriteResolution(D0));
    fact("max frequency at 15 bits", analogWriteMaxFrequency(A5));
    fact("WKP 31", analogWriteResolution(WKP, 31));
    fact("WKP 32", analogWriteResolution(WKP, 32));
    fact("DAC", analogWriteResolution(DAC));
    fact("DAC 8", analogWriteResolution(DAC, 8));
    fact("DAC 10", analogWriteResolution(DAC, 10));
    analogWriteResolution(A5, 8);
    analogWrite(A5, 94);
    fact("PWM reads low", digitalRead(A5));
    digitalWrite(A5, HIGH);
    fact("digitalWrite ends PWM", getPinMode(A5));
}

void arithmetic() {
    // wiring/src/spark_wiring.cpp, wiring/inc/spark_wiring_constants.h, wiring/src/spark_wiring_random.cpp
    fact("map", map(40, 0, 100, 0, 255));
    fact("map truncates toward zero", map(-1, 0, 100, 0, 255));
    fact("map does not clamp", map(200, 0, 100, 0, 255));
    fact("map of no range", map(7, 5, 5, 0, 255));
    fact("map backwards", map(10, 0, 100, 255, 0));
    fact("map of doubles", static_cast<long>(map(0.5, 0.0, 1.0, 0.0, 1000.0)));
    fact("constrain", constrain(300, 0, 255));
    fact("constrain crossed low", constrain(1, 9, 5));
    fact("constrain crossed high", constrain(10, 9, 5));
    fact("random(0)", random(0));
    fact("random(5, 5)", random(5, 5));
    fact("random(9, 5)", random(9, 5));
    bool inside = true;
    for (int i = 0; i < 300; ++i) {
        const int value = random(3, 6), small = random(4);
        inside = inside && value >= 3 && value < 6 && small >= 0 && small < 4;
    }
    fact("random is inside", inside);
    randomSeed(42);
    const int once = random(1000000);
    randomSeed(42);
    fact("seeded", random(1000000) == once);
    randomSeed(0);
    const int zero = random(1000000);
    randomSeed(0);
    fact("0 is a seed", random(1000000) == zero);
    fact("min", min(3, 4));
    fact("max", max(3, 4));
}

void times() {
    // system/src/system_task.cpp, wiring/inc/spark_wiring_ticks.h
    fact("time passed before setup", millis() > 0);
    unsigned before = micros();
    delayMicroseconds(700);
    fact("delayMicroseconds", micros() - before >= 700 && micros() - before < 900);
    before = millis();
    delay(0);
    fact("delay(0)", millis() - before);
    delay(25);
    fact("delay(25)", millis() - before >= 25 && millis() - before < 30);
    fact("System.millis", System.millis() >= millis() && System.millis() - millis() < 50);
    fact("uptime", System.uptime() == millis() / 1000);
    fact("Time is not valid", Time.isValid());
    Time.setTime(1600000000);
    fact("Time is valid", Time.isValid());
    fact("Time.now", Time.now() == 1600000000);
    fact("Time.year", Time.year(1600000000));
    fact("Time.weekday", Time.weekday(1600000000));
    Time.zone(-5);
    fact("Time.hour in a zone", Time.hour(1600000000));
    fact("Time.local", Time.local() - Time.now());
    fact("syncTime without a cloud", Particle.syncTime());
}

void eeprom() {
    // wiring/inc/spark_wiring_eeprom.h, services/inc/eeprom_emulation.h
    fact("length", EEPROM.length());
    fact("blank", EEPROM.read(100));
    fact("beyond the end", EEPROM.read(2048));
    EEPROM.put(2046, static_cast<int>(0x01020304));
    fact("a put past the end writes nothing", EEPROM.read(2046));
    EEPROM.put(2044, static_cast<int>(0x01020304));
    fact("a put up to the end", EEPROM.read(2047));
    EEPROM[3] = 9;
    EEPROM[4] = EEPROM[3];
    fact("operator[]", EEPROM.read(4));
    EEPROM.clear();
    fact("cleared", EEPROM.read(4));
}

void strings() {
    // wiring/inc/spark_wiring_string.h
    fact("toInt", String(" 12abc").toInt());
    fact("toInt of none", String("abc").toInt());
    fact("toInt negative", String("-7").toInt());
    fact("indexOf", String("kitchen=on").indexOf('='));
    fact("indexOf none", String("kitchen").indexOf('='));
    fact("substring", String("kitchen=on").substring(0, 7));
    fact("substring to the end", String("kitchen=on").substring(8));
    String text("  on  ");
    fact("trim", text.trim());
    fact("case", String("ON").equalsIgnoreCase("on"));
    fact("number", String(255, HEX));
    fact("float", String(1.5, 2));
    fact("format", String::format("%05.1f|%3d", 2.25, 7));
    fact("concatenated", String("a") + 1 + 'b' + 2.5f);
    text = "abc";
    text.replace("b", "--");
    fact("replace", text);
    text.toUpperCase();
    fact("upper", text);
    fact("startsWith", String("photon").startsWith("pho"));
    fact("beyond", String("abc").charAt(9));
}

int fired = 0, once = 0;
Timer repeated(10, [] { ++fired; });
Timer single(10, [] { ++once; }, true);
void timers() {
    // wiring/inc/spark_wiring_timer.h
    fact("new timer is active", repeated.isActive());
    fact("start", repeated.start());
    fact("started", repeated.isActive());
    single.start();
    delay(55);
    fact("fired", fired);
    fact("fired once", once);
    fact("one-shot is over", single.isActive());
    repeated.stop();
    const int before = fired;
    delay(50);
    fact("stopped", fired - before);
    repeated.changePeriod(20);
    fact("changePeriod starts", repeated.isActive());
    delay(45);
    fact("new period", fired - before);
    repeated.reset();
    delay(15);
    repeated.reset();
    delay(15);
    fact("reset begins anew", fired - before);
    repeated.stop();
}

SerialLogHandler logs(LOG_LEVEL_WARN, {{"app.light", LOG_LEVEL_ALL}});
void printing() {
    // wiring/src/spark_wiring_logging.cpp, wiring/inc/spark_wiring_print.h
    Serial.println("a line");
    Serial.println(255, BIN);
    Serial.println(3.14159, 3);
    Serial.printlnf("%d%%", 40);
    Log.info("hidden");
    Log.warn("seen %d", 1);
    Logger("app.light").trace("by category");
    Serial.print("end of it");
    Serial.println();
}

void setup() {
    fact("STARTUP before later constructors", first_order == 1 && second_order == 2);
    pins();
    arithmetic();
    times();
    eeprom();
    strings();
    timers();
    printing();
    Serial.println("done");
}
void loop() {}
"""

PWM = {0: 4, 1: 4, 2: 3, 3: 3, 14: 3, 15: 3, 17: 5, 18: 1, 19: 1, 21: 2, 22: 2, 23: 2}  # pin: timer
DACS = (13, 16)
REAL = [pin for pin in range(24) if pin not in (8, 9)]
AF_OUTPUT_PUSHPULL, AN_OUTPUT, OUTPUT = 4, 7, 0

FACTS: dict[str, object] = {
    "STARTUP before later constructors": 1,
    **{f"resolution {pin}": 12 if pin in DACS else 8 if pin in PWM else 0 for pin in REAL},
    **{
        f"max frequency {pin}": 0 if pin not in PWM else 468_750 if PWM[pin] == 1 else 234_375 for pin in REAL
    },
    **{
        f"after analogWrite {pin}": AN_OUTPUT if pin in DACS else AF_OUTPUT_PUSHPULL if pin in PWM else OUTPUT
        for pin in REAL
        if pin <= 19
    },
    "mode before constructors": 1,
    "latch": 1,
    "latch survives input": 1,
    "anything but 0 is high": 1,
    "no mode is ignored": 0,
    "pull-up": 1,
    "pull-down": 0,
    "analogRead": 0,
    "mode after analogRead": 6,
    "digitalRead restores": 1,
    "restored mode": 0,
    "analogRead of D7": 0,
    "TX is Serial1's": 0,
    "TX reads": 0,
    "resolution 1": 8,
    "resolution 15": 15,
    "resolution 16": 15,
    "neighbour's resolution": 15,
    "other timer's resolution": 8,
    "max frequency at 15 bits": 60_000_000 >> 15,
    "WKP 31": 31,
    "WKP 32": 31,
    "DAC": 12,
    "DAC 8": 8,
    "DAC 10": 8,
    "PWM reads low": 0,
    "digitalWrite ends PWM": 0,
    "map": 102,
    "map truncates toward zero": -2,
    "map does not clamp": 510,
    "map of no range": 7,
    "map backwards": 230,
    "map of doubles": 500,
    "constrain": 255,
    "constrain crossed low": 9,
    "constrain crossed high": 5,
    "random(0)": 0,
    "random(5, 5)": 5,
    "random(9, 5)": 9,
    "random is inside": 1,
    "seeded": 1,
    "0 is a seed": 1,
    "min": 3,
    "max": 4,
    "time passed before setup": 1,
    "delayMicroseconds": 1,
    "delay(0)": 0,
    "delay(25)": 1,
    "System.millis": 1,
    "uptime": 1,
    "Time is not valid": 0,
    "Time is valid": 1,
    "Time.now": 1,
    "Time.year": 2020,
    "Time.weekday": 1,
    "Time.hour in a zone": 7,
    "Time.local": -5 * 3600,
    "syncTime without a cloud": 0,
    "length": 2048,
    "blank": 255,
    "beyond the end": 255,
    "a put past the end writes nothing": 255,
    "a put up to the end": 1,
    "operator[]": 9,
    "cleared": 255,
    "toInt": 12,
    "toInt of none": 0,
    "toInt negative": -7,
    "indexOf": 7,
    "indexOf none": -1,
    "substring": "kitchen",
    "substring to the end": "on",
    "trim": "on",
    "case": 1,
    "number": "ff",
    "float": "1.50",
    "format": "002.2|  7",
    "concatenated": "a1b2.500000",
    "replace": "a--c",
    "upper": "A--C",
    "startsWith": 1,
    "beyond": 0,
    "new timer is active": 0,
    "start": 1,
    "started": 1,
    "fired": 5,
    "fired once": 1,
    "one-shot is over": 0,
    "stopped": 0,
    "changePeriod starts": 1,
    "new period": 2,
    "reset begins anew": 2,
}


@dataclass(frozen=True)
class Observed:
    facts: dict[str, str]
    text: str


@pytest.fixture(scope="module")
def observed(sketch: Callable[[str], Firmware]) -> Observed:
    """What the sketch prints: it runs once for all the rows."""
    bench = Bench()
    board = bench.photon(sketch(WIRING))

    async def scenario() -> str:
        board.plug_in()
        await bench.clock.sleep(5)
        return board.serial[0].text

    text = bench.run(scenario())
    assert text.endswith("done\r\n"), (
        f"the sketch did not get to its end: {bench.summaries('panic')} {text[-300:]}"
    )
    lines = [line.partition("=") for line in text.split("\n") if "=" in line]
    return Observed({name: value for name, _, value in lines}, text)


@pytest.mark.parametrize("name", FACTS)
def test_fact(observed: Observed, name: str) -> None:
    assert observed.facts[name] == str(FACTS[name])


def test_each_measured_fact_has_a_row(observed: Observed) -> None:
    assert set(observed.facts) == set(FACTS)


def test_lines_end_with_cr_and_lf_and_numbers_print_in_their_base(observed: Observed) -> None:
    assert "a line\r\n11111111\r\n3.142\r\n40%\r\n" in observed.text
    assert observed.text.endswith("end of it\r\ndone\r\n")


def test_log_lines_have_ten_digits_a_category_and_a_level(observed: Observed) -> None:
    import re

    assert re.search(r"(?m)^\d{10} \[app\] WARN: seen 1\r$", observed.text)
    assert re.search(r"(?m)^\d{10} \[app\.light\] TRACE: by category\r$", observed.text)
    assert "hidden" not in observed.text
