"""Panics: how a sketch dies, in the board's own codes.

Source: Device OS v2.3.1, services/inc/panic_codes.h; texts of spark/device/last_reset from Particle's documentation.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from photonsim.photon import wasm

NAMES = {
    1: "hard_fault",
    2: "nmi",
    3: "memory_fault",
    4: "bus_fault",
    5: "usage_fault",
    6: "invalid_length",
    7: "exit",
    8: "out_of_heap",
    9: "spi_over_run",
    10: "assert_failed",
    11: "invalid_case",
    12: "pure_virtual_call",
    13: "stack_overflow",
    14: "heap_error",
}
#: Codes that spark/device/last_reset names; the others appear as a number.
_PUBLISHED = frozenset({1, 3, 4, 5, 8, 10, 13})

#: What the shim (device_os/) found when it asks for a panic itself.
ASKED_FOR = {
    1: "hard fault: pinMode() of 8 or 9, behind which there is no pin, writes through a null pointer",
    10: "an assertion failed: SPARK_ASSERT() of the sketch, or Device OS refuses a software timer with a period of 0",
    14: "the heap is damaged: memory was freed twice, was never allocated, or was written past its end",
}

#: What the compiler's check of a divisor calls (device_os/globals.cpp).
_DIVISION = "__ubsan_handle_divrem_overflow_minimal_abort"
#: Functions between the sketch's that tell its author nothing.
_NOT_OF_THE_SKETCH = (_DIVISION, "photon_main", "photon::", "std::")
_FAULT_ADDRESS = re.compile(r"memory fault at wasm address (0x[0-9a-f]+)")

_BY_TRAP = {
    wasm.TRAP_STACK_OVERFLOW: 13,
    wasm.TRAP_MEMORY_OUT_OF_BOUNDS: 1,
    wasm.TRAP_INTEGER_DIVISION_BY_ZERO: 5,
}


@dataclass(frozen=True)
class Panic:
    """`code` blinks after the SOS; `explanation` says what the sketch did."""

    code: int
    explanation: str

    @property
    def name(self) -> str:
        return NAMES.get(self.code, str(self.code))

    @property
    def published(self) -> str:
        """The data of spark/device/last_reset."""
        return f"panic, {self.name if self.code in _PUBLISHED else self.code}"


def from_trap(trap: wasm.Trapped) -> Panic:
    """The panic that the board would show for what WebAssembly trapped on."""
    if trap.code == wasm.TRAP_UNREACHABLE:
        if "!abort" in trap.message or "proc_exit" in trap.message:
            return Panic(7, _explain(trap, "the sketch called abort() or exit()"))
        if "__cxa_pure_virtual" in trap.message:
            return Panic(12, _explain(trap, "a pure virtual function was called"))
        if _DIVISION in trap.message:
            return Panic(5, _explain(trap, "usage fault: a division by zero"))
    code = _BY_TRAP.get(trap.code if trap.code is not None else -1, 1)
    if trap.stack_pointer < wasm.NULL_PAGE_BYTES and trap.code == wasm.TRAP_MEMORY_OUT_OF_BOUNDS:
        code = 13  # the stack lies above the null page and grew into it
    return Panic(code, _explain(trap, NAMES[code].replace("_", " ") + _how(code, trap)))


def _how(code: int, trap: wasm.Trapped) -> str:
    """What the sketch did for a hard or usage fault, as far as the trap tells."""
    if code == 5:
        return ": a division by zero"
    if code == 1 and trap.code == wasm.TRAP_NO_FUNCTION:
        return ": a call through a function pointer that is null"
    if code == 1 and trap.code == wasm.TRAP_MEMORY_OUT_OF_BOUNDS:
        written = _FAULT_ADDRESS.search(trap.message)
        if written and int(written[1], 16) < wasm.NULL_PAGE_BYTES:
            return f": a write through a null pointer (address {int(written[1], 16)})"
        return ": a read or write outside of all memory"
    return ""


def _explain(trap: wasm.Trapped, what: str) -> str:
    """One line: what happened, and in which functions of the sketch where the module names them."""
    frames = [line.split("!", 1)[1].strip() for line in trap.message.splitlines() if "!" in line]
    own = [frame for frame in frames if not frame.startswith(_NOT_OF_THE_SKETCH)] or frames
    where = " <- ".join(frame for frame in own[:4])
    return f"{what}, in {where}" if where else f"{what} ({trap.message.splitlines()[0]})"
