"""Sketches that misbehave, each beside a healthy board in the same house: it goes on, and the trace says what happened."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from photonsim.photon.wasm import Firmware

from .conftest import Bench

pytestmark = pytest.mark.slow

Sketch = Callable[[str], Firmware]

HEALTHY = """
int beats = 0;
void setup() { Particle.function("answer", answer); Particle.variable("beats", beats); }
void loop() { ++beats; delay(100); }
int answer(String) { return 42; }
"""

#: How one sketch goes wrong is chosen by what its EEPROM holds, so that all of them are compiled once.
BAD = r"""
SYSTEM_THREAD(ENABLED);
int* volatile place;
volatile int count = 0;
int deeper(int n, volatile int* above) { volatile int here[32]; here[0] = n; return deeper(n + 1, here) + above[0]; }
__attribute__((noinline)) int tooLarge() {
    volatile char large[20000];
    for (int i = 0; i < 20000; ++i) large[i] = i;
    return large[100];
}
void allocate() {
    for (int n = 0;; ++n) {
        char* block = new char[1000];
        block[0] = n;  // as hobbyists' code does: nobody looks whether there was memory
    }
}
void setup() {
    int top = 0;
    switch (EEPROM.read(0)) {
        case 0: for (;;) ++count;
        case 1: deeper(0, &top); break;
        case 2: count = tooLarge(); break;
        case 3: place = (int*)0x60000000; *place = 1; break;
        case 4: allocate(); break;
        case 5: exit(3); break;
        case 6: for (;;) { Particle.publish("flood", "water", PRIVATE); Particle.process(); }
        case 7: for (int i = 0; i < 3000; ++i) Serial.printf("%0999d\n", i); break;
        case 8: place = nullptr; *place = 1; break;
        case 9: for (;;) delay(1000);
        case 10: Log.error("%s", (const char*)0xF0000000); Serial.println((const char*)0xF0000000); break;
        case 11: String endless; while (true) endless += "more and more and more";
    }
}
void loop() { if (EEPROM.read(0) == 7) Serial.println("and on"); delay(500); }
"""


@dataclass(frozen=True)
class Case:
    """`panic`: its code, None for a sketch that only hangs or floods. `says` stands in the trace."""

    number: int
    panic: int | None
    says: str = ""


CASES = {
    "loops for ever in setup()": Case(0, None),
    "recurses without end": Case(1, 13, "stack"),
    "has a local array larger than the stack": Case(2, 13, "stack"),
    "writes outside memory": Case(3, 1, "outside of all memory, in setup()"),
    "allocates without end": Case(4, 1),
    "calls exit()": Case(5, 7, "exit(3)"),
    "publishes in a tight loop": Case(6, None, "refused: more than 4 in a second"),
    "prints megabytes": Case(7, None),
    "writes through a null pointer": Case(8, 1),
    "delays for ever": Case(9, None),
    "prints from a wild pointer": Case(10, 1),
    "has a string that grows for ever": Case(11, None, "out of memory"),
}


@pytest.mark.parametrize("name", CASES)
def test_a_sketch_goes_wrong_and_its_neighbour_goes_on(bench: Bench, sketch: Sketch, name: str) -> None:
    case = CASES[name]
    bad = bench.photon(sketch(BAD), eeprom=bytes([case.number]))
    healthy = bench.photon(sketch(HEALTHY))

    async def scenario() -> None:
        bad.plug_in()
        healthy.plug_in()
        began = time.process_time()
        await bench.clock.sleep(10)
        beats = int(await healthy.read_variable("beats"))
        await bench.clock.sleep(10)
        assert int(await healthy.read_variable("beats")) - beats > 90, "its loop() runs as often as ever"
        asked = bench.clock.now()
        assert await healthy.call_function("answer", "") == 42
        assert bench.clock.now() - asked < 1.5
        assert time.process_time() - began < 20, "a sketch that misbehaves may not cost the house its life"

        panics = [line for line in bench.summaries("panic") if line.startswith("p1:")]
        if case.panic is None:
            assert panics == []
            assert bad.online, "with a system thread the cloud stays"
        else:
            assert f"panic {case.panic} " in panics[0]
            resets = [e.data for e in bench.cloud.events if e.name == "spark/device/last_reset"]
            assert any(str(reset).startswith("panic, ") for reset in resets) or bad.panicked
        said = " ".join(entry.summary for entry in bench.trace.entries() if entry.summary.startswith("p1"))
        assert case.says in said, said[-500:]
        if name == "prints megabytes":
            assert len(bad.serial[0].text) == 65_536, "the last of it is kept, and the rest is gone"
            assert bad.serial[0].text.endswith("and on\r\n")
        if name == "publishes in a tight loop":
            assert len([e for e in bench.cloud.events if e.name == "flood"]) <= 4

    bench.run(scenario())
