"""A310: answers with times as a library prints them, with six digits of a second."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from photonsim.faults._code import OtherCode


def _microseconds(event: Any, run: Callable[[], Any]) -> Any:
    del event
    answer = run()
    for item in answer.get("context", {}).get("properties", ()):
        item["timeOfSample"] = item["timeOfSample"].replace("Z", "").partition(".")[0] + ".123456Z"
    return answer


FAULT = OtherCode("A310", "answers have times with six digits of a second", _microseconds)
