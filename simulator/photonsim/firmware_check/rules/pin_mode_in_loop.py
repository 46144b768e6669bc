"""pinMode again and again on a pin that dims."""

from __future__ import annotations

from collections.abc import Iterator

from photonsim.firmware_check.finding import Found, Rule
from photonsim.firmware_check.paths import is_conditional
from photonsim.firmware_check.pins import pins_of, timer
from photonsim.firmware_check.sketch import Sketch, text
from photonsim.firmware_check.values import pin_name


def find(sketch: Sketch) -> Iterator[Found]:
    if sketch.loop is None:
        return
    dimmed = {write.pin for write in pins_of(sketch, "analogWrite") if timer(write.pin) is not None}
    again = sketch.reachable(sketch.loop)
    for write in pins_of(sketch, "pinMode"):
        call = write.call
        if write.pin not in dimmed or call.function not in again or text(call.arguments[-1]) != "OUTPUT":
            continue
        if call.function is not None and not is_conditional(call.node, call.function):
            yield Found(
                call.node,
                f"each pinMode ends the PWM of {pin_name(write.pin)} until the next analogWrite: the light flickers",
            )


RULE = Rule("pinmode-in-loop", "call pinMode once, in setup()", find)
