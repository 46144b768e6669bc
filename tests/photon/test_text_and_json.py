"""Numbers as text, characters and JSON, fact by fact.

Source: Device OS v2.3.1 and v3.3.1, wiring/src/string_convert.cpp, spark_wiring_string.cpp, spark_wiring_print.cpp,
spark_wiring_json.cpp, services/src/jsmn.c.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from photonsim.photon.wasm import Firmware

from .conftest import Bench

pytestmark = pytest.mark.slow

Sketch = Callable[[str], Firmware]

SKETCH = r"""
SYSTEM_MODE(MANUAL);
static void fact(const char* name, const String& value) { Serial.printf("%s=", name); Serial.print(value); Serial.println(); }

void numbers() {
    fact("int", String(-255));
    fact("int hex", String(255, HEX));
    fact("negative int hex", String(-255, HEX));
    fact("smallest int", String(INT_MIN, HEX));
    fact("long hex", String(255L, HEX));
    fact("negative long", String(-255L));
    fact("negative long hex", String(-255L, HEX));
    fact("unsigned hex", String(0xFFFFFFFFu, HEX));
    fact("byte binary", String((unsigned char)5, BIN));
    fact("zero", String(0) + String(0u) + String(0L));
    fact("half", String(0.5, 0));
    fact("three digits", String(-1.0005, 3));
    fact("six digits", String(3.14159265f));
    fact("beyond 32 bits", String(5000000000.0, 1));
    fact("ten decimals", String(0.5, 10));
    char text[40];
    fact("itoa", itoa(-10, text, 2));
    fact("utoa", utoa(10, text, 2));
    fact("ultoa", ultoa(7, text, 10, 3));
    fact("ltoa", ltoa(3000, text, 99));
    Serial.print("printed=");
    Serial.print(-1, HEX); Serial.print(' ');
    Serial.print(-10); Serial.print(' ');
    Serial.print(255, BIN); Serial.print(' ');
    Serial.print((long long)-5000000000LL); Serial.print(' ');
    Serial.print(0.125); Serial.print(' ');
    Serial.print(-2.5, 0); Serial.print(' ');
    Serial.print(5e9); Serial.print(' ');
    Serial.print(NAN); Serial.print(' ');
    Serial.print(65, 0);
    Serial.println();
    fact("characters", String(isAlpha('x')) + isDigit('x') + isHexadecimalDigit('f') + isWhitespace('\n') + isSpace('\n') + isPunct('!'));
    fact("available", String(pinAvailable(D0)) + pinAvailable(TOTAL_PINS));
    Wire.begin();
    fact("taken", String(pinAvailable(D0)));
    fact("log", String(Log.isInfoEnabled()) + Log.name());
    fact("waited", String(System.waitCondition([] { return millis() > 3000; }, 500)) + System.waitCondition([] { return millis() > 1000; }));
}

String described(const JSONValue& value) {
    if (value.isNull()) return "null";
    if (value.isBool()) return value.toBool() ? "yes" : "no";
    if (value.isNumber()) return String("n") + value.toInt() + "/" + String(value.toDouble(), 2);
    if (value.isString()) return String("'") + value.toString().data() + "'";
    String all;
    if (value.isArray()) {
        JSONArrayIterator each(value);
        all = String(each.count()) + "[";
        while (each.next()) all += described(each.value()) + ",";
        return all + "]";
    }
    if (value.isObject()) {
        JSONObjectIterator each(value);
        all = "{";
        while (each.next()) all += String(each.name()) + ":" + described(each.value()) + ",";
        return all + "}";
    }
    return "invalid";
}

void json() {
    fact("document", described(JSONValue::parseCopy(R"( {"on":true,"level":40,"list":[1,-2.5e1,"a",[],{}],"none":null,"deep":{"x":{"y":"z"}},"end":false} )")));
    fact("escapes", described(JSONValue::parseCopy(R"(["q\"s\\b\/","t\tn","\u0041\u00e9B"])")));
    fact("bare number", described(JSONValue::parseCopy("42")));
    fact("bare text", described(JSONValue::parseCopy("\"x\"")));
    for (const char* broken : {"", "{", "[1,2", "{]", "\"open", "\"\\x\""}) fact("broken", described(JSONValue::parseCopy(broken)));
    fact("words", described(JSONValue::parseCopy("{level:on}")));
    char in_place[] = "{\"a\":\"b\"}";
    JSONObjectIterator members(JSONValue::parse(in_place, strlen(in_place)));
    members.next();
    fact("in place", String(members.name() == "a") + (members.value().toString() == String("b")) + (members.value().toString().data() == in_place + 6) + members.next());
    fact("booleans", String(JSONValue::parseCopy("\"false\"").toBool()) + JSONValue::parseCopy("\"0.0\"").toBool() + JSONValue::parseCopy("\"no\"").toBool() + JSONValue::parseCopy("0").toBool() + JSONValue::parseCopy("[1]").toBool());
    fact("numbers from text", String(JSONValue::parseCopy("\"12px\"").toInt()) + " " + JSONValue::parseCopy("1.9").toInt() + " " + JSONValue::parseCopy("true").toInt());
    char buffer[200];
    JSONBufferWriter writer(buffer, sizeof buffer - 1);
    writer.beginObject();
    writer.name("text").value("a\"b\\c\n\x01\xC3\xA9");
    writer.name(String("numbers")).beginArray().value(-1).value(2u).value(3L).value(0.1).value(1.0 / 3, 2).value(true).nullValue().endArray();
    writer.name("empty").beginObject().endObject();
    writer.endObject();
    buffer[writer.dataSize()] = 0;
    fact("written", buffer);
    JSONBufferWriter small(buffer, 5);
    small.beginArray().value("long text").endArray();
    fact("too small", String(small.dataSize()) + String(buffer, 5));
    Serial.print("streamed=");
    JSONStreamWriter stream(Serial);
    stream.beginArray().value(1).value("x").endArray();
    Serial.println();
}

void setup() {
    numbers();
    json();
    Serial.println("done");
}
void loop() {}
"""

FACTS = {
    "int": "-255",
    "int hex": "ff",
    "negative int hex": "-ff",
    "smallest int": "-80000000",
    "long hex": "FF",
    "negative long": "-255",
    "negative long hex": "!!",
    "unsigned hex": "ffffffff",
    "byte binary": "101",
    "zero": "000",
    "half": "1",
    "three digits": "-1.001",
    "six digits": "3.141593",
    "beyond 32 bits": "705032704.0",
    "ten decimals": "0.0705032704",
    "itoa": "-1010",
    "utoa": "1010",
    "ultoa": "007",
    "ltoa": "3000",
    "printed": "FFFFFFFF -10 11111111 -5000000000 0.13 -3 ovf nan A",
    "characters": "101011",
    "available": "10",
    "taken": "0",
    "log": "0app",
    "waited": "01",
    "document": "{on:yes,level:n40/40.00,list:5[n1/1.00,n-2/-25.00,'a',0[],{},],none:null,deep:{x:{y:'z',},},end:no,}",
    "escapes": "3['q\"s\\b/','t\tn','A\\u00e9B',]",
    "bare number": "n42/42.00",
    "bare text": "'x'",
    "broken": "invalid",
    "words": "{level:invalid,}",
    "in place": "1110",
    "booleans": "00100",
    "numbers from text": "12 1 1",
    "too small": '13["lon',
    "streamed": '[1,"x"]',
}


@pytest.mark.parametrize("version", ["2.3.1", "3.3.1"])
def test_text_and_json_are_device_oss(bench: Bench, sketch: Sketch, version: str) -> None:
    board = bench.photon(sketch(SKETCH), system_version=version)
    said = bytearray()
    board.serial[0].listeners.append(said.extend)

    async def scenario() -> None:
        board.plug_in()
        await bench.clock.sleep(5)

    bench.run(scenario())
    lines = said.decode("utf-8", "replace").split("\r\n")
    assert "done" in lines, "\n".join(lines)
    found = dict(line.split("=", 1) for line in lines if "=" in line)
    accent = "\\u00c3\\u00a9" if version == "3.3.1" else "é"
    written = rf'{{"text":"a\"b\\c\n\u0001{accent}","numbers":[-1,2,3,0.1,0.33,true,null],"empty":{{}}}}'
    assert found == FACTS | {"written": written}
