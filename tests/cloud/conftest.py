"""A handler of its own for each test, as AWS would have just started it, before a scripted Particle cloud."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import requests

from photonlink.aws import make_handler
from photonlink.logs import logger
from photonlink.store import MemoryStore

from .messages import check
from .stand_in import GATEWAY, LWA, PARTICLE, Context, InOrder, StandIn, StillClock

ENVIRON = {
    "PARTICLE_API_URL": PARTICLE,
    "PHOTONLINK_STORE": "memory",
    "LWA_TOKEN_URL": LWA,
    "ALEXA_EVENT_GATEWAY": GATEWAY,
    "ALEXA_CLIENT_ID": "amzn1.application-oa2-client.0123456789abcdef",
    "ALEXA_CLIENT_SECRET": "messaging-secret",
}

Say = Callable[[Any], dict[str, Any]]


@pytest.fixture
def particle() -> StandIn:
    return StandIn()


@pytest.fixture
def clock() -> StillClock:
    return StillClock()


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore()


@pytest.fixture
def session(particle: StandIn) -> requests.Session:
    session = requests.Session()
    session.mount("https://", particle)
    return session


@pytest.fixture
def say(session: requests.Session, clock: StillClock, store: MemoryStore) -> Say:
    """Hand a directive to the handler; each answer is checked against Amazon's rules."""
    handler = make_handler(ENVIRON, session=session, clock=clock, executor=InOrder, store=store)

    def ask(event: Any) -> dict[str, Any]:
        answer = handler(event, Context())
        check(answer)
        return answer

    return ask


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    """What is logged, as records."""
    logger.addHandler(caplog.handler)
    logger.setLevel(logging.DEBUG)
    yield caplog
    logger.removeHandler(caplog.handler)
