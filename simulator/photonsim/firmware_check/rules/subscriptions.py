"""More subscriptions than there are places."""

from __future__ import annotations

from collections.abc import Iterator

from photonsim.firmware_check.finding import Found, Rule
from photonsim.firmware_check.sketch import Sketch, text

_LIMIT = 4


def find(sketch: Sketch) -> Iterator[Found]:
    if sketch.cloud_calls("unsubscribe"):
        return  # places become free again
    seen = set()
    for call in sketch.cloud_calls("subscribe"):
        if not sketch.is_compiled(call.node):
            continue
        seen.add("".join(text(argument) for argument in call.arguments))
        if len(seen) > _LIMIT:
            yield Found(
                call.node,
                f"the {len(seen)}th subscription: a sketch has {_LIMIT}, so this one fails and hears nothing",
            )


RULE = Rule("subscriptions", "subscribe to a common prefix, and tell the events apart in the handler", find)
