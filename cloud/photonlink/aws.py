"""The entry points on AWS Lambda, and the factory that makes them anywhere else.

What is imported from here is paid for by every cold start. That is why values are NamedTuples in the handler's
part (dataclasses cost 14 ms on top of 73 ms for `requests`), and why SQLite and thread pools are imported where
they are used.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from photonlink import logs
from photonlink.alexa.grants import Grants
from photonlink.alexa.routing import answer
from photonlink.alexa.services import Services
from photonlink.alexa.v3.registry import answers
from photonlink.clock import Clock, Deadline, LambdaContext, SystemClock
from photonlink.operations import Lights
from photonlink.particle.client import ParticleClient, new_session
from photonlink.settings import Settings
from photonlink.store import Store, open_store

if TYPE_CHECKING:
    from concurrent.futures import Executor

    import requests

Handler = Callable[[Any, LambdaContext], dict[str, Any]]

#: How many devices are asked at a time in a discovery, and how many connections are kept.
WORKERS = 16


def handler(event: Any, context: LambdaContext) -> dict[str, Any]:
    """AWS's entry point for all that Alexa sends: `photonlink.aws.handler`."""
    return _from_environment()(event, context)


def make_handler(
    environ: Mapping[str, str],
    *,
    session: requests.Session | None = None,
    clock: Clock | None = None,
    executor: Callable[[], Executor] | None = None,
    store: Store | None = None,
) -> Handler:
    """A handler configured by `environ` alone; the other arguments put parts in the place of the usual ones.

    Raises SettingsError. The handler itself never raises, whatever the event.
    """
    settings = Settings.from_environ(environ)
    logs.configure(settings.log_level)
    clock = clock or SystemClock()
    session = session or new_session(WORKERS)
    store = store or open_store(settings.store)
    client = ParticleClient(session, settings.particle_api_url, clock)
    services = Services(
        lights=Lights(client, store, executor or _threads, clock),
        grants=Grants(settings, session, client, store, clock),
        skill_id=settings.skill_id,
    )
    answers()  # finds and imports the capabilities now: part of the start, not of the first answer

    def handle(event: Any, context: LambdaContext) -> dict[str, Any]:
        return answer(services, event, Deadline.of_invocation(clock, context))

    return handle


@cache
def _from_environment() -> Handler:
    return make_handler(os.environ)


def _threads() -> Executor:
    from concurrent.futures import ThreadPoolExecutor  # here, since only a discovery needs it

    return ThreadPoolExecutor(WORKERS)
