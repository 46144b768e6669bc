"""How long the handler makes people wait; best of several, since machines are shared."""

from __future__ import annotations

import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from typing import Any

import requests

from photonlink.aws import make_handler
from tests.cloud.conftest import ENVIRON
from tests.cloud.conftest import particle as particle
from tests.cloud.conftest import session as session
from tests.cloud.messages import directive, discover
from tests.cloud.stand_in import Call, Context, StandIn, device, pack

Report = Callable[[str, str], None]


def import_seconds(module: str) -> float:
    code = f"import time; t = time.perf_counter(); import {module}; print(time.perf_counter() - t)"
    return float(subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout)


def test_importing_the_handler_beside_requests(report: Report) -> None:
    pairs = [(import_seconds("photonlink.aws"), import_seconds("requests")) for _ in range(9)]
    ours, theirs = min(ours for ours, _ in pairs), min(theirs for _, theirs in pairs)
    report("importing the handler / importing requests (goal: at most 1.3)", f"{ours / theirs:.2f}")


def test_the_handlers_own_part_of_a_directive(
    report: Report, session: requests.Session, particle: StandIn
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
    report("handler's own time for a directive (goal: 0.2 ms)", f"{statistics.median(own) * 1000:.3f} ms")


def test_discovery_of_fifty_photons(report: Report, session: requests.Session, particle: StandIn) -> None:
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
    took = time.perf_counter() - began
    report("discovery of 50 Photons, the cloud takes 100 ms an answer (goal: 1 s)", f"{took:.2f} s")
    assert len(answer["event"]["payload"]["endpoints"]) == 50
