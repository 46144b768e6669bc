"""Pins of one timer, written with different frequencies."""

from __future__ import annotations

from collections.abc import Iterator

from photonsim.firmware_check.finding import Found, Rule
from photonsim.firmware_check.pins import TIMER_PINS, pins_of, timer
from photonsim.firmware_check.sketch import Sketch
from photonsim.firmware_check.values import number, pin_name
from photonsim.photon.pins import DEFAULT_FREQUENCY_HZ


def find(sketch: Sketch) -> Iterator[Found]:
    first: dict[str, tuple[int, int]] = {}
    for write in pins_of(sketch, "analogWrite"):
        channel = timer(write.pin)
        given = write.call.arguments
        hertz = (
            DEFAULT_FREQUENCY_HZ if len(given) == 2 else number(sketch, given[2]) if len(given) == 3 else None
        )
        if channel is None or hertz is None:
            continue
        pin, other = first.setdefault(channel[0], (write.pin, hertz))
        if other != hertz:
            where = "written before" if pin == write.pin else f"on {pin_name(pin)}"
            yield Found(
                write.call.node,
                f"{hertz} Hz on {pin_name(write.pin)}, {other} Hz {where}: {TIMER_PINS.get(channel[0], 'they')} have "
                "one timer and one frequency, so each write changes the brightness of the others",
            )


RULE = Rule(
    "pwm-frequency",
    "give every analogWrite on the pins of a timer the same frequency (without one it is 500 Hz), "
    "or move a lamp to another timer",
    find,
)
