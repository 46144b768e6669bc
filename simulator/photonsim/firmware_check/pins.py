"""Which pins a sketch writes, as rules about pins look at it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from photonsim.firmware_check.sketch import Call, Sketch
from photonsim.firmware_check.values import numbers
from photonsim.photon.pins import PINS

#: A timer of the hardware, and the names by which people know its pins.
TIMER_PINS = {"TIM4": "D0 and D1", "TIM3": "D2, D3, A4 and A5", "TIM1": "RX and TX", "TIM5": "WKP"}
PWM_PINS = "D0 D1 D2 D3 A4 A5 WKP RX TX"


@dataclass(frozen=True)
class Write:
    """A call with a pin that it can concern; a call with several possible pins gives several."""

    call: Call
    pin: int


def pins_of(sketch: Sketch, *names: str) -> Iterator[Write]:
    """Calls of a function of the wiring API whose first argument is a pin that reading tells."""
    for call in sketch.calls_of(*names):
        if call.arguments and call.name not in sketch.functions:
            for pin in sorted(numbers(sketch, call.arguments[0]) or ()):
                yield Write(call, pin)


def timer(pin: int) -> tuple[str, int] | None:
    return PINS[pin].pwm if 0 <= pin < len(PINS) else None


def is_dac(pin: int) -> bool:
    return 0 <= pin < len(PINS) and PINS[pin].dac


def is_real(pin: int) -> bool:
    return 0 <= pin < len(PINS) and PINS[pin].real
