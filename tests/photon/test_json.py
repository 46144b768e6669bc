"""JSONValue and JSONWriter, as sketches use them."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from photonsim.photon.wasm import Firmware

from .conftest import Bench

Sketch = Callable[[str], Firmware]

#: `echo` reads its argument and writes what it has understood; `read` says what a value is in each type.
SKETCH = """
char text[900] = "";
String seen;
void copy(JSONWriter& out, const JSONValue& value) {
    if (value.isObject()) {
        out.beginObject();
        for (JSONObjectIterator i(value); i.next();) {
            out.name((String)i.name());
            copy(out, i.value());
        }
        out.endObject();
    } else if (value.isArray()) {
        out.beginArray();
        for (JSONArrayIterator i(value); i.next();) copy(out, i.value());
        out.endArray();
    } else if (value.isNumber()) {
        out.value(value.toDouble());
    } else if (value.isBool()) {
        out.value(value.toBool());
    } else if (value.isString()) {
        out.value(value.toString().data());
    } else if (value.isNull()) {
        out.nullValue();
    }
}
int echo(String json) {
    JSONValue value = JSONValue::parseCopy(json);
    if (!value.isValid()) return -1;
    JSONBufferWriter out(text, sizeof text);
    copy(out, value);
    text[out.dataSize()] = 0;
    return out.dataSize();
}
int read(String json) {
    JSONValue value = JSONValue::parseCopy(json);
    JSONArrayIterator items(value);
    seen = String(items.count());
    while (items.next()) {
        JSONValue item = items.value();
        seen += String::format(" %d:%d:%s", item.toInt(), item.toBool(), item.toString().data());
    }
    return value.type();
}
void setup() {
    Particle.function("echo", echo);
    Particle.function("read", read);
    Particle.variable("text", text);
    Particle.variable("seen", seen);
}
"""


def asked(bench: Bench, sketch: Sketch, function: str, argument: str, variable: str) -> tuple[int, Any]:
    board = bench.photon(sketch(SKETCH))

    async def scenario() -> tuple[int, Any]:
        board.plug_in()
        await bench.clock.sleep(10)
        return await board.call_function(function, argument), await board.read_variable(variable)

    return bench.run(scenario())


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-99999, 99999)
    | st.text('ab"\\/\b\t\n\f\r\x01 {}[]:,', max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text("abc", max_size=2), inner, max_size=3)
    ),
    max_leaves=12,
)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(value=VALUES)
def test_what_is_read_and_written_is_the_same(sketch: Sketch, value: object) -> None:
    argument = json.dumps(value)
    size, text = asked(Bench(), sketch, "echo", argument, "text")
    assert json.loads(text) == value
    assert size == len(text)


@pytest.mark.parametrize(
    "broken",
    ["", "{", "[1", "{]", '"open', '"\\q"', '"\\u00"', "nope", "[" * 40],
)
def test_what_is_no_json_is_invalid(bench: Bench, sketch: Sketch, broken: str) -> None:
    expected = -1 if broken != "nope" else 4  # a word that begins like null is taken for it, as on the board
    assert asked(bench, sketch, "echo", broken, "text")[0] == expected


def test_what_device_os_takes_without_being_asked(bench: Bench, sketch: Sketch) -> None:
    """services/src/jsmn.c is built lax: commas may be missing, names need no quotes, and no value."""
    assert asked(bench, sketch, "echo", '[1 2 {3:4} {"a"}]', "text")[1] == '[1,2,{"3":4},{"a"}]'


def test_values_turn_into_other_types(bench: Bench, sketch: Sketch) -> None:
    text = '[7, "12", "", "false", "0.0", "on", true, null, 0, -3.9, {"a": 1}, "\\u0041\\u00e9"]'
    kind, seen = asked(bench, sketch, "read", text, "seen")
    assert kind == 5
    assert seen == (
        "12 7:1:7 12:1:12 0:0: 0:0:false 0:0:0.0 0:1:on 1:1:true 0:0: 0:0:0 -3:1:-3.9 0:0: 0:1:A\\u00e9"
    )
