"""Values that are too large for the resolution."""

from __future__ import annotations

from collections.abc import Iterator

from tree_sitter import Node

from photonsim.firmware_check.finding import Found, Rule
from photonsim.firmware_check.pins import is_dac, pins_of, timer
from photonsim.firmware_check.sketch import Sketch, text
from photonsim.firmware_check.values import number, numbers, pin_name

_DEFAULT_BITS, _DAC_BITS = 8, 12


def find(sketch: Sketch) -> Iterator[Found]:
    bits = _resolutions(sketch)
    for write in pins_of(sketch, "analogWrite"):
        source = _source(write.pin)
        if source is None or bits is None or len(write.call.arguments) < 2:
            continue
        limit = max(
            1 << each for each in bits.get(source, {_DAC_BITS if is_dac(write.pin) else _DEFAULT_BITS})
        )
        value = write.call.arguments[1]
        known = numbers(sketch, value)
        if known is not None:
            wrong = [each for each in sorted(known) if not 0 <= each < limit]
            said = f"{wrong[0]} is" if wrong else ""
        else:
            top = _top(sketch, value)
            said = f"values up to {top} are" if top is not None and top >= limit else ""
        if said:
            yield Found(
                write.call.node,
                f"{said} outside 0 to {limit - 1}: "
                + (
                    f"the DAC takes the lowest bits only, so {limit} is 0 V again"
                    if is_dac(write.pin)
                    else f"the board ignores the write, and {pin_name(write.pin)} keeps its old level"
                ),
            )


def _source(pin: int) -> str | None:
    """What has a resolution of its own: the pin's timer, or its DAC; None for other pins."""
    channel = timer(pin)
    return channel[0] if channel is not None else f"DAC {pin}" if is_dac(pin) else None


def _resolutions(sketch: Sketch) -> dict[str, set[int]] | None:
    """Bits that are set for a timer anywhere; None where a pin or a number of bits is not known."""
    found: dict[str, set[int]] = {}
    for call in sketch.calls_of("analogWriteResolution"):
        pins = numbers(sketch, call.arguments[0]) if call.arguments else None
        bits = number(sketch, call.arguments[1]) if len(call.arguments) == 2 else None
        if pins is None or bits is None or not 1 < bits <= 31:
            return None
        for source in map(_source, pins):
            if source is not None:
                found.setdefault(source, set()).add(bits)
    return found


def _top(sketch: Sketch, node: Node) -> int | None:
    """The largest value of analogRead(...) and of map(..., low, high)."""
    target, arguments = node.child_by_field_name("function"), node.child_by_field_name("arguments")
    if node.type != "call_expression" or arguments is None or text(target) in sketch.functions:
        return None
    if text(target) == "analogRead":
        return 4095
    given = [each for each in arguments.named_children if each.type != "comment"]
    if text(target) == "map" and len(given) == 5:
        ends = [number(sketch, end) for end in given[3:]]
        return max((end for end in ends if end is not None), default=None)
    return None


RULE = Rule(
    "pwm-value",
    "bring the value into 0 to 255 (0 to 4095 for DAC and A3), for example with map() and constrain(), or set "
    "analogWriteResolution",
    find,
)
