"""The pin table and the PWM rules of Device OS, row by row."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from photonsim.photon.pins import PIN_NUMBERS, PINS, PinMode, Pins
from photonsim.photon.wasm import Firmware

from .conftest import Bench

Sketch = Callable[[str], Firmware]

PWM_PINS = ["D0", "D1", "D2", "D3", "A4", "A5", "WKP", "RX", "TX"]
OTHERS = ["D4", "D5", "D6", "D7", "A0", "A1", "A2"]


def driven(pin: str, value: int, **options: int) -> Pins:
    pins = Pins()
    number = PIN_NUMBERS[pin]
    pins.set_mode(number, PinMode.OUTPUT)
    if "bits" in options:
        pins.resolution(number, options["bits"])
    pins.analog_write(number, value, options.get("frequency", 500))
    return pins


@pytest.mark.parametrize("pin", PWM_PINS)
def test_pwm_shows_the_value_that_was_written(pin: str) -> None:
    view = driven(pin, 94).view(PIN_NUMBERS[pin])
    assert view == {
        "mode": "AF_OUTPUT_PUSHPULL",
        "pwm": 94,
        "resolution": 8,
        "frequency": 500,
        "digital": None,
    }


@pytest.mark.parametrize("pin", OTHERS)
def test_analog_write_on_a_pin_without_pwm_is_ignored(pin: str) -> None:
    assert driven(pin, 94).view(PIN_NUMBERS[pin])["mode"] == "OUTPUT"


def test_without_pin_mode_there_is_silently_no_light() -> None:
    pins = Pins()
    pins.analog_write(PIN_NUMBERS["A5"], 200, 500)
    assert pins.duty(PIN_NUMBERS["A5"]) == 0
    assert pins.views() == {}


@pytest.mark.parametrize(
    ("value", "stays"), [(256, True), (-1, True), (100_000, True), (255, False), (0, False)]
)
def test_values_out_of_range_are_ignored_not_clamped(value: int, stays: bool) -> None:
    pins = driven("A5", 94)
    pins.analog_write(PIN_NUMBERS["A5"], value, 500)
    assert (pins.view(PIN_NUMBERS["A5"])["pwm"] == 94) is stays


@pytest.mark.parametrize(("one", "other"), [("A4", "D3"), ("A5", "D2")])
def test_pins_of_one_channel_show_the_same_duty(one: str, other: str) -> None:
    pins = driven(one, 30)
    pins.set_mode(PIN_NUMBERS[other], PinMode.OUTPUT)
    pins.analog_write(PIN_NUMBERS[other], 200, 500)
    assert pins.view(PIN_NUMBERS[one])["pwm"] == pins.view(PIN_NUMBERS[other])["pwm"] == 200


def test_another_frequency_on_a_neighbour_changes_this_pins_duty() -> None:
    pins = driven("D0", 128)
    before = pins.duty(PIN_NUMBERS["D0"])
    pins.set_mode(PIN_NUMBERS["D1"], PinMode.OUTPUT)
    pins.analog_write(PIN_NUMBERS["D1"], 10, 5000)
    assert pins.view(PIN_NUMBERS["D0"])["frequency"] == 5000
    assert pins.duty(PIN_NUMBERS["D0"]) != before


@pytest.mark.parametrize(("pin", "most"), [("A5", 15), ("D0", 15), ("RX", 15), ("WKP", 31)])
def test_resolution_is_the_timers_and_has_its_limits(pin: str, most: int) -> None:
    pins = Pins()
    number = PIN_NUMBERS[pin]
    assert pins.resolution(number, 1) == 8
    assert pins.resolution(number, most) == most
    assert pins.resolution(number, most + 1) == most
    assert pins.resolution(PIN_NUMBERS["D6"], 8) == 0


@pytest.mark.parametrize(("pin", "hertz"), [("RX", 468_750), ("TX", 468_750), ("A5", 234_375), ("D6", 0)])
def test_the_highest_frequency(pin: str, hertz: int) -> None:
    assert Pins().max_frequency(PIN_NUMBERS[pin]) == hertz


@pytest.mark.parametrize("pin", ["A3", "A6"])
def test_a_dac_pin_puts_out_a_voltage_at_12_bits(pin: str) -> None:
    pins = driven(pin, 255)
    assert pins.view(PIN_NUMBERS[pin])["mode"] == "AN_OUTPUT"
    assert pins.duty(PIN_NUMBERS[pin]) == pytest.approx(255 / 4095)


def test_digital_read_of_a_pin_with_pwm_is_0() -> None:
    assert driven("A5", 255).digital_read(PIN_NUMBERS["A5"]) == 0


def test_digital_write_ends_pwm_and_an_input_ignores_it() -> None:
    pins = driven("A5", 100)
    pins.digital_write(PIN_NUMBERS["A5"], 1)
    assert pins.view(PIN_NUMBERS["A5"]) | {} == pins.view(PIN_NUMBERS["A5"])
    assert pins.view(PIN_NUMBERS["A5"])["mode"] == "OUTPUT"
    assert pins.view(PIN_NUMBERS["A5"])["digital"] == 1
    pins.set_mode(PIN_NUMBERS["D4"], PinMode.INPUT)
    pins.digital_write(PIN_NUMBERS["D4"], 1)
    pins.set_mode(PIN_NUMBERS["D4"], PinMode.OUTPUT)
    assert pins.view(PIN_NUMBERS["D4"])["digital"] == 0


def test_pins_of_a_begun_serial_port_are_taken() -> None:
    pins = Pins()
    pins.claim(0, True)
    pins.set_mode(PIN_NUMBERS["RX"], PinMode.OUTPUT)
    pins.analog_write(PIN_NUMBERS["RX"], 10, 500)
    assert pins.views() == {}
    pins.claim(0, False)
    pins.set_mode(PIN_NUMBERS["RX"], PinMode.OUTPUT)
    assert "RX" in pins.views()


def test_analog_read_takes_0_to_7_as_a0_to_a7_and_leaves_the_pin_analog() -> None:
    pins = Pins()
    pins.set_analog(PIN_NUMBERS["A2"], 777)
    assert pins.analog_read(2) == pins.analog_read(PIN_NUMBERS["A2"]) == 777
    assert pins.view(PIN_NUMBERS["A2"])["mode"] == "AN_INPUT"
    assert pins.analog_read(PIN_NUMBERS["D7"]) == 777 * 0


@given(st.sampled_from([p for p in PWM_PINS if p != "WKP"]), st.integers(2, 15), st.data())
def test_read_back_gives_what_was_written_at_500_hz(pin: str, bits: int, data: st.DataObject) -> None:
    value = data.draw(st.integers(0, 2**bits - 1))
    assert driven(pin, value, bits=bits).view(PIN_NUMBERS[pin])["pwm"] == value


@given(st.integers(-5, 40), st.integers(-5, 300), st.integers(-10, 70_000), st.integers(-1, 1_000_000))
def test_no_call_of_a_sketch_breaks_the_board(pin: int, mode: int, value: int, frequency: int) -> None:
    pins = Pins()
    pins.set_mode(pin, mode)
    pins.digital_write(pin, value)
    pins.analog_write(pin, value, frequency)
    pins.resolution(pin, mode)
    pins.analog_read(pin)
    pins.digital_read(pin)
    for name, view in pins.views().items():
        assert set(view) >= {"mode", "pwm", "resolution", "frequency", "digital"}
        assert PIN_NUMBERS[name] < len(PINS)


def test_a_tone_takes_its_timers_other_pins_along_and_their_next_write_ends_it() -> None:
    """hal/src/stm32f2xx/tone_hal.c: the timer counts microseconds to 65,536 while it plays."""
    pins = Pins()
    lamp, buzzer, other_timer = PIN_NUMBERS["D1"], PIN_NUMBERS["D0"], PIN_NUMBERS["A5"]
    for pin in (lamp, other_timer):
        pins.set_mode(pin, PinMode.OUTPUT)
        pins.analog_write(pin, 128, 500)
    compare = round(128 * 60_000 / 255)
    assert pins.tone(buzzer, 440)
    assert pins.duty(buzzer) == 0.5
    assert pins.view(buzzer)["frequency"] == 440
    assert pins.view(lamp)["frequency"] == 15
    assert pins.duty(lamp) == pytest.approx(compare / 65535)
    assert pins.view(other_timer)["frequency"] == 500
    pins.no_tone(buzzer)
    assert pins.duty(buzzer) == 0
    assert pins.view(lamp)["frequency"] == 15, "only a write gives the timer its period back"
    assert pins.tone(buzzer, 440)
    pins.analog_write(lamp, 128, 500)
    assert pins.duty(lamp) == pytest.approx(128 / 255, abs=1e-4)
    assert pins.duty(buzzer) == 0


@pytest.mark.slow
def test_a_frequency_is_nothing_for_a_pin_that_puts_out_a_voltage(bench: Bench, sketch: Sketch) -> None:
    board = bench.photon(sketch("void setup() { analogWrite(DAC, 1000); analogWrite(DAC, 2000, 500); }"))

    async def scenario() -> None:
        board.plug_in()
        await bench.clock.sleep(10)

    bench.run(scenario())
    assert board.pins.view(PIN_NUMBERS["DAC"])["dac"] == 1000


@pytest.mark.slow
def test_there_are_no_pins_8_and_9(bench: Bench, sketch: Sketch) -> None:
    board = bench.photon(sketch("void setup() { digitalWrite(9, HIGH); delay(1000); pinMode(8, OUTPUT); }"))

    async def scenario() -> None:
        board.plug_in()
        await bench.clock.sleep(7)

    bench.run(scenario())
    assert "pinMode() of 8 or 9, behind which there is no pin" in bench.summaries("panic")[0]


@pytest.mark.slow
def test_pins_on_one_line_of_the_interrupt_controller_have_one_handler(bench: Bench, sketch: Sketch) -> None:
    board = bench.photon(
        sketch(
            """
int first = 0, second = 0, other = 0;
void setup() {
    attachInterrupt(D1, [] { ++first; }, CHANGE);
    attachInterrupt(A4, [] { ++second; }, CHANGE);
    attachInterrupt(D6, [] { ++other; }, CHANGE);
    Particle.variable("seen", [] { return first * 100 + second * 10 + other; });
}
"""
        )
    )

    async def scenario() -> int:
        board.plug_in()
        await bench.clock.sleep(10)
        for name in ("D1", "A4", "D6"):
            board.pins.set_pin(name, digital=1)
            await bench.clock.sleep(0.1)
        return int(await board.read_variable("seen"))

    assert bench.run(scenario()) == 11, "the last that asked for the line of D1 and A4 has it"


def test_a_dac_takes_the_lowest_bits_and_a_digital_read_switches_it_off() -> None:
    pins, dac = Pins(), PIN_NUMBERS["DAC"]
    pins.set_mode(dac, PinMode.OUTPUT)
    pins.digital_write(dac, 1)
    for value, seen in ((4095, 4095), (4096, 0), (-1, 4095), (5000, 904)):
        pins.analog_write(dac, value, 500)
        assert pins.view(dac)["dac"] == seen
    assert pins.digital_read(dac) == 1, "the mode from before, with its latch"
    assert pins.view(dac)["mode"] == "OUTPUT"
