"""Time, as the handler sees it: injected, so that a simulated house can own it."""

from __future__ import annotations

import time
from typing import Any, Protocol


class Clock(Protocol):
    """What the cloud layer needs to know of time."""

    def now(self) -> float:
        """Unix time in seconds."""

    def sleep(self, seconds: float) -> None:
        """Wait; `seconds` >= 0."""


class SystemClock:
    """The machine's own clock."""

    def now(self) -> float:
        return time.time()

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds)


class LambdaContext(Protocol):
    """The part of AWS Lambda's context object that the handler uses."""

    aws_request_id: str

    def get_remaining_time_in_millis(self) -> int:
        """Milliseconds until AWS ends this invocation."""


class Deadline:
    """How long an answer may still take: Alexa waits 8 s, and AWS ends the function at its own time-out.

    Alexa's 8 s begin before ours (network, cold start), so the budget is 6.5 s at most; and half a second
    of AWS's time is kept back to build and send the answer.
    """

    ALEXA_SECONDS = 6.5
    RESERVE_SECONDS = 0.5

    def __init__(self, clock: Clock, seconds: float) -> None:
        self._clock = clock
        self._end = clock.now() + seconds

    @classmethod
    def of_invocation(cls, clock: Clock, context: Any) -> Deadline:
        """The deadline of one invocation; a context that does not tell (a test event by hand) counts as fresh."""
        remaining = getattr(context, "get_remaining_time_in_millis", None)
        if remaining is None:
            return cls(clock, cls.ALEXA_SECONDS)
        return cls(clock, min(remaining() / 1000 - cls.RESERVE_SECONDS, cls.ALEXA_SECONDS))

    def remaining(self) -> float:
        """Seconds left, never negative."""
        return max(0.0, self._end - self._clock.now())

    def at_most(self, seconds: float) -> Deadline:
        """This deadline, or `seconds` from now if that is sooner."""
        return Deadline(self._clock, min(seconds, self.remaining()))
