"""Each rule with a sketch that breaks it, the line marked by `// here`, and with near misses that are fine."""

from __future__ import annotations

from pathlib import Path

import pytest

from photonsim.firmware_check import check_sources
from photonsim.firmware_check.check import all_rules

OUT = "void setup() { pinMode(%s, OUTPUT); }\n"
BOTH = "void setup() { pinMode(%s, OUTPUT); pinMode(%s, OUTPUT); }\n"
REGISTERED = 'void setup() { Particle.function("go", go); }\nvoid loop() {}\n'
LONG = "n" * 65

BROKEN = {
    "pwm-missing": [
        OUT % "D4" + "void loop() {\n  analogWrite(D4, 10); // here\n}",
        "#define LAMP (D7) // blue\nvoid setup() { pinMode(LAMP, OUTPUT); }\nvoid loop() {\nanalogWrite(LAMP, 1); // here\n}",
        "const int lamps[] = {D0, D6};\nvoid setup() { for (int p : lamps) pinMode(p, OUTPUT); }\n"
        "void loop() { for (int i = 0; i < 2; i++)\n analogWrite(lamps[i], 5); // here\n}",
        "int led = A0;\nvoid show(int pin, int v) {\nanalogWrite(pin, v); // here\n}\n"
        "void setup() { pinMode(led, OUTPUT); show(led, 3); }",
    ],
    "pwm-channel": [
        BOTH % ("A4", "D3") + "void loop() { analogWrite(A4, 1);\nanalogWrite(D3, 2); // here\n}",
        "enum { WARM = A5, COOL = D2 };\n" + BOTH % ("WARM", "COOL") + "void loop() { analogWrite(WARM, 1);\n"
        "analogWrite(COOL, 2); // here\n}",
    ],
    "pwm-frequency": [
        BOTH % ("D0", "D1") + "void loop() { analogWrite(D0, 1, 1000);\nanalogWrite(D1, 2); // here\n}",
        OUT % "A5" + "void loop() { analogWrite(A5, 1, 1000);\nanalogWrite(A5, 2, 60); // here\n}",
    ],
    "pwm-value": [
        OUT % "A5" + "void loop() {\nanalogWrite(A5, 256); // here\n}",
        "void loop() {\nanalogWrite(DAC, 4096); // here\n}",
        "void setup() { analogWriteResolution(A3, 8); }\nvoid loop() {\nanalogWrite(A3, 300); // here\n}",
        OUT % "A5" + "void loop() {\nanalogWrite(A5, -1); // here\n}",
        OUT % "A5" + "void loop() {\nanalogWrite(A5, analogRead(A0)); // here\n}",
        OUT % "D1" + "void loop() {\nanalogWrite(D1, map(analogRead(A0), 0, 4095, 0, 1023)); // here\n}",
    ],
    "pinmode-missing": [
        "void setup() {}\nvoid loop() {\ndigitalWrite(D7, HIGH); // here\n}",
        "void setup() { pinMode(A5, INPUT); }\nvoid loop() {\nanalogWrite(A5, 9); // here\n}",
    ],
    "pinmode-in-loop": [
        "void setup() {}\nvoid show(int v) {\npinMode(A5, OUTPUT); // here\nanalogWrite(A5, v); }\nvoid loop() { show(4); }",
    ],
    "reserved-pin": [
        "void setup() {\npinMode(8, OUTPUT); // here\n}",
        "const int RELAY = 9;\nvoid loop() {\nif (digitalRead(RELAY)) {} // here\n}",
        "void setup() {\npinMode(24, OUTPUT); // here\n}",
    ],
    "name-length": [
        f'int go(String s) {{ return 0; }}\nvoid setup() {{\nParticle.function("{LONG}", go); // here\n}}',
        f'#define NAME "{LONG}"\nvoid once() {{\nParticle.publish(NAME); // here\n}}',
    ],
    "describe-size": [
        "int x;\nvoid setup() {\n"
        + "".join(f'Particle.variable("{letter * 60}", x);\n' for letter in "abcdefghijk")
        + f'Particle.variable("{"l" * 60}", x); // here\n}}',
    ],
    "subscriptions": [
        "void on(const char* e, const char* d) {}\nvoid setup() {\n"
        + "".join(f'Particle.subscribe("{letter}", on);\n' for letter in "abcd")
        + 'Particle.subscribe("e", on); // here\n}',
    ],
    "keep-alive": [
        "void setup() {\nParticle.keepAlive(30); // here\n}",
        "#ifndef LAMP_H\n#define LAMP_H\nvoid f() {\nParticle.keepAlive(30); // here\n}\n#endif",
        "#if PLATFORM_ID == 6\nvoid f() {\nParticle.keepAlive(30); // here\n}\n#else\nvoid f() { Particle.keepAlive(3); }\n#endif",
    ],
    "blocking-handler": [
        REGISTERED + "int go(String s) {\ndelay(1000); // here\nreturn 1; }",
        REGISTERED + "int go(String s) { for (int i = 0; i < 255; i++) {\ndelay(10); // here\n} return 1; }",
        REGISTERED + "int go(String s) { for (int i = 9; i >= 0; i--) {\ndelay(100); // here\n} return 1; }",
        REGISTERED + "void fade() {\ndelay(5 * 1000); // here\n}\nint go(String s) { fade(); return 1; }",
        REGISTERED + "int go(String s) {\nwhile (digitalRead(D0)) Particle.process(); // here\nreturn 1; }",
        'void setup() { Particle.function("go", [](String s) {\ndelay(2000); // here\nreturn 1; }); }',
        'class A { void begin() { Particle.subscribe("x", &A::on, this); } void on(const char* e, const char* d); };\n'
        "void A::on(const char* e, const char* d) {\nwaitUntil(WiFi.ready); // here\n}",
        "void tick() {\ndelay(1); // here\n}\nTimer timer(1000, tick);",
        "#define EVERY 1000\nvoid tick() {\ndelay(1); // here\n}\nTimer timer(EVERY, tick);",
        "void push() {\ndelay(50); // here\n}\nvoid setup() { attachInterrupt(D2, push, RISING); }",
    ],
    "interrupt-line": [
        "void push() {}\nvoid setup() { attachInterrupt(D1, push, RISING);\nattachInterrupt(A4, push, RISING); // here\n}",
        "const int BUTTON = D0;\nvoid push() {}\nvoid setup() {\nattachInterrupt(BUTTON, push, FALLING); // here\n}",
    ],
    "publish-in-interrupt": [
        'void push() {\nParticle.publish("pushed"); // here\n}\nvoid setup() { attachInterrupt(D2, push, RISING); }',
        'void tick() {\nParticle.publish("tick"); // here\n}\nTimer timer(60000, tick);',
        'void seen(uint8_t r, uint8_t g, uint8_t b) {\nParticle.publish("led"); // here\n}\n'
        "void setup() { RGB.onChange(seen); }",
    ],
    "publish-rate": [
        'void loop() {\nParticle.publish("on"); // here\n}',
        'void loop() { if (digitalRead(D0) == HIGH) {\nParticle.publish("pressed"); // here\n} delay(100); }',
        'void tell() {\nParticle.publish("on"); // here\n}\nvoid loop() { int v = analogRead(A0); if (v > 100) tell(); }',
    ],
}

FINE = {
    "pwm-missing": [
        OUT % "A5" + "void loop() { analogWrite(A5, 10); analogWrite(DAC, 3000); }",
        "// analogWrite(D4, 10);\nconst char* help = \"analogWrite(D4, 10)\";\n#if 0\nvoid f() { analogWrite(D4, 1); }\n#endif",
        "int pin = D4;\nvoid setup() { pin = A5; pinMode(pin, OUTPUT); }\nvoid loop() { analogWrite(pin, 10); }",
        "int show(int pin) { analogWrite(pin, 10); return 0; }",
    ],
    "pwm-channel": [BOTH % ("A4", "A5") + "void loop() { analogWrite(A4, 1); analogWrite(A5, 2); digitalWrite(D3, 1); }"],
    "pwm-frequency": [BOTH % ("D0", "A5") + "void loop() { analogWrite(D0, 1, 1000); analogWrite(A5, 2); }"],
    "pwm-value": [
        OUT % "A5" + "void loop() { analogWrite(A5, 255); analogWrite(A5, 0); analogWrite(A5, analogRead(A0) / 16); }",
        "void setup() { pinMode(A5, OUTPUT); analogWriteResolution(A5, 12); }\nvoid loop() { analogWrite(A5, 4095); }",
        "void loop() { analogWrite(DAC, 4095); }",
    ],
    "pinmode-missing": [
        "void setup() { for (int p = 0; p < 8; p++) pinMode(p, OUTPUT); }\nvoid loop() { digitalWrite(D7, HIGH); }",
        "struct Lamp { int pin; void begin() { pinMode(pin, OUTPUT); } };\nvoid loop() { digitalWrite(D7, HIGH); }",
    ],
    "pinmode-in-loop": [
        OUT % "A5" + "void loop() { analogWrite(A5, 1); }",
        "int go(String s) { pinMode(A5, OUTPUT); analogWrite(A5, 3); return 0; }\n" + REGISTERED,
    ],
    "interrupt-line": [
        "void push() {}\nvoid setup() { attachInterrupt(D1, push, RISING); attachInterrupt(D2, push, RISING); "
        "attachInterrupt(D1, push, FALLING); }",
    ],
    "reserved-pin": ["void setup() { pinMode(7, INPUT); pinMode(10, INPUT); }"],
    "name-length": [f'void once() {{ Particle.publish("{LONG[:64]}"); }}'],
    "describe-size": ['int x;\nvoid setup() { Particle.variable("x", x); Particle.variable("y", x); }'],
    "subscriptions": [
        'void on(const char* e, const char* d) {}\nvoid setup() { '
        + "".join(f'Particle.subscribe("{letter}", on);' for letter in "abcdd")
        + " }",
        "void on(const char* e, const char* d) {}\nvoid again() { Particle.unsubscribe(); "
        + "".join(f'Particle.subscribe("{letter}", on);' for letter in "abcdef")
        + " }",
    ],
    "keep-alive": [
        "void setup() {\n#if PLATFORM_ID == 10\nParticle.keepAlive(30);\n#endif\n}",
        "void setup() {\n#if Wiring_Cellular\nParticle.keepAlive(30);\n#endif\n}",
        "void setup() {\n#ifdef ELECTRON\nParticle.keepAlive(30);\n#endif\n}",
        "struct Line { void keepAlive(int s) {} } line;\nvoid setup() { line.keepAlive(3); }",
    ],
    "blocking-handler": [
        REGISTERED + "int go(String s) { for (int i = 0; i < 3; i++) { delay(100); delay(100); } return 1; }",
        REGISTERED + "int go(String s) { digitalWrite(D0, 1); delay(200); return 1; }\nvoid x() { pinMode(D0, OUTPUT); }",
        REGISTERED + "void wait() { delay(5000); }\nint go(String s) { return 1; }",
        'class A { void setup() { Particle.function("go", &A::go, this); } int go(String s) { lamp.run(); return 0; } };\n'
        "void run() { delay(9000); }",
    ],
    "publish-in-interrupt": [
        "volatile bool pushed;\nvoid push() { pushed = true; }\nvoid setup() { attachInterrupt(D2, push, RISING); }\n"
        'void loop() { if (pushed) { pushed = false; Particle.publish("pushed"); } }',
    ],
    "publish-rate": [
        'void loop() { Particle.publish("on"); delay(1000); }',
        "const int WAIT = 60 * 1000;\nvoid rest() { delay(WAIT); }\nvoid loop() { Particle.publish(\"on\"); rest(); }",
        'void loop() { static unsigned long last; if (millis() - last < 5000) return; last = millis(); Particle.publish("on"); }',
        'bool was;\nvoid loop() { bool is = digitalRead(D0); if (is != was) { was = is; Particle.publish("changed"); } }',
        'void setup() { Particle.publish("started"); }\nvoid loop() {}',
    ],
}  # fmt: skip


def _cases(table: dict[str, list[str]]) -> list[object]:
    return [
        pytest.param(rule, source, id=f"{rule}-{index}")
        for rule, sources in table.items()
        for index, source in enumerate(sources)
    ]


def _lines(source: str, rule: str) -> list[int]:
    report = check_sources({"sketch.ino": source.encode()})
    assert report.unread == ()
    return [finding.line for finding in report.findings if finding.rule == rule]


@pytest.mark.parametrize(("rule", "source"), _cases(BROKEN))
def test_a_mistake_is_found_in_its_line_and_nothing_else(rule: str, source: str) -> None:
    marked = [number for number, line in enumerate(source.split("\n"), 1) if "// here" in line]
    assert _lines(source, rule) == marked


@pytest.mark.parametrize(("rule", "source"), _cases(FINE))
def test_a_near_miss_is_no_mistake(rule: str, source: str) -> None:
    assert _lines(source, rule) == []


def test_every_rule_has_both_kinds_of_sketches() -> None:
    names = {rule.name for rule in all_rules()}
    assert names == set(BROKEN) == set(FINE)


def test_what_is_allowed_by_a_comment_is_not_told() -> None:
    source = OUT % "A5" + "void loop() {\n// firmware-check: allow pwm-value\nanalogWrite(A5, 300);\n}"
    assert _lines(source, "pwm-value") == []
    assert _lines(source.replace("pwm-value", "pwm-channel"), "pwm-value") == [4]


def test_what_the_grammar_lacks_is_read_over_and_the_rest_is_checked() -> None:
    source = """enum : uint8_t { ON = 1 };
struct Entry { const char* word; bool (Light::*fits)() const; };
void setup() {}
void loop() { analogWrite(D4, ON); }
"""
    report = check_sources({"sketch.ino": source.encode()})
    assert report.unread == ()
    assert {finding.line for finding in report.findings} == {4}


def test_our_own_firmware_is_read_whole() -> None:
    folder = Path(__file__).parents[2] / "firmware" / "photon-lights" / "src"
    report = check_sources({path.name: path.read_bytes() for path in folder.iterdir()})
    assert (report.unread, report.findings) == ((), ())
