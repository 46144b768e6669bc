"""Pins that are written without having been made outputs."""

from __future__ import annotations

from collections.abc import Iterator

from photonsim.firmware_check.finding import Found, Rule
from photonsim.firmware_check.pins import is_dac, is_real, pins_of, timer
from photonsim.firmware_check.sketch import Sketch, text
from photonsim.firmware_check.values import numbers, pin_name

_INPUTS = {"INPUT", "INPUT_PULLUP", "INPUT_PULLDOWN"}


def find(sketch: Sketch) -> Iterator[Found]:
    outputs: set[int] = set()
    inputs: set[int] = set()
    for call in sketch.calls_of("pinMode"):
        pins = numbers(sketch, call.arguments[0]) if call.arguments else None
        if pins is None:
            return  # some pin gets its mode there, nobody can tell which
        inputs_only = len(call.arguments) == 2 and text(call.arguments[1]) in _INPUTS
        (inputs if inputs_only else outputs).update(pins)
    told: set[int] = set()
    for write in pins_of(sketch, "digitalWrite", "analogWrite"):
        pin = write.pin
        if write.call.name == "analogWrite" and (is_dac(pin) or timer(pin) is None):
            continue
        if is_real(pin) and pin not in outputs | told and pin_name(pin) != "BTN":
            told.add(pin)
            state = "an input" if pin in inputs else "never given a mode and stays an input"
            yield Found(
                write.call.node,
                f"{pin_name(pin)} is {state}: {write.call.name} does nothing, and says nothing",
            )


RULE = Rule("pinmode-missing", "call pinMode(pin, OUTPUT) for it in setup()", find)
