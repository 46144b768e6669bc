"""Two pins that hang on one PWM channel."""

from __future__ import annotations

from collections.abc import Iterator

from photonsim.firmware_check.finding import Found, Rule
from photonsim.firmware_check.pins import pins_of, timer
from photonsim.firmware_check.sketch import Sketch
from photonsim.firmware_check.values import pin_name


def find(sketch: Sketch) -> Iterator[Found]:
    first: dict[tuple[str, int], int] = {}
    for write in pins_of(sketch, "analogWrite"):
        channel = timer(write.pin)
        if channel is None:
            continue
        other = first.setdefault(channel, write.pin)
        if other != write.pin:
            yield Found(
                write.call.node,
                f"{pin_name(write.pin)} and {pin_name(other)} share one PWM channel: "
                "both always show what was written last to either",
            )


RULE = Rule("pwm-channel", "dim only one of A4 and D3, and only one of A5 and D2", find)
