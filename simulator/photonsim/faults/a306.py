"""A306: a handler that knows no AcceptGrant, as those written for version 2 do not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from photonsim.faults._code import OtherCode


def _without_accept_grant(event: Any, run: Callable[[], Any]) -> Any:
    if "endpoint" not in event["directive"] and event["directive"]["header"]["name"] != "Discover":
        raise KeyError("endpoint")
    return run()


FAULT = OtherCode("A306", "the handler raises at AcceptGrant", _without_accept_grant, breaks_linking=True)
