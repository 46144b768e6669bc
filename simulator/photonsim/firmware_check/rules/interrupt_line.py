"""Interrupt handlers of pins that share a line of the interrupt controller."""

from __future__ import annotations

from collections.abc import Iterator

from photonsim.firmware_check.finding import Found, Rule
from photonsim.firmware_check.pins import pins_of
from photonsim.firmware_check.sketch import Sketch
from photonsim.firmware_check.values import pin_name
from photonsim.photon.pins import PIN_NUMBERS, interrupt_line


def find(sketch: Sketch) -> Iterator[Found]:
    first: dict[frozenset[int], int] = {}
    detaches = any(True for _ in pins_of(sketch, "detachInterrupt"))
    for attached in pins_of(sketch, "attachInterrupt"):
        line = interrupt_line(attached.pin)
        if PIN_NUMBERS["SETUP"] in line:
            yield Found(
                attached.call.node,
                f"{pin_name(attached.pin)} shares its interrupt with the SETUP button, which does nothing any more",
            )
        elif not detaches:
            other = first.setdefault(line, attached.pin)
            if other != attached.pin:
                yield Found(
                    attached.call.node,
                    f"{pin_name(attached.pin)} takes the interrupt away from {pin_name(other)}: "
                    "they share one line, and only the last handler is called",
                )


RULE = Rule(
    "interrupt-line", "take pins of different lines: D1, D2, D3, D4, D5, D6, D7, WKP, RX and TX are", find
)
