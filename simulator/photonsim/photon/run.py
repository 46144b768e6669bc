"""One run of a board, from one reset to the next: the firmware, what has come for it, and when it next runs."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from photonsim.photon import wasm
from photonsim.photon.codes import (
    AUTOMATIC,
    INTERRUPT,
    WAIT_FOR_MESSAGES,
    WOKEN_BY_INTERRUPT,
    WOKEN_BY_MESSAGE,
)

if TYPE_CHECKING:
    from photonsim.clock import Timer
    from photonsim.photon.photon import Photon

#: A wait that is worth the call that gives unused memory back to the machine that we run on.
LONG_WAIT_US = 100_000
#: Without a system thread the cloud connection is dropped when nothing handles it (Device OS, system_cloud_active).
BLOCKED_CLOUD_S = 15.0
#: Messages that wait for the application thread; without a system thread there is no queue, and what the sketch has not
#: come to waits in the socket. When it is full, the system thread waits with the next one, and then lets it go (Device
#: OS v2.3.1, system/src/main.cpp: ApplicationThread). Nothing else of the cloud is handled meanwhile.
APPLICATION_QUEUE, QUEUE_WAIT_S = 20, 5.0
#: Between two steps of the system that follow each other, a sketch does not run.
_STEP_S = 0.001
#: An update or listening mode lasts until something outside ends it; it is looked for this often.
_STILL_BUSY_MS = 100
#: Until something comes: a wait whose end nobody lives to see.
_FOR_EVER_US = 1 << 62


@dataclass(frozen=True)
class Message:
    """Something for the application thread: a call, a read, an event, or an interrupt."""

    kind: int
    id: int
    index: int
    name: str = ""
    data: str | None = None
    parameter: int = 0


class Run:
    """Lets the firmware run when something has come for it or its wait is over; begins without any."""

    __slots__ = (
        "_backlog",
        "_backlog_timer",
        "_blocked_check",
        "_board",
        "_busy_until",
        "_floor_us",
        "_interrupted",
        "_interrupts",
        "_last_background",
        "_out_of_memory_told",
        "_poll_scheduled",
        "_steps",
        "_timer",
        "_wait",
        "ended",
        "machine",
        "messages",
        "retained",
        "setup_done",
        "started",
        "system_events",
        "system_mode",
        "threaded",
    )

    def __init__(self, board: Photon) -> None:
        self._board = board
        self.started = self._last_background = self._busy_until = board.clock.now()
        self.ended = False
        self.machine: wasm.Machine | None = None
        self.threaded, self.system_mode, self.setup_done = False, AUTOMATIC, False
        # Lists: they are short when in use, nearly always empty, and an empty deque takes 600 bytes.
        self.messages: list[Message] = []
        self._backlog: list[Message] = []
        self._backlog_timer: Timer | None = None
        self.system_events: list[Message] = []
        self._interrupts: list[Message] = []
        self._steps: list[Timer] = []
        self._timer: Timer | None = None
        self._blocked_check: Timer | None = None
        self._wait: wasm.Suspended | None = None
        self._floor_us = 0
        self._interrupted = self._poll_scheduled = self._out_of_memory_told = False
        #: Where the retained variables are: address and bytes.
        self.retained = (0, 0)

    def later(self, seconds: float, step: Callable[[], None]) -> None:
        """Do `step` in `seconds` of house time, unless this run has ended by then."""
        self._steps = [timer for timer in self._steps if timer.callback is not None]
        self._steps.append(self._board.clock.call_later(seconds, step))

    def execute(self, machine: wasm.Machine) -> None:
        """Begin with the firmware's constructors."""
        self.machine = machine
        self._poll()

    def end(self) -> None:
        """Nothing that this run has begun happens any more. The machine is left as it is."""
        self.ended = True
        for timer in (*self._steps, self._timer, self._blocked_check, self._backlog_timer):
            if timer is not None:
                timer.cancel()

    def uptime_us(self) -> int:
        """Microseconds since this run began; never less than what the firmware has been told."""
        now = round((self._board.clock.now() - self.started) * 1e6)
        return now if now > self._floor_us else self._floor_us

    def out_of_memory(self, wanted: int, free_bytes: int) -> None:
        """An allocation was refused; said once in a run."""
        if not self._out_of_memory_told:
            self._out_of_memory_told = True
            self._board.tell(
                f"out of memory: {wanted:,} bytes were asked for, {free_bytes:,} are free; "
                "malloc() and new give a null pointer"
            )

    # -- what comes for the firmware ---------------------------------------------------------------

    def wake(self) -> None:
        """Something has come for the firmware: let it run soon, if it waits for such a thing."""
        if self.machine is None or self._wait is None or self._poll_scheduled:
            return
        for_messages = self._wait.flags & WAIT_FOR_MESSAGES
        if self._interrupts or self._interrupted or for_messages:
            if self._timer is not None:
                self._timer.cancel()
            self._poll_soon()
        elif not self.threaded:
            self.watch_blocking()

    def interrupt(self, pin: int | None = None) -> None:
        """An input has changed; `pin` where an interrupt handler waits for it."""
        if pin is not None:
            self._interrupts.append(Message(INTERRUPT, 0, pin))
        self._interrupted = True
        self.wake()

    def post(self, message: Message) -> None:
        """A message of the cloud for the application thread, behind all others."""
        if self.threaded and len(self.messages) >= APPLICATION_QUEUE:
            self._backlog.append(message)
            self._watch_backlog()
            return
        self.messages.append(message)
        self.wake()

    def forget_messages(self) -> None:
        """The connection that they came by is gone."""
        self.messages.clear()
        self._backlog.clear()

    @property
    def stuck(self) -> bool:
        """Whether the system thread waits for room in the queue."""
        return bool(self._backlog)

    def _watch_backlog(self) -> None:
        if self._backlog_timer is None:
            self._backlog_timer = self._board.clock.call_later(QUEUE_WAIT_S, self._drop_waiting)

    def _drop_waiting(self) -> None:
        self._backlog_timer = None
        if self._backlog:
            self._backlog.pop(0)
            self._board.tell(f"its queue was full for {QUEUE_WAIT_S:.0f} s, a request is lost")
        self._go_on_with_backlog()

    def _go_on_with_backlog(self) -> None:
        if self._backlog:
            self._watch_backlog()
        else:
            self._board.requests.answer_pings(alive=True)

    def next_message(self) -> Message | None:
        if self.system_events:
            return self.system_events.pop(0)
        if not self.messages:
            return None
        taken = self.messages.pop(0)
        if self._backlog:
            self.messages.append(self._backlog.pop(0))
            if self._backlog_timer is not None:
                self._backlog_timer.cancel()
                self._backlog_timer = None
            self._go_on_with_backlog()
        return taken

    def next_interrupt(self) -> Message | None:
        return self._interrupts.pop(0) if self._interrupts else None

    @property
    def _has_messages(self) -> bool:
        return bool(self.messages or self.system_events or self._board.requests.pinged)

    # -- the firmware runs and waits ---------------------------------------------------------------

    def _poll_soon(self) -> None:
        self._poll_scheduled = True
        self._timer = self._board.clock.call_at(self._board.clock.now(), self._poll)

    def _poll(self) -> None:
        assert self.machine is not None
        self._poll_scheduled = False
        woken: int | None = None
        if self._wait is not None:
            woken = 0
            if self._interrupts or self._interrupted:
                woken |= WOKEN_BY_INTERRUPT
            if self._has_messages:
                woken |= WOKEN_BY_MESSAGE
            if not woken:
                latest_us = round((self._board.clock.now() - self.started) * 1e6) + 1
                self._floor_us = max(self._floor_us, min(self._wait.until_us, latest_us))
            self._interrupted = False
            self._wait = None
        outcome = self.machine.poll(woken)
        if self.ended:
            return
        if isinstance(outcome, wasm.Suspended):
            self._suspended(outcome)
        elif isinstance(outcome, wasm.Yielded):
            self._busy()
        else:
            self._board.died(self.machine, outcome)

    def _suspended(self, wait: wasm.Suspended) -> None:
        self._wait = wait
        if self._interrupts or (wait.flags & WAIT_FOR_MESSAGES and self._has_messages):
            self.wake()
            return
        if wait.until_us - self.uptime_us() >= LONG_WAIT_US:
            assert self.machine is not None
            self.machine.trim()
        if wait.until_us >= _FOR_EVER_US:
            self._timer = None
            return
        self._poll_at(self.started + wait.until_us / 1e6)
        if not self.threaded and not wait.flags & WAIT_FOR_MESSAGES:
            self.watch_blocking()

    def _busy(self) -> None:
        self._poll_at(self._board.clock.now() + wasm.SLICE_SECONDS)
        if not self.threaded:
            self.watch_blocking()

    def _poll_at(self, due: float) -> None:
        self._timer = self._board.clock.call_at(self._board.budget.when(self._board, due), self._poll)

    # -- without a system thread: who handles the cloud ---------------------------------------------

    def occupy(self, seconds: float) -> None:
        """The system joins a network, connects or shakes hands for so long; what follows begins before it is over."""
        self._busy_until = self._board.clock.now() + seconds + _STEP_S

    @property
    def busy_ms(self) -> int:
        """For how long the background does not return to the sketch: then it is to be asked again."""
        if self.threaded:
            return 0
        if self._board.updates.active or self._board.listening:
            return _STILL_BUSY_MS
        return max(0, math.ceil((self._busy_until - self._board.clock.now()) * 1000 - 1e-6))

    def background_ran(self, when: float) -> None:
        """The system worked at house time `when`: until BLOCKED_CLOUD_S later, the cloud does without."""
        self._last_background = when

    def watch_blocking(self) -> None:
        """A sketch that lets nobody handle the cloud loses its connection."""
        if self._blocked_check is None and self._board.online:
            due = self._last_background + BLOCKED_CLOUD_S
            self._blocked_check = self._board.clock.call_at(due, self._check_blocking)

    def _check_blocking(self) -> None:
        self._blocked_check = None
        if self.ended or not self._board.online:
            return
        idle = self._wait is not None and self._wait.flags & WAIT_FOR_MESSAGES
        if idle:
            return
        if self._board.clock.now() - self._last_background < BLOCKED_CLOUD_S - 1e-6:
            self.watch_blocking()
            return
        self._board.tell(
            f"the sketch blocks the cloud for more than {BLOCKED_CLOUD_S:.0f} s: the connection is lost"
        )
        self._board.link.blocked()
