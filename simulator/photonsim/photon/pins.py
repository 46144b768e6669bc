"""Pins, timers and the PWM of a Photon, as Device OS drives them.

Sources: Device OS v2.3.1 and v3.3.1, hal/src/photon/pinmap_hal.c, hal/src/stm32/pwm_hal.c,
wiring_globals/src/spark_wiring_gpio.cpp. Both versions behave alike here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import IntEnum

TOTAL_PINS = 24
DEFAULT_FREQUENCY_HZ = 500


class PinMode(IntEnum):
    """Codes of getPinMode()."""

    OUTPUT = 0
    INPUT = 1
    INPUT_PULLUP = 2
    INPUT_PULLDOWN = 3
    AF_OUTPUT_PUSHPULL = 4
    AF_OUTPUT_DRAIN = 5
    AN_INPUT = 6
    AN_OUTPUT = 7
    OUTPUT_OPEN_DRAIN = 0x10
    OUTPUT_OPEN_DRAIN_PULLUP = 0x30
    PIN_MODE_NONE = 0xFF


_MODES = frozenset(PinMode)
_INPUTS = (PinMode.INPUT, PinMode.INPUT_PULLUP, PinMode.INPUT_PULLDOWN)
_DIGITAL_OUTPUTS = (PinMode.OUTPUT, PinMode.OUTPUT_OPEN_DRAIN, PinMode.OUTPUT_OPEN_DRAIN_PULLUP)


@dataclass(frozen=True)
class PinInfo:
    """What stands behind a pin number. `pwm` is (timer, channel)."""

    name: str
    adc: bool = False
    dac: bool = False
    pwm: tuple[str, int] | None = None
    real: bool = True


PINS: tuple[PinInfo, ...] = (
    PinInfo("D0", pwm=("TIM4", 2)),
    PinInfo("D1", pwm=("TIM4", 1)),
    PinInfo("D2", pwm=("TIM3", 2)),
    PinInfo("D3", pwm=("TIM3", 1)),
    PinInfo("D4"),
    PinInfo("D5"),
    PinInfo("D6"),
    PinInfo("D7"),
    PinInfo("8", real=False),
    PinInfo("9", real=False),
    PinInfo("A0", adc=True),
    PinInfo("A1", adc=True),
    PinInfo("A2", adc=True),
    PinInfo("A3", adc=True, dac=True),
    PinInfo("A4", adc=True, pwm=("TIM3", 1)),
    PinInfo("A5", adc=True, pwm=("TIM3", 2)),
    PinInfo("A6", adc=True, dac=True),
    PinInfo("A7", adc=True, pwm=("TIM5", 1)),
    PinInfo("RX", pwm=("TIM1", 3)),
    PinInfo("TX", pwm=("TIM1", 2)),
    PinInfo("BTN"),
    PinInfo("RGBR", pwm=("TIM2", 2)),
    PinInfo("RGBG", pwm=("TIM2", 3)),
    PinInfo("RGBB", pwm=("TIM2", 4)),
)
PIN_NUMBERS: dict[str, int] = {info.name: number for number, info in enumerate(PINS) if info.real}
PIN_NUMBERS.update({"DAC": 16, "DAC1": 16, "DAC2": 13, "WKP": 17, "SETUP": 20, "SDA": 0, "SCL": 1})

#: Pins that share a line of the interrupt controller: one of each group can have a handler, the last that asked for it
#: (hal/src/photon/pinmap_hal.c). The SETUP button is on the first line.
INTERRUPT_LINES = tuple(
    frozenset(PIN_NUMBERS[name] for name in line.split())
    for line in ("D0 A5 SETUP", "D1 A4", "D2 A0 A3", "D3 DAC", "D4 A1")
)


def interrupt_line(pin: int) -> frozenset[int]:
    """The pins that share the pin's line of the interrupt controller, the pin itself among them."""
    return next((line for line in INTERRUPT_LINES if pin in line), frozenset({pin}))


#: Value and bits of a DAC after a reset.
_DAC_AT_START = (0, 12)

#: Pins that a begun peripheral owns.
PERIPHERAL_PINS: tuple[tuple[int, ...], ...] = ((18, 19), (0, 1), (13, 14, 15), (2, 3, 4))

#: What tone() plays, in Hz; it ignores anything else (hal/src/stm32f2xx/tone_hal.c).
TONE_HZ = range(20, 20_001)
#: While a tone plays, its timer counts microseconds to this and begins again: what else it drives has that period.
TONE_CLOCK_HZ, TONE_PERIOD = 1_000_000, {16: 0xFFFF, 32: 0xFFFF_FFFF}
#: Of a servo's pulses (hal/src/stm32f2xx/servo_hal.c).
SERVO_HZ = 50
#: From this analog value on, a pin that is read digitally is high: about half of 3.3 V.
_HIGH_FROM = 2048


@dataclass(slots=True)
class PwmTimer:
    """A hardware timer: period and resolution are shared by its pins, compare registers by channel."""

    clock_hz: int
    bits: int
    resolution: int = 8
    frequency: int = DEFAULT_FREQUENCY_HZ
    period: int = 0
    compare: list[int] = field(default_factory=lambda: [0, 0, 0, 0, 0])  # by channel; they count from 1
    #: Half the period of a tone, in µs, by the channel that plays it; None where none has ever been played.
    tones: dict[int, int] | None = None

    @property
    def maximum(self) -> int:
        return (1 << self.resolution) - 1

    @property
    def max_resolution(self) -> int:
        return 31 if self.bits == 32 else 15

    @property
    def max_frequency(self) -> int:
        return self.clock_hz >> self.resolution

    def write(self, channel: int, value: int, frequency: int) -> bool:
        """Set a channel; False when the HAL drops the call: value or frequency out of range."""
        if not 0 <= value <= self.maximum or not 0 < frequency <= self.max_frequency:
            return False
        self._set_frequency(frequency)
        self.compare[channel] = (
            self.period + 1 if value == self.maximum else round(value * self.period / self.maximum)
        )
        return True

    def drive(self, channel: int, share: float, frequency: int) -> None:
        """Set a channel past the checks of analogWrite(): Servo. `share` of each period, 0..1."""
        self._set_frequency(frequency)
        self.compare[channel] = round(share * self.period)

    def play(self, channel: int, frequency: int) -> None:
        """A tone on a channel. The others keep their compare registers in a period of 65.5 ms, and so nearly go out.

        Their next analogWrite() gives the timer its own period again. That ends the tone: what toggles the pin is a
        compare register that runs ahead of the counter, in steps of microseconds.
        """
        self.period, self.frequency = TONE_PERIOD[self.bits], TONE_CLOCK_HZ // TONE_PERIOD[self.bits]
        self.tones = {**(self.tones or {}), channel: TONE_CLOCK_HZ // (2 * frequency)}

    def stop(self, channel: int) -> None:
        """The channel is switched off; the timer goes on as it is."""
        if self.tones:
            self.tones.pop(channel, None)
        self.compare[channel] = 0

    def shown_frequency(self, channel: int) -> int:
        """In Hz: that of the tone, or of the timer."""
        half_us = self.tones.get(channel) if self.tones else None
        return self.frequency if half_us is None else TONE_CLOCK_HZ // (2 * half_us)

    def _set_frequency(self, frequency: int) -> None:
        if frequency != self.frequency or not self.period:
            for channel in list(self.tones or ()):
                self.stop(channel)
            self.frequency = frequency
            ticks = self.clock_hz / frequency
            prescaler = int(ticks // ((1 << self.bits) - 1)) + 1
            self.period = round(ticks / prescaler)

    def duty(self, channel: int) -> float:
        """0..1."""
        if not self.period:
            return 0.0
        if self.tones and channel in self.tones:
            return 0.5
        return min(1.0, self.compare[channel] / self.period)

    def value(self, channel: int) -> int:
        """What hal_pwm_get_analog_value would read back."""
        return round(self.duty(channel) * self.maximum)


#: The timers' clock in Hz, and their bits.
_TIMERS = {
    "TIM1": (120_000_000, 16),
    "TIM2": (60_000_000, 32),
    "TIM3": (60_000_000, 16),
    "TIM4": (60_000_000, 16),
    "TIM5": (60_000_000, 32),
}


class Pins:
    """All the pins of one board. Pin numbers are those of the wiring API; others are ignored, as on the board."""

    # A house may have ten thousand boards: bytes and bits here, and timers only where they are used.
    __slots__ = (
        "_analog",
        "_dac",
        "_external",
        "_latch",
        "_mode",
        "_on_input",
        "_owned",
        "_saved",
        "_timers",
        "_touched",
        "interrupts",
        "on_output",
    )

    def __init__(self, on_input: Callable[[int], None] = lambda _pin: None) -> None:
        """`on_input` is told the pin whose input level a person or a test has changed."""
        self._on_input = on_input
        #: Told each level that a digital output takes on: for parts that are wired to several pins.
        self.on_output: Callable[[int, int], None] | None = None
        self._external: dict[int, int] = {}
        self._analog: dict[int, int] = {}
        self.reset()

    def reset(self) -> None:
        """As after a reset of the microcontroller: all inputs. What is wired to them stays as it is."""
        self._mode = bytearray([PinMode.INPUT] * TOTAL_PINS)
        self._latch = bytearray(TOTAL_PINS)
        #: Value and bits of a DAC pin that was used.
        self._dac: dict[int, tuple[int, int]] = {}
        self._saved: dict[int, int] = {}
        # Bits by pin: those that the firmware has touched, and those that a peripheral owns.
        self._touched = self._owned = 0
        self.interrupts: dict[int, int] = {}
        self._timers: dict[str, PwmTimer] = {}

    def claim(self, peripheral: int, begun: bool) -> None:
        """A peripheral (0 Serial1, 1 Wire, 2 SPI, 3 SPI1) takes its pins, or gives them back."""
        for pin in PERIPHERAL_PINS[peripheral]:
            self._owned = self._owned | 1 << pin if begun else self._owned & ~(1 << pin)

    def _timer(self, name: str) -> PwmTimer:
        timer = self._timers.get(name)
        if timer is None:
            timer = self._timers[name] = PwmTimer(*_TIMERS[name])
        return timer

    def _dac_bits(self, pin: int) -> int:
        return self._dac.get(pin, _DAC_AT_START)[1]

    def _touch(self, pin: int) -> None:
        self._touched |= 1 << pin

    def is_output(self, pin: int) -> bool:
        """Whether the firmware can drive the pin high and low at this moment."""
        return self.available(pin) and self._mode[pin] in _DIGITAL_OUTPUTS

    def available(self, pin: int) -> bool:
        """Whether no begun peripheral owns the pin."""
        return 0 <= pin < TOTAL_PINS and PINS[pin].real and not self._owned >> pin & 1

    # -- what the wiring API calls ---------------------------------------------------------------

    def set_mode(self, pin: int, mode: int) -> None:
        if not self.available(pin) or mode == PinMode.PIN_MODE_NONE:
            return
        if mode not in _MODES:
            return
        self._mode[pin] = mode
        self._touch(pin)

    def mode(self, pin: int) -> int:
        return int(self._mode[pin]) if 0 <= pin < TOTAL_PINS else int(PinMode.PIN_MODE_NONE)

    def digital_write(self, pin: int, value: int) -> None:
        if not self.available(pin) or self._mode[pin] in (*_INPUTS, PinMode.AN_INPUT, PinMode.PIN_MODE_NONE):
            return
        if self._mode[pin] in (PinMode.AF_OUTPUT_PUSHPULL, PinMode.AN_OUTPUT):
            self._mode[pin] = PinMode.OUTPUT
        self._latch[pin] = 1 if value & 0xFF else 0
        self._touch(pin)
        if self.on_output is not None:
            self.on_output(pin, self._latch[pin])

    def digital_read(self, pin: int) -> int:
        if not self.available(pin):
            return 0
        mode = self._mode[pin]
        if mode in (PinMode.AF_OUTPUT_PUSHPULL, PinMode.AF_OUTPUT_DRAIN):
            return 0
        if mode in (
            PinMode.AN_INPUT,
            PinMode.AN_OUTPUT,
        ):  # the mode from before comes back, and a DAC is switched off
            if pin not in self._saved:
                return 0
            self._mode[pin] = mode = self._saved.pop(pin)
        if mode in _DIGITAL_OUTPUTS:
            return self._latch[pin]
        self._touch(pin)
        return self._input_level(pin)

    def _input_level(self, pin: int) -> int:
        if pin in self._external:
            return self._external[pin]
        if pin in self._analog:
            return int(self._analog[pin] >= _HIGH_FROM)
        if pin == PIN_NUMBERS["SETUP"]:
            return 1  # the button's own pull-up
        return 1 if self._mode[pin] == PinMode.INPUT_PULLUP else 0

    def analog_write(self, pin: int, value: int, frequency: int) -> None:
        if not self.available(pin):
            return
        info = PINS[pin]
        if info.dac:
            # The register takes the lowest bits of whatever is written (hal/src/stm32f2xx/dac_hal.c): 4096 is 0 V.
            bits = self._dac_bits(pin)
            if self._mode[pin] != PinMode.AN_OUTPUT:
                self._saved[pin] = self._mode[pin]
            self._mode[pin], self._dac[pin] = PinMode.AN_OUTPUT, (value & ((1 << bits) - 1), bits)
            self._touch(pin)
        elif info.pwm and self._mode[pin] in (PinMode.OUTPUT, PinMode.AF_OUTPUT_PUSHPULL):
            timer, channel = info.pwm
            if self._timer(timer).write(channel, value, frequency):
                self._mode[pin] = PinMode.AF_OUTPUT_PUSHPULL
                self._touch(pin)

    def tone(self, pin: int, frequency: int) -> bool:
        """tone(): a square wave of `frequency` Hz, on a pin with PWM; False where the call is ignored."""
        if not self.available(pin) or frequency not in TONE_HZ:
            return False
        pwm = PINS[pin].pwm
        if pwm is None:
            return False
        self._timer(pwm[0]).play(pwm[1], frequency)
        self._touch_driven(pin)
        return True

    def no_tone(self, pin: int) -> None:
        """noTone(): the channel is switched off, its pin stays with the timer."""
        if self.available(pin) and (pwm := PINS[pin].pwm):
            self._timer(pwm[0]).stop(pwm[1])

    def servo(self, pin: int, pulse_us: int) -> bool:
        """A servo's pulse, in microseconds, 50 times a second; -1 detaches. False for a pin without PWM."""
        if not self.available(pin):
            return False
        if pulse_us < 0:
            self.no_tone(pin)
            self._mode[pin] = PinMode.INPUT
            return True
        return self._drive(pin, pulse_us * SERVO_HZ / 1e6, SERVO_HZ)

    def _drive(self, pin: int, share: float, frequency: int) -> bool:
        pwm = PINS[pin].pwm
        if pwm is None:
            return False
        self._timer(pwm[0]).drive(pwm[1], share, frequency)
        self._touch_driven(pin)
        return True

    def _touch_driven(self, pin: int) -> None:
        self._mode[pin] = PinMode.AF_OUTPUT_PUSHPULL
        self._touch(pin)

    def resolution(self, pin: int, bits: int) -> int:
        """analogWriteResolution(): sets it when `bits` is not 0, returns the one in force, 0 where there is none."""
        if not 0 <= pin < TOTAL_PINS:
            return 0
        info = PINS[pin]
        if info.dac:
            if bits in (8, 12):
                self._dac[pin] = (self._dac.get(pin, _DAC_AT_START)[0], bits)
            return self._dac_bits(pin)
        if not info.pwm:
            return 0
        timer = self._timer(info.pwm[0])
        if 1 < bits <= timer.max_resolution:
            timer.resolution = bits
        return timer.resolution

    def max_frequency(self, pin: int) -> int:
        pwm = PINS[pin].pwm if 0 <= pin < TOTAL_PINS else None
        return self._timer(pwm[0]).max_frequency if pwm else 0

    def analog_read(self, pin: int) -> int:
        """0..4095; pins 0..7 mean A0..A7."""
        pin = pin + 10 if 0 <= pin < 8 else pin
        if not self.available(pin) or not PINS[pin].adc:
            return 0
        if self._mode[pin] != PinMode.AN_INPUT:
            self._saved[pin] = self._mode[pin]
            self._mode[pin] = PinMode.AN_INPUT
        self._touch(pin)
        return self._analog.get(pin, 4095 * self._external.get(pin, 0))

    def attach_interrupt(self, pin: int, mode: int) -> bool:
        """`mode`: 0 change, 1 rising, 2 falling, -1 detaches."""
        if not self.available(pin):
            return False
        for other in interrupt_line(pin):
            self.interrupts.pop(other, None)
        if mode >= 0:
            self.interrupts[pin] = mode
        return True

    # -- what a person does ----------------------------------------------------------------------

    def set_input(self, pin: int, level: int | None) -> None:
        """Wire a pin to 3.3 V (1), to ground (0), or leave it open (None)."""
        before = self._input_level(pin)
        if level is None:
            self._external.pop(pin, None)
        else:
            self._external[pin] = 1 if level else 0
        self._analog.pop(pin, None)
        if self._input_level(pin) != before:
            self._on_input(pin)

    def set_analog(self, pin: int, value: int) -> None:
        """Put a voltage on a pin: 0..4095 for 0..3.3 V."""
        if not 0 <= value <= 4095:
            raise ValueError(f"an analog input is 0..4095, not {value}")
        before = self._input_level(pin)
        self._external.pop(pin, None)
        self._analog[pin] = value
        if self._input_level(pin) != before or pin not in self.interrupts:
            self._on_input(pin)

    def set_pin(self, name: str, *, digital: int | None = None, analog: int | None = None) -> None:
        """Put 3.3 V (1), ground (0) or nothing (None) on the pin `name`, or a voltage: `analog` 0..4095 for 0..3.3 V.

        Raises ValueError, with what was expected, for an unknown pin, a value out of range, or a voltage on a pin
        that has no ADC.
        """
        pin = PIN_NUMBERS.get(name.upper())
        if pin is None or PINS[pin].name.startswith("RGB"):
            inputs = ", ".join(key for key in PIN_NUMBERS if not key.startswith("RGB"))
            raise ValueError(f"a Photon has no input named {name!r}; it has {inputs}")
        if analog is None:
            if digital not in (0, 1, None):
                raise ValueError(f"a digital input is 0, 1, or null for nothing connected, not {digital!r}")
            self.set_input(pin, digital)
        elif digital is not None:
            raise ValueError("a pin has one voltage: give either digital or analog")
        elif not PINS[pin].adc:
            raise ValueError(f"{name} has no analog input; A0 to A7 have")
        else:
            self.set_analog(pin, analog)

    # -- what can be seen ------------------------------------------------------------------------

    def duty(self, pin: int) -> float:
        """The share of time that a pin is high, 0..1 (of 3.3 V for a DAC pin)."""
        mode, info = self._mode[pin], PINS[pin]
        if mode == PinMode.AF_OUTPUT_PUSHPULL and info.pwm:
            return self._timer(info.pwm[0]).duty(info.pwm[1])
        if mode == PinMode.AN_OUTPUT:
            value, bits = self._dac.get(pin, _DAC_AT_START)
            return value / ((1 << bits) - 1)
        return float(self._latch[pin]) if mode in _DIGITAL_OUTPUTS else 0.0

    def view(self, pin: int) -> dict[str, object]:
        """`mode`, `pwm` (as given), `resolution`, `frequency`, `digital`; None where it does not apply."""
        mode, info = self._mode[pin], PINS[pin]
        view: dict[str, object] = {
            "mode": PinMode(mode).name,
            "pwm": None,
            "resolution": None,
            "frequency": None,
            "digital": None,
        }
        if mode == PinMode.AF_OUTPUT_PUSHPULL and info.pwm:
            timer = self._timer(info.pwm[0])
            view.update(
                pwm=timer.value(info.pwm[1]),
                resolution=timer.resolution,
                frequency=timer.shown_frequency(info.pwm[1]),
            )
        elif mode == PinMode.AN_OUTPUT:
            value, bits = self._dac.get(pin, _DAC_AT_START)
            view.update(dac=value, resolution=bits)
        elif mode in _DIGITAL_OUTPUTS:
            view["digital"] = self._latch[pin]
        elif mode in _INPUTS:
            view["digital"] = self._input_level(pin)
        elif mode == PinMode.AN_INPUT:
            view["analog"] = self._analog.get(pin, 4095 * self._external.get(pin, 0))
        return view

    def views(self) -> dict[str, dict[str, object]]:
        """The view of each pin that the firmware has touched, by name."""
        return {PINS[pin].name: self.view(pin) for pin in range(TOTAL_PINS) if self._touched >> pin & 1}
