"""Names that the cloud does not take."""

from __future__ import annotations

from collections.abc import Iterator

from photonsim.firmware_check.finding import Found, Rule
from photonsim.firmware_check.sketch import Sketch
from photonsim.firmware_check.values import string

_LIMIT = 64
_EFFECTS = {
    "function": "registering it fails, and nobody can call it",
    "variable": "registering it fails, and nobody can read it",
    "publish": "the event goes out under its first 64 bytes",
    "subscribe": "the device listens for its first 64 bytes",
}


def find(sketch: Sketch) -> Iterator[Found]:
    for call in sketch.cloud_calls(*_EFFECTS):
        name = string(sketch, call.arguments[0]) if call.arguments else None
        size = 0 if name is None else len(name.encode())
        if size > _LIMIT:
            yield Found(call.node, f"a name of {size} bytes, {_LIMIT} are allowed: {_EFFECTS[call.name]}")


RULE = Rule("name-length", f"take a name of at most {_LIMIT} bytes", find)
