"""Rate limits, as Particle documents them. They are counted only while they are switched on."""

from __future__ import annotations

from collections import defaultdict, deque

from photonsim.clock import HouseClock

WINDOW_S = 300
#: Requests in a window from one address.
REQUESTS = 10_000
TOKEN_REQUESTS = 100
STREAMS = 100
#: Streams that one address may have open at once.
OPEN_STREAMS = 100
#: Token requests refused in a row after which an address is shut out, and for how long.
FAILURES = 10
SHUT_OUT_S = 1800


class RateLimits:
    """Counters by kind and address. `allow…` counts, and says whether the request may go on."""

    def __init__(self, clock: HouseClock) -> None:
        self._clock = clock
        self._recent: defaultdict[tuple[str, str], deque[float]] = defaultdict(deque)
        self._failures: defaultdict[str, int] = defaultdict(int)
        self._shut_out: dict[str, float] = {}
        self._open: defaultdict[str, int] = defaultdict(int)

    def allow_request(self, address: str) -> bool:
        return self._allow("request", address, REQUESTS)

    def allow_token_request(self, address: str) -> bool:
        if self._shut_out.get(address, 0.0) > self._clock.now():
            return False
        return self._allow("token", address, TOKEN_REQUESTS)

    def token_answered(self, address: str, ok: bool) -> None:
        """Count refusals in a row; the tenth shuts the address out."""
        self._failures[address] = 0 if ok else self._failures[address] + 1
        if self._failures[address] >= FAILURES:
            self._failures[address] = 0
            self._shut_out[address] = self._clock.now() + SHUT_OUT_S

    def allow_stream(self, address: str) -> bool:
        return self._open[address] < OPEN_STREAMS and self._allow("stream", address, STREAMS)

    def stream_opened(self, address: str) -> None:
        self._open[address] += 1

    def stream_closed(self, address: str) -> None:
        self._open[address] -= 1

    def _allow(self, kind: str, address: str, limit: int) -> bool:
        recent, now = self._recent[kind, address], self._clock.now()
        while recent and recent[0] <= now - WINDOW_S:
            recent.popleft()
        if len(recent) >= limit:
            return False
        recent.append(now)
        return True
