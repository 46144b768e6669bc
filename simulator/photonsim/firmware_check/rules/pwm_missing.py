"""A brightness on a pin that can't dim."""

from __future__ import annotations

from collections.abc import Iterator

from photonsim.firmware_check.finding import Found, Rule
from photonsim.firmware_check.pins import PWM_PINS, is_dac, is_real, pins_of, timer
from photonsim.firmware_check.sketch import Sketch
from photonsim.firmware_check.values import pin_name


def find(sketch: Sketch) -> Iterator[Found]:
    for write in pins_of(sketch, "analogWrite"):
        if is_real(write.pin) and timer(write.pin) is None and not is_dac(write.pin):
            yield Found(
                write.call.node,
                f"{pin_name(write.pin)} has neither PWM nor a DAC: analogWrite does nothing there",
            )


RULE = Rule("pwm-missing", f"use a pin with PWM: {PWM_PINS}; or digitalWrite for on and off", find)
