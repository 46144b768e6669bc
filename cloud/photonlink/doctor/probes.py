"""Harmless requests to running endpoints: each is announced before it is made, and made once."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import requests

from photonlink.doctor.verdict import NotKnown

#: Longer than Alexa waits for a token endpoint (4.5 s) and for a directive (8 s): the time itself is a finding.
TIMEOUT_S = 10.0


class Reply(NamedTuple):
    """What came back. `seconds` until the whole answer was there; `body` parsed JSON, or None."""

    status: int
    text: str
    seconds: float
    headers: Mapping[str, str]

    @property
    def body(self) -> Any:
        """The answer as JSON; None where it is none."""
        try:
            return json.loads(self.text)
        except (ValueError, RecursionError):
            return None

    @property
    def error(self) -> tuple[str, str]:
        """`error` and `error_description` of an OAuth answer, empty where they are missing."""
        body = self.body
        if not isinstance(body, dict):
            return "", ""
        return str(body.get("error", "")), str(body.get("error_description", ""))

    @property
    def shown(self) -> str:
        """Status and the beginning of the text, for evidence."""
        return f"{self.status} {' '.join(self.text.split())[:160]}".strip()


class NoAnswer(NotKnown):
    """Somebody is there, and has not answered within TIMEOUT_S."""


class Probes:
    """Requests of one examination. `announce` is told in words what is asked before it is asked."""

    def __init__(
        self,
        session: requests.Session | None = None,
        *,
        offline: bool = False,
        announce: Callable[[str], None] = lambda text: None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._session = session or requests.Session()
        self.offline = offline
        self._announce, self._clock = announce, clock
        self._known: dict[tuple[object, ...], Reply | NotKnown] = {}

    def ask(
        self,
        why: str,
        method: str,
        url: str,
        *,
        after: tuple[str, ...] = (),
        **options: Any,
    ) -> Reply:
        """One request, never followed by redirects; the same one again costs nothing.

        Raises NotKnown with `after` as the codes that would explain why there is no answer.
        """
        if self.offline:
            raise NotKnown("not asked: --offline")
        key = (method, url, repr(sorted(options.items())))
        if key not in self._known:
            self._announce(f"{why}: {method} {url.split('?')[0]}")
            self._known[key] = self._request(method, url, options, after)
        known = self._known[key]
        if isinstance(known, NotKnown):
            raise known
        return known

    def change(self, what: str, method: str, url: str, *, shown: str = "", **options: Any) -> Reply:
        """One request that changes something, announced like the others and never remembered. Raises NotKnown.

        `shown` stands for the address where that holds a secret.
        """
        if self.offline:
            raise NotKnown("nothing is changed with --offline")
        self._announce(f"{what}: {method} {shown or url.split('?')[0]}")
        reply = self._request(method, url, options, ())
        if isinstance(reply, NotKnown):
            raise NotKnown(reply.reason.replace(url.split("?")[0], shown or url.split("?")[0]), reply.after)
        if not 200 <= reply.status < 300:
            raise NotKnown(f"the answer was {reply.shown}")
        return reply

    def _request(
        self, method: str, url: str, options: dict[str, Any], after: tuple[str, ...]
    ) -> Reply | NotKnown:
        began = self._clock()
        host = url.split("?")[0]
        try:
            answer = self._session.request(method, url, timeout=TIMEOUT_S, allow_redirects=False, **options)
        except requests.Timeout:
            return NoAnswer(f"{host} does not answer within {TIMEOUT_S:.0f} s", after)
        except requests.RequestException as error:
            return NotKnown(f"{host} cannot be reached ({type(error).__name__})", after)
        return Reply(answer.status_code, answer.text, self._clock() - began, dict(answer.headers))
