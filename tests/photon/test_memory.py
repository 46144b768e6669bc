"""A sketch has the memory that a Photon gives it: a heap of about 60 kB, a stack of 6144 bytes, nothing at address 0."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from photonsim.photon.build import CompileError, compile_project
from photonsim.photon.photon import HEAP_BYTES
from photonsim.photon.sketch import make_project
from photonsim.photon.wasm import Firmware

from .conftest import Bench

Sketch = Callable[[str], Firmware]

SKETCH = r"""
SYSTEM_THREAD(ENABLED);
struct Pair { int first, second; };
Pair* volatile nowhere = nullptr;
char* volatile kept;
double half = 0.5;

// Each call looks at the block of the one before, so that no compiler makes a loop of it.
int fill(int depth, volatile char* before = nullptr) {
    volatile char block[512];
    block[0] = depth;
    const int deeper = depth ? fill(depth - 1, block) : 0;
    if (before) before[1] = block[0];
    return deeper + block[0];
}

int act(String how) {
    if (how == "free") return System.freeMemory();
    if (how == "write null") { nowhere->second = 3; return 1; }
    if (how == "read null") return nowhere->second;
    if (how == "copy to null") { strcpy((char*)nowhere, "text"); return 1; }
    if (how == "exhaust") { int blocks = 0; while (malloc(1000)) ++blocks; return blocks; }
    if (how == "new") { kept = new char[100000]; return kept == nullptr; }
    if (how == "forever") { while (true) { char* block = new char[500]; block[0] = 1; } }
    if (how == "string") { String s; for (int i = 0; i < 100000; ++i) s += "0123456789"; return s.length() < 60000; }
    if (how == "free twice") { void* block = malloc(20); kept = (char*)block; free(block); free(kept); return 1; }
    if (how == "past the end") { kept = (char*)malloc(16); char* next = (char*)malloc(16); memset(kept, 1, 32); free(next); return 1; }
    if (how == "stack 5 kB") return fill(9);
    if (how == "stack 8 kB") return fill(15);
    if (how == "floats") return String::format("%.3f %g", half, half).length() + (int)String("2.5").toFloat();
    if (how == "fragments") {
        // Every second of some blocks is freed: there is room, but none for a larger block.
        void* blocks[40];
        int before = System.freeMemory();
        for (int i = 0; i < 40; ++i) blocks[i] = malloc(1000);
        void* rest = malloc(System.freeMemory() - 100);
        for (int i = 0; i < 40; i += 2) free(blocks[i]);
        int result = System.freeMemory() > 20000 && !malloc(1500) && malloc(900);
        (void)before; (void)rest;
        return result;
    }
    return -1;
}
void setup() { Particle.function("act", act); }
"""


def call(bench: Bench, firmware: Firmware, *ways: str, **options: int) -> list[int]:
    """What the sketch returns for each of `ways`, in one run. Raises ConnectionError where it dies."""
    board = bench.photon(firmware, **options)

    async def scenario() -> list[int]:
        board.plug_in()
        await bench.clock.sleep(10)
        return [await board.call_function("act", way) for way in ways]

    return bench.run(scenario())


def test_the_heap_has_the_size_of_the_boards(bench: Bench, sketch: Sketch) -> None:
    (free,) = call(bench, sketch(SKETCH), "free")
    assert HEAP_BYTES - 3000 < free < HEAP_BYTES


def test_the_size_of_the_heap_can_be_chosen(bench: Bench, sketch: Sketch) -> None:
    (free,) = call(bench, sketch(SKETCH), "free", heap_bytes=20_000)
    assert 17_000 < free < 20_000


def test_static_variables_take_from_the_heap(bench: Bench, sketch: Sketch) -> None:
    plain = 'int act(String) { return System.freeMemory(); } void setup() { Particle.function("act", act); }'
    with_array = f"char big[20000]; {plain} void loop() {{ big[millis() % 20000] = 1; }}"
    (free,), (less,) = call(Bench(), sketch(plain), "x"), call(bench, sketch(with_array), "x")
    assert 16_000 < free - less < 20_100


def test_what_is_too_large_is_a_null_pointer_and_the_sketch_goes_on(bench: Bench, sketch: Sketch) -> None:
    before, none, blocks = call(bench, sketch(SKETCH), "free", "new", "exhaust")
    assert none == 1
    assert before // 1100 < blocks <= before // 1000
    assert bench.summaries("device") == [
        "p1: out of memory: 100,000 bytes were asked for, "
        f"{before:,} are free; malloc() and new give a null pointer"
    ]


def test_a_string_that_cannot_grow_loses_nothing_else(bench: Bench, sketch: Sketch) -> None:
    assert call(bench, sketch(SKETCH), "string", "free")[0] == 1


def test_the_heap_breaks_into_fragments_as_on_the_board(bench: Bench, sketch: Sketch) -> None:
    assert call(bench, sketch(SKETCH), "fragments") == [1]


def test_reading_address_0_reads_something_and_kills_nothing(bench: Bench, sketch: Sketch) -> None:
    call(bench, sketch(SKETCH), "read null", "free")
    assert bench.summaries("panic") == []


def test_a_sketch_has_the_stack_of_the_application_thread(bench: Bench, sketch: Sketch) -> None:
    assert call(bench, sketch(SKETCH), "stack 5 kB", "floats") == [45, 11]


@pytest.mark.parametrize(
    ("how", "code", "says"),
    [
        ("write null", 1, "a write through a null pointer (address 4), in act(String)"),
        ("copy to null", 1, "a write through a null pointer"),
        ("forever", 1, "hard fault: a write through a null pointer (address 0), in act(String)"),
        ("free twice", 14, "freed twice"),
        ("past the end", 14, "written past its end"),
        ("stack 8 kB", 13, "stack overflow, in fill(int, char volatile*)"),
    ],
)
def test_what_the_board_dies_of(bench: Bench, sketch: Sketch, how: str, code: int, says: str) -> None:
    with pytest.raises(ConnectionError):
        call(bench, sketch(SKETCH), how)
    (summary,) = bench.summaries("panic")
    assert summary.startswith(f"p1: panic {code} ")
    assert says in summary


def test_a_null_pointer_handed_to_device_os_is_a_hard_fault(bench: Bench, sketch: Sketch) -> None:
    firmware = sketch(
        'int act(String) { EEPROM.get(0, *(int*)0); return 1; } void setup() { Particle.function("act", act); }'
    )
    with pytest.raises(ConnectionError):
        call(bench, firmware, "x")
    assert "null pointer" in bench.summaries("panic")[0]


def test_the_statics_of_the_shim_are_not_counted(bench: Bench, sketch: Sketch) -> None:
    """STATIC_BYTES_OF_THE_SHIM in heap.cpp: a small sketch with all the usual calls has the whole heap."""
    firmware = sketch(
        """extern "C" char __global_base, __data_end;
        Timer timer(1000, [] {}); SerialLogHandler handler(LOG_LEVEL_INFO);
        int act(String) { return &__data_end - &__global_base; }
        void setup() { Particle.function("act", act); Log.info("%s %f", Time.timeStr().c_str(), 1.5); timer.start(); }"""
    )
    (statics,) = call(bench, firmware, "x")
    assert 4_000 < statics <= 8_192


def test_enumerations_are_as_short_as_on_arm(bench: Bench, sketch: Sketch) -> None:
    firmware = sketch(
        """enum Effect { STILL, FADE };
struct Kept { Effect effect; uint8_t level; };
int act(String) { return sizeof(Kept); }
void setup() { Particle.function("act", act); }"""
    )
    assert call(bench, firmware, "") == [2]


@pytest.mark.parametrize(("size", "over"), [(3068, 0), (3069, 4), (3072, 4), (4000, 932)])
def test_retained_variables_have_the_room_of_the_boards_backup_memory(size: int, over: int) -> None:
    text = f"retained uint8_t kept[{size - 4}];\nretained int more = 7;\nvoid setup() {{ kept[0] = more; }}\n"
    project = make_project("kept", {"kept.ino": text.encode()})
    if not over:
        compile_project(project)
        return
    with pytest.raises(CompileError, match=rf"room for 3,068.*overflowed by {over} bytes"):
        compile_project(project)
