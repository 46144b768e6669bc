"""How long the handler makes people wait; compared within one run, best of several, since machines are shared."""

from __future__ import annotations

import statistics
import subprocess
import sys
import threading
import time
from typing import Any

import pytest
import requests

from photonlink.aws import make_handler

from .conftest import ENVIRON
from .messages import directive, discover
from .stand_in import Call, Context, StandIn, device, pack

pytestmark = pytest.mark.slow


def import_seconds(module: str) -> float:
    code = f"import time; t = time.perf_counter(); import {module}; print(time.perf_counter() - t)"
    return float(subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout)


def test_importing_the_handler_takes_at_most_1_3_times_as_long_as_requests() -> None:
    pairs = [(import_seconds("photonlink.aws"), import_seconds("requests")) for _ in range(9)]
    assert min(ours for ours, _ in pairs) <= 1.3 * min(theirs for _, theirs in pairs)


def test_the_handlers_own_part_of_a_directive_is_below_a_fifth_of_a_millisecond(
    session: requests.Session, particle: StandIn
) -> None:
    particle.function(pack(40))
    inside = 0.0
    request = session.request

    def timed(*args: Any, **kwargs: Any) -> requests.Response:
        nonlocal inside
        began = time.perf_counter()
        response = request(*args, **kwargs)
        inside += time.perf_counter() - began
        return response

    session.request = timed  # type: ignore[method-assign]
    handler = make_handler({**ENVIRON, "LOG_LEVEL": "WARNING"}, session=session)
    event, context = directive("Alexa.BrightnessController", "SetBrightness", {"brightness": 40}), Context()
    own = []
    for _ in range(500):
        inside, began = 0.0, time.perf_counter()
        handler(event, context)
        own.append(time.perf_counter() - began - inside)
    assert statistics.median(own) < 0.0002


def test_fifty_photons_are_discovered_in_a_second_by_a_cloud_that_takes_a_tenth(
    session: requests.Session, particle: StandIn
) -> None:
    ids = [f"{number:024x}" for number in range(50)]
    never = threading.Event()

    def slowly(body: object) -> Any:
        def answer(call: Call) -> tuple[int, object]:
            never.wait(0.1)
            return 200, body

        return answer

    particle.script["GET", "/v1/devices"] = slowly([device(each) for each in ids])
    for each in ids:
        particle.script["GET", f"/v1/devices/{each}/lights"] = slowly(
            {"result": '[1,["kitchen","kitchen light","d"]]'}
        )
    handler = make_handler({**ENVIRON, "LOG_LEVEL": "ERROR"}, session=session)
    began = time.perf_counter()
    answer = handler(discover(), Context())
    assert time.perf_counter() - began < 1.0
    assert len(answer["event"]["payload"]["endpoints"]) == 50
