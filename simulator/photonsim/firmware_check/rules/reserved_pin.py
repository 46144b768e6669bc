"""Numbers behind which a Photon has no pin."""

from __future__ import annotations

from collections.abc import Iterator

from photonsim.firmware_check.finding import Found, Rule
from photonsim.firmware_check.pins import pins_of
from photonsim.firmware_check.sketch import Sketch

_CALLS = ("pinMode", "digitalWrite", "digitalRead", "analogWrite", "analogRead", "attachInterrupt")


def find(sketch: Sketch) -> Iterator[Found]:
    for write in pins_of(sketch, *_CALLS):
        if write.pin in (8, 9):
            yield Found(
                write.call.node,
                f"a Photon has no pin {write.pin}: Device OS reaches for a port that isn't there, a hard fault",
            )
        elif not 0 <= write.pin < 24:
            yield Found(write.call.node, f"a Photon has no pin {write.pin}: the call does nothing")


RULE = Rule("reserved-pin", "use the names on the board: D0 to D7, A0 to A5, DAC, WKP, RX, TX", find)
