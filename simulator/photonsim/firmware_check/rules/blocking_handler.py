"""Functions that Device OS calls, and that keep it waiting."""

from __future__ import annotations

from collections.abc import Iterator

from tree_sitter import Node

from photonsim.firmware_check.finding import Found, Rule
from photonsim.firmware_check.paths import rounds, waiting_loops
from photonsim.firmware_check.sketch import Handler, Sketch
from photonsim.firmware_check.values import number

_LONG_MS = 1000  # from here on Device OS serves the cloud inside delay(), and other handlers run nested
_CALLED = {
    "function": "a function that the cloud calls",
    "variable": "a function that the cloud reads",
    "event": "an event's handler",
    "timer": "a timer's callback",
    "interrupt": "an interrupt handler",
    "led": "RGB.onChange's handler",
}
_EFFECTS = {
    "function": "the cloud gives the call up, and nothing else is answered",
    "variable": "the cloud gives the reading up, and nothing else is answered",
    "event": "nothing else from the cloud is handled",
    "timer": "no other timer fires",
    "interrupt": "everything stands still, and the clock with it",
    "led": "it runs in an interrupt, and everything stands still",
}


def find(sketch: Sketch) -> Iterator[Found]:
    for handler in sketch.handlers:
        strict = handler.kind in ("timer", "interrupt", "led")
        for function in sketch.reachable(handler.function):
            for call in sketch.calls_in(function):
                if not call.is_plain or call.name in sketch.functions:
                    continue
                if call.name == "delay" and call.arguments:
                    ms = number(sketch, call.arguments[0])
                    if ms == 0:
                        continue
                    times = rounds(sketch, call)
                    known = f"delay of {ms} ms" if ms is not None else "delay"
                    repeated = (
                        "" if times == 1 else f" in {times} rounds" if times is not None else " in a loop"
                    )
                    endless = times is None
                    if strict or endless or (ms is not None and times is not None and ms * times >= _LONG_MS):
                        yield _found(call.node, known + repeated, handler)
                elif call.name in ("waitUntil", "waitFor", "waitUntilNot", "waitForNot"):
                    yield _found(call.node, call.name, handler)
            for node in waiting_loops(function):
                yield _found(node, "loop that waits", handler)


def _found(node: Node, what: str, handler: Handler) -> Found:
    return Found(node, f"a {what} in {_CALLED[handler.kind]}: meanwhile {_EFFECTS[handler.kind]}")


RULE = Rule(
    "blocking-handler",
    "note in a variable what is wanted, return at once, and do it in loop(), a step at a time by millis()",
    find,
)
