"""Events from places where none can be sent."""

from __future__ import annotations

from collections.abc import Iterator

from photonsim.firmware_check.finding import Found, Rule
from photonsim.firmware_check.sketch import Sketch

_PLACES = {
    "timer": "a timer's callback has 1 kB of stack and must not wait: publishing there overflows it, or stops all "
    "timers while the network is slow",
    "interrupt": "an interrupt handler can't wait for the network: the board crashes or hangs",
    "led": "RGB.onChange calls its handler from an interrupt: the board crashes or hangs",
}


def find(sketch: Sketch) -> Iterator[Found]:
    publishing = {id(call) for call in sketch.cloud_calls("publish")}
    for handler in sketch.handlers:
        for function in sketch.reachable(handler.function) if handler.kind in _PLACES else ():
            for call in sketch.calls_in(function):
                if id(call) in publishing:
                    yield Found(call.node, _PLACES[handler.kind])


RULE = Rule("publish-in-interrupt", "set a flag there, and publish in loop() when it is set", find)
