"""A317: a discovery that declares nothing to be retrievable."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from photonsim.faults._code import OtherCode


def _not_retrievable(event: Any, run: Callable[[], Any]) -> Any:
    del event
    answer = run()
    for endpoint in answer["event"]["payload"].get("endpoints", ()):
        for capability in endpoint["capabilities"]:
            if "properties" in capability:
                capability["properties"]["retrievable"] = False
    return answer


FAULT = OtherCode("A317", "lights declare that their state cannot be asked for", _not_retrievable)
