"""All names together, where Device OS 2.3.1 sends them in one message."""

from __future__ import annotations

from collections.abc import Iterator

from photonsim.firmware_check.finding import Found, Rule
from photonsim.firmware_check.sketch import Sketch
from photonsim.firmware_check.values import string

# Device OS v2.3.1, system/src/system_cloud_internal.cpp: {"f":["a","b"],"v":{"x":4,"y":2}}
_LIMIT, _FRAME, _EACH = 768, 15, {"function": 3, "variable": 5}


def find(sketch: Sketch) -> Iterator[Found]:
    size = _FRAME
    names = set()
    for call in sketch.cloud_calls("function", "variable"):
        name = string(sketch, call.arguments[0]) if call.arguments else None
        if name is None or (call.name, name) in names or not sketch.is_compiled(call.node):
            continue  # what is not known can only make it longer
        names.add((call.name, name))
        size += len(name.encode()) + _EACH[call.name]
        if size > _LIMIT:
            yield Found(
                call.node,
                f"with this one the names of functions and variables take {size} bytes: Device OS 2.3.1 refuses "
                f"what goes beyond {_LIMIT}, and the cloud never hears of it (3.3.1 takes it)",
            )
            return


RULE = Rule("describe-size", "shorten names, or join several functions into one with an argument", find)
