"""A316: one light without a description, in an answer that is right otherwise."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from photonsim.faults._code import OtherCode


def _without_description(event: Any, run: Callable[[], Any]) -> Any:
    del event
    answer = run()
    endpoints = answer["event"]["payload"].get("endpoints")
    if endpoints:
        endpoints[-1]["description"] = ""
    return answer


FAULT = OtherCode(
    "A316", "one light in the answer to a discovery has an empty description", _without_description, True
)
