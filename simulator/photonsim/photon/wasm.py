"""Firmware as a suspended WebAssembly call: the one file that touches wasmtime's private C bindings.

`wasmtime`'s public Python API cannot suspend a call; the C bindings in its wheel can. They are private, so the
version is pinned in pyproject.toml, and everything that they need stays in this file.
"""

from __future__ import annotations

import ctypes
import hashlib
import mmap
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol

try:
    import wasmtime
    from wasmtime import _bindings as b
except (ImportError, OSError) as error:  # no wheel for this platform, or its library cannot be loaded
    raise ImportError(
        "photonlink's simulator runs firmware with wasmtime, which could not be loaded on this platform "
        f"({error}). Wheels exist for 64-bit Linux, macOS and Windows; 32-bit ARM has none. "
        "Run the simulator on a 64-bit system."
    ) from error

#: Fuel (about one unit for each WebAssembly instruction) between two chances to do something else.
SLICE_FUEL = 1_200_000
#: What a slice stands for on the board: 120 MHz, about one instruction a cycle.
SLICE_SECONDS = SLICE_FUEL / 120e6

#: The end of a sketch's memory, where the C library's functions have a stack of their own (library_stack.cpp).
LIBRARY_STACK_BYTES = 16_384
#: A sketch's memory: stack, static variables and heap, which it never outgrows.
MEMORY_BYTES = 196_608
#: The bottom of a sketch's memory: on the board flash, which reads as something and faults when written to. Nothing of
#: a sketch is linked there; its stack grows down towards it.
NULL_PAGE_BYTES = 4096

_MAX_FUEL = (1 << 63) - 1
_STACK_SIZE = 96 << 10
_ASYNC_STACK_SIZE = 160 << 10


@dataclass(frozen=True)
class Suspended:
    """The firmware waits until `until_us` (microseconds since its reset); `flags` as in photon_host.h."""

    until_us: int
    flags: int


@dataclass(frozen=True)
class Yielded:
    """The firmware computes on: it used up its slice."""


@dataclass(frozen=True)
class Trapped:
    """The firmware died. `code` is wasmtime's trap code, or None when the host stopped it.

    `stack_pointer`: of the sketch's stack, which grows down; below NULL_PAGE_BYTES when it has used up its stack.
    """

    code: int | None
    message: str
    stack_pointer: int = 0


Outcome = Suspended | Yielded | Trapped

# wasmtime's trap codes (wasmtime/trap.h).
TRAP_STACK_OVERFLOW = 0
TRAP_MEMORY_OUT_OF_BOUNDS = 1
TRAP_NO_FUNCTION = 4
TRAP_INTEGER_DIVISION_BY_ZERO = 7
TRAP_UNREACHABLE = 9


class HostStop(Exception):
    """Raised by a host function to end the firmware (a reset, a panic)."""


class FirmwareError(ValueError):
    """These bytes are no firmware that a simulated Photon can run; the message says why."""


class Host(Protocol):
    """What firmware calls: a method for each import of the module "photon", and `wait` itself is not one."""

    def now_us(self) -> int: ...


class _Current:
    """The machine that is being polled: one thread runs all of them, one at a time."""

    machine: Machine


_current = _Current()
_keep: list[Any] = []  # callbacks that C holds on to
_NO_FINALIZER = ctypes.CFUNCTYPE(None, ctypes.c_void_p)(0)


@lru_cache(maxsize=1)
def _engine() -> wasmtime.Engine:
    config = wasmtime.Config()
    config.consume_fuel = True
    config.max_wasm_stack = _STACK_SIZE
    b.wasmtime_config_async_stack_size_set(config.ptr(), _ASYNC_STACK_SIZE)
    # Nothing around a memory: ten thousand devices must fit into the number of mappings that Linux gives a process
    # (65,530). A device has four: the null page, the rest of its memory, its stack and the guard below it.
    b.wasmtime_config_memory_reservation_set(config.ptr(), MEMORY_BYTES)
    b.wasmtime_config_memory_reservation_for_growth_set(config.ptr(), 0)
    b.wasmtime_config_memory_guard_size_set(config.ptr(), 0)
    b.wasmtime_config_memory_init_cow_set(config.ptr(), False)
    return wasmtime.Engine(config)


def _check(error: Any) -> None:
    if error:
        raise FirmwareError(_error_text(error))


def _error_text(error: Any) -> str:
    text = b.wasm_byte_vec_t()
    b.wasmtime_error_message(error, ctypes.byref(text))
    try:
        return ctypes.string_at(text.data, text.size).decode("utf-8", "replace")
    finally:
        b.wasm_byte_vec_delete(ctypes.byref(text))
        b.wasmtime_error_delete(error)


def _name(text: str) -> tuple[Any, int]:
    raw = text.encode()
    return ctypes.create_string_buffer(raw, len(raw)), len(raw)


def _new_trap(message: str) -> int:
    raw, size = _name(message)
    trap = b.wasmtime_trap_new(raw, size)
    return ctypes.cast(trap, ctypes.c_void_p).value or 0


@b.wasmtime_func_async_continuation_callback_t  # type: ignore[untyped-decorator]
def _resumed(_environment: Any) -> bool:
    return _current.machine.running.resuming


@b.wasmtime_func_async_callback_t  # type: ignore[untyped-decorator]
def _wait(
    _env: Any, _caller: Any, args: Any, _n: Any, results: Any, _m: Any, _trap: Any, next_step: Any
) -> None:
    machine = _current.machine
    thread = machine.running
    thread.waiting = Suspended(args[0].of.i64, args[1].of.i32)
    # wasmtime reads the result when the continuation is done, so it can be filled in on resuming.
    thread.wait_result = results
    results[0].kind = 0
    results[0].of.i32 = 0
    thread.resuming = args[0].of.i64 <= machine.host.now_us()
    next_step[0].callback = _resumed


_libc = None if sys.platform == "win32" else ctypes.CDLL(None)
_MADV_DONTNEED = 4  # on Linux, where it also gives zeroes; elsewhere the pages stay
if _libc is not None:
    _libc.madvise.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int]
    _libc.mprotect.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int]

_NUMBER: dict[str, Any] = {
    "i32": ctypes.c_int32,
    "i64": ctypes.c_int64,
    "f32": ctypes.c_float,
    "f64": ctypes.c_double,
}
#: Bytes of a value that a host function gets or returns (wasmtime_val_raw_t).
_VALUE_BYTES = 16
#: As wasmtime_func_unchecked_callback_t, with plain addresses: no object is made around each of them.
_HostCallback = ctypes.CFUNCTYPE(
    ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_size_t
)


def _reader(parameters: list[str]) -> Callable[[int], list[Any]]:
    """What takes the parameters from the address where wasmtime has put them."""
    kinds = set(parameters)
    if len(kinds) == 1:  # nearly always: all i32
        number = _NUMBER[kinds.pop()]
        step = _VALUE_BYTES // ctypes.sizeof(number)
        array = number * (step * len(parameters))
        return lambda address: array.from_address(address)[::step]
    places = [(i * _VALUE_BYTES, _NUMBER[kind]) for i, kind in enumerate(parameters)]
    return lambda address: [number.from_address(address + offset).value for offset, number in places]


def _noting_stack(callback: Callable[[Any, Any, int, int], int]) -> Callable[[Any, Any, int, int], int]:
    """The call that begins a run also tells where its stack is; no later one pays for that."""

    def noting(env: Any, caller: Any, values: int, count: int) -> int:
        _current.machine.called_from = values
        return callback(env, caller, values, count)

    return noting


def _host_function(name: str, parameters: list[str], results: list[str]) -> Any:
    """A C callback that calls the method `name` of the polled machine's host."""
    read = _reader(parameters) if parameters else None
    returns = _NUMBER[results[0]] if results else None

    def callback(_env: Any, _caller: Any, values: int, _n: int) -> int:
        machine = _current.machine
        try:
            function = getattr(machine.host, name)
            answer = function(*read(values)) if read is not None else function()
        except HostStop as stop:
            machine.stop = stop
            return _new_trap(str(stop) or type(stop).__name__)
        except Exception as error:  # a bug of ours must not be swallowed by ctypes
            machine.failure = error
            return _new_trap(f"the simulator failed in {name}: {error!r}")
        if returns is not None:
            returns.from_address(values).value = answer
        return 0

    wrapped = _HostCallback(_noting_stack(callback) if name == "boot" else callback)
    _keep.append(wrapped)
    return ctypes.cast(wrapped, b.wasmtime_func_unchecked_callback_t)


class Firmware:
    """A compiled module, shared by all the devices that run it."""

    def __init__(self, image: bytes, host: type) -> None:
        """`image` is a WebAssembly module built against photon_host.h. Raises FirmwareError."""
        self.image = image
        self.hash = hashlib.sha256(image).hexdigest()
        try:
            self._module = wasmtime.Module(_engine(), image)
        except wasmtime.WasmtimeError as error:
            raise FirmwareError(f"not a WebAssembly module: {error}") from error
        exports = {export.name for export in self._module.exports}
        if "photon_main" not in exports or "memory" not in exports:
            raise FirmwareError("this module was not built for a simulated Photon (no photon_main)")
        memory = next(export.type for export in self._module.exports if export.name == "memory")
        if not isinstance(memory, wasmtime.MemoryType) or memory.limits.min != memory.limits.max:
            raise FirmwareError("this module was not built for a simulated Photon (its memory can grow)")
        #: Bytes of a device's memory.
        self.memory_bytes = memory.limits.min * 65_536
        self._linker = b.wasmtime_linker_new(_engine().ptr())
        for item in self._module.imports:
            self._define(item, host)
        self._pre = ctypes.POINTER(b.wasmtime_instance_pre_t)()
        _check(b.wasmtime_linker_instantiate_pre(self._linker, self._module.ptr(), ctypes.byref(self._pre)))

    def _define(self, item: Any, host: type) -> None:
        kind = item.type
        if not isinstance(kind, wasmtime.FuncType):
            raise FirmwareError(f"this module imports {item.module}.{item.name}, which a Photon has not got")
        where = (*_name(item.module), *_name(item.name or ""))
        if (item.module, item.name) == ("photon", "wait"):
            _check(
                b.wasmtime_linker_define_async_func(
                    self._linker, *where, kind.ptr(), _wait, None, _NO_FINALIZER
                )
            )
            return
        method = item.name if item.module == "photon" else f"wasi_{item.name}"
        if not hasattr(host, method or ""):
            raise FirmwareError(
                f"this firmware calls {item.module}.{item.name}, which this simulator does not know"
            )
        callback = _host_function(str(method), [str(p) for p in kind.params], [str(r) for r in kind.results])
        _check(
            b.wasmtime_linker_define_func_unchecked(
                self._linker, *where, kind.ptr(), callback, None, _NO_FINALIZER
            )
        )

    def start(self, host: Any) -> Machine:
        """A machine that begins to run this firmware at its first poll."""
        return Machine(self, host)

    @property
    def pre(self) -> Any:
        return self._pre


class _CallSlots(ctypes.Structure):
    """What a call under way points into; one object for all of it, since ten thousand devices have one each."""

    _fields_ = (
        ("function", b.wasmtime_func_t),
        ("trap", ctypes.POINTER(b.wasm_trap_t)),
        ("error", ctypes.POINTER(b.wasmtime_error_t)),
    )


_NO_VALUES = (b.wasmtime_val_t * 1)()


class Thread:
    """A thread of execution in a firmware: the application (index 0), and those that a sketch starts."""

    __slots__ = (
        "future",
        "index",
        "resuming",
        "slots",
        "stack_base",
        "stack_pointer",
        "wait_result",
        "waiting",
    )

    def __init__(self, index: int, stack_base: int = 0, stack_pointer: int = 0) -> None:
        """Addresses are in the firmware's memory; the stack grows down from `stack_pointer` to `stack_base`."""
        self.index, self.stack_base, self.stack_pointer = index, stack_base, stack_pointer
        self.future: Any = None
        self.resuming = False
        self.waiting: Suspended | None = None
        self.wait_result: Any = None
        self.slots = _CallSlots()


class Machine:
    """One device's run of a firmware, from reset to reset.

    The threads of a sketch are suspended calls side by side in one instance; one runs at a time, and they change
    when one waits or has used up its slice.
    """

    __slots__ = (
        "_context",
        "_instance",
        "_memory",
        "_next",
        "_store",
        "_threads",
        "_woken",
        "called_from",
        "failure",
        "firmware",
        "host",
        "running",
        "stop",
    )

    def __init__(self, firmware: Firmware, host: Any) -> None:
        self.firmware, self.host = firmware, host
        self.stop: HostStop | None = None
        self.failure: Exception | None = None
        #: The thread that runs, or ran last.
        self.running = Thread(0)
        self._threads = [self.running]
        self._woken = 0
        self._store = b.wasmtime_store_new(_engine().ptr(), None, _NO_FINALIZER)
        self._context = b.wasmtime_store_context(self._store)
        _check(b.wasmtime_context_set_fuel(self._context, _MAX_FUEL))
        _check(b.wasmtime_context_fuel_async_yield_interval(self._context, SLICE_FUEL))
        self._instance = b.wasmtime_instance_t()
        self._memory = 0  # its address, once there is one
        #: An address in the processor's stack for this run, close to its top.
        self.called_from = 0
        main = self.running
        main.future = b.wasmtime_instance_pre_instantiate_async(
            firmware.pre,
            self._context,
            ctypes.byref(self._instance),
            ctypes.byref(main.slots.trap),
            ctypes.byref(main.slots.error),
        )
        #: What to call when the pending future is done: the constructors, then main.
        self._next: list[str] = ["_initialize", "photon_main"]

    def poll(self, woken: int | None = None) -> Outcome:
        """Run until every thread waits or has used up its slice, or the firmware dies.

        `woken`: the reasons (photon_host.h) that end the application's wait; None goes on with a slice.
        """
        _current.machine = self
        main = self._threads[0]
        self._woken |= woken or 0
        alone = len(self._threads) == 1
        now = 0 if alone else self.host.now_us()
        for thread in self._threads:  # it may grow meanwhile: new threads run in their turn
            if thread is not self.running and self._critical():
                continue
            if thread.waiting is not None:
                is_main = thread is main
                if not (alone or thread.waiting.until_us <= now or (is_main and self._woken)):
                    continue
                thread.resuming = True
                if is_main:
                    thread.wait_result[0].of.i32, self._woken = self._woken, 0
                thread.waiting = None
            if dead := self._run(thread):
                return dead
        if len(self._threads) == 1:
            return main.waiting if main.waiting is not None else Yielded()
        self._threads = [thread for thread in self._threads if thread.future is not None]
        return self._outcome(main)

    def _outcome(self, main: Thread) -> Outcome:
        """Of several threads: the first of their waits, with what may end that of the application."""
        if main.waiting is None:
            return Yielded()
        until = main.waiting.until_us
        slice_end = self.host.now_us() + round(SLICE_SECONDS * 1e6)
        for thread in self._threads:
            until = min(until, slice_end if thread.waiting is None else thread.waiting.until_us)
        return Suspended(until, main.waiting.flags)

    def _run(self, thread: Thread) -> Trapped | None:
        """Let a thread run until it waits, uses up its slice or ends. Returns how the firmware died, if it did."""
        if self.running is not thread:
            self._switch_to(thread)
        while b.wasmtime_call_future_poll(thread.future):
            b.wasmtime_call_future_delete(thread.future)
            thread.future = None
            if dead := self._died(thread):
                return dead
            if thread.index:
                return None
            if not self._next:
                return Trapped(None, "photon_main returned")
            self._begin(thread, self._next.pop(0))
        if thread.index and self._stack_pointer() < thread.stack_base:
            return Trapped(TRAP_STACK_OVERFLOW, "the stack of a thread is too small for it")
        return None

    def _critical(self) -> bool:
        """Whether the running thread must not be interrupted by another: a count in the firmware (critical.h)."""
        found = self._export("photon_critical")
        if found is None:
            return False
        value = b.wasmtime_val_t()
        b.wasmtime_global_get(self._context, ctypes.byref(found.of.global_), ctypes.byref(value))
        return any(self.read(value.of.i32, 4))

    def _switch_to(self, thread: Thread) -> None:
        """Each thread has a stack of its own in the firmware's memory."""
        found = self._export("__stack_pointer").of.global_
        value = b.wasmtime_val_t()
        b.wasmtime_global_get(self._context, ctypes.byref(found), ctypes.byref(value))
        self.running.stack_pointer = int(value.of.i32)
        value.of.i32 = thread.stack_pointer
        _check(b.wasmtime_global_set(self._context, ctypes.byref(found), ctypes.byref(value)))
        self.running = thread

    def start_thread(self, index: int, stack_base: int, stack_bytes: int) -> None:
        """Called by the firmware: a new thread, which runs `photon_thread(index)` when this one waits."""
        thread = Thread(index, stack_base, (stack_base + stack_bytes) & ~15)
        self._begin(thread, "photon_thread", index)
        self._threads.append(thread)

    def _begin(self, thread: Thread, name: str, *arguments: int) -> None:
        if not self._memory:
            memory = self._export("memory").of.memory
            data = b.wasmtime_memory_data(self._context, ctypes.byref(memory))
            # It never grows, so it stays where it is.
            self._memory = ctypes.cast(data, ctypes.c_void_p).value or 0
            _protect(self._memory)
        function = self._export(name)
        assert function is not None, name
        thread.slots.function = function.of.func
        values = (b.wasmtime_val_t * max(1, len(arguments)))()
        for value, argument in zip(values, arguments, strict=False):
            value.kind, value.of.i32 = 0, argument
        thread.future = b.wasmtime_func_call_async(
            self._context,
            ctypes.byref(thread.slots.function),
            values,
            len(arguments),
            _NO_VALUES,
            0,
            ctypes.byref(thread.slots.trap),
            ctypes.byref(thread.slots.error),
        )

    def _export(self, name: str) -> Any:
        found = b.wasmtime_extern_t()
        here = b.wasmtime_instance_export_get(
            self._context, ctypes.byref(self._instance), *_name(name), ctypes.byref(found)
        )
        return found if here else None

    def _died(self, thread: Thread) -> Trapped | None:
        slots = thread.slots
        if slots.trap:
            # A pointer of its own: that of the structure would change with its member.
            trap = ctypes.cast(slots.trap, ctypes.POINTER(b.wasm_trap_t))
            slots.trap = None
            code = ctypes.c_uint8()
            has_code = b.wasmtime_trap_code(trap, ctypes.byref(code))
            text = b.wasm_byte_vec_t()
            b.wasm_trap_message(trap, ctypes.byref(text))
            message = ctypes.string_at(text.data, text.size).decode("utf-8", "replace").rstrip("\0")
            b.wasm_byte_vec_delete(ctypes.byref(text))
            b.wasm_trap_delete(trap)
            if self.failure is not None:
                raise self.failure
            return Trapped(code.value if has_code else None, message, self._stack_pointer())
        if slots.error:
            error = ctypes.cast(slots.error, ctypes.POINTER(b.wasmtime_error_t))
            slots.error = None
            message = _error_text(error)
            if self.failure is not None:
                raise self.failure
            return Trapped(None, message)
        return None

    def _stack_pointer(self) -> int:
        found = self._export("__stack_pointer")
        if found is None:
            return 0
        value = b.wasmtime_val_t()
        b.wasmtime_global_get(self._context, ctypes.byref(found.of.global_), ctypes.byref(value))
        return int(value.of.i32)

    # -- the firmware's memory, for host functions -----------------------------------------------

    def _span(self, address: int, length: int) -> int:
        address &= 0xFFFFFFFF
        if length < 0 or address + length > self.firmware.memory_bytes:
            raise BadAddress(f"the sketch handed over {length} bytes at 0x{address:08x}, outside its memory")
        return self._memory + address

    def read(self, address: int, length: int) -> bytes:
        """`length` bytes of the firmware's memory. Raises BadAddress."""
        return ctypes.string_at(self._span(address, length), length)

    def write(self, address: int, data: bytes) -> None:
        """Raises BadAddress."""
        if data and 0 <= address < NULL_PAGE_BYTES:
            raise BadAddress(
                f"the sketch let {len(data)} bytes be written at 0x{address:08x}: a null pointer"
            )
        ctypes.memmove(self._span(address, len(data)), data, len(data))

    def trim(self) -> None:
        """Give memory back whose content means nothing while the firmware waits: what its stacks do not use now."""
        if _libc is None or len(self._threads) > 1:  # another thread might be in the C library
            return
        stack = self._memory + self.firmware.memory_bytes - LIBRARY_STACK_BYTES
        _libc.madvise(stack, LIBRARY_STACK_BYTES, _MADV_DONTNEED)
        if used := self._processor_stack():
            begin, end = used
            _libc.madvise(begin, end - begin, _MADV_DONTNEED)

    def _processor_stack(self) -> tuple[int, int] | None:
        """Begin and end of what the suspended call leaves unused of the stack that wasmtime gave it; None: not known.

        wasmtime keeps the stack pointer of a suspended call 16 bytes below the top of its stack (wasmtime-fiber, unix,
        x86-64 and aarch64). What stands there is believed only if it can be that.
        """
        top = -(-self.called_from // mmap.PAGESIZE) * mmap.PAGESIZE
        bottom = top - _ASYNC_STACK_SIZE
        if sys.platform != "linux" or not self.called_from:
            return None
        stack_pointer = ctypes.c_uint64.from_address(top - 16).value
        if not bottom < stack_pointer < self.called_from:
            return None
        return bottom, stack_pointer // mmap.PAGESIZE * mmap.PAGESIZE

    def close(self) -> None:
        """Throw the run away; a machine that died must not be polled again."""
        for thread in self._threads:
            if thread.future is not None:
                b.wasmtime_call_future_delete(thread.future)
                thread.future = None
        if self._store is not None:
            b.wasmtime_store_delete(self._store)
            self._store = None


def _protect(page: int) -> None:
    """Make the null page at address `page` read-only, so that writing through a null pointer traps at once.

    wasmtime turns the fault into the trap "out of bounds memory access" with the place in the sketch.
    """
    if sys.platform == "win32":
        old = ctypes.c_ulong()
        ctypes.windll.kernel32.VirtualProtect(
            ctypes.c_void_p(page), ctypes.c_size_t(NULL_PAGE_BYTES), 0x02, ctypes.byref(old)
        )
    elif _libc is not None and mmap.PAGESIZE <= NULL_PAGE_BYTES:
        # Where pages are larger (Apple silicon) the stack would lie in the page: nothing is watched there.
        _libc.mprotect(page, NULL_PAGE_BYTES, mmap.PROT_READ)


class BadAddress(HostStop):
    """A pointer that the sketch handed over points outside its memory: a hard fault."""
