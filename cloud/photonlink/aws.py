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
from photonlink.alexa.routing import answer
from photonlink.alexa.services import Services
from photonlink.alexa.v3.registry import answers
from photonlink.clock import Clock, Deadline, LambdaContext, SystemClock
from photonlink.connections import new_session
from photonlink.operations import Lights
from photonlink.particle.client import ParticleClient
from photonlink.settings import Settings
from photonlink.store import Store, open_store

if TYPE_CHECKING:
    from concurrent.futures import Executor

    import requests

    from photonlink.afterwards import Later
    from photonlink.alexa.reports.grants import Grants

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
    later: Later | None = None,
) -> Handler:
    """A handler configured by `environ` alone; the other arguments put parts in the place of the usual ones.

    Raises SettingsError. The handler itself never raises, whatever the event.
    """
    settings = Settings.from_environ(environ)
    logs.configure(settings.log_level)
    clock = clock or SystemClock()
    session = session or new_session(WORKERS)
    store = store or open_store(settings.store, settings.kms_key)
    client = _particle_client(settings, session, clock)

    def grants() -> Grants:
        from photonlink.afterwards import later_by
        from photonlink.alexa.reports.accounts import Accounts
        from photonlink.alexa.reports.grants import Grants
        from photonlink.alexa.reports.lwa import LoginWithAmazon

        lwa = LoginWithAmazon(settings, session, clock)
        return Grants(settings, client, lwa, Accounts(store), later or later_by(environ))

    services = Services(
        lights=Lights(client, store, executor or _threads, clock, settings.profiles),
        grants=grants,
        reports_changes=settings.reports_changes,
        skill_id=settings.skill_id,
        scenes=settings.scenes,
    )
    answers()  # finds and imports the capabilities now: part of the start, not of the first answer

    def handle(event: Any, context: LambdaContext) -> dict[str, Any]:
        return answer(services, event, Deadline.of_invocation(clock, context))

    return handle


def webhook_handler(event: Any, context: LambdaContext) -> dict[str, Any]:
    """AWS's entry point for Particle's webhooks: `photonlink.aws.webhook_handler`, behind a function URL."""
    return _webhook_from_environment()(event, context)


def make_webhook_handler(
    environ: Mapping[str, str],
    *,
    session: requests.Session | None = None,
    clock: Clock | None = None,
    executor: Callable[[], Executor] | None = None,
    store: Store | None = None,
) -> Handler:
    """A webhook handler configured by `environ` alone; the other arguments are as for `make_handler`.

    Raises SettingsError. The handler itself never raises, whatever the event.
    """
    from photonlink.alexa.reports.accounts import Accounts
    from photonlink.alexa.reports.gateway import EventGateway
    from photonlink.alexa.reports.lwa import LoginWithAmazon
    from photonlink.alexa.reports.webhook import Webhook

    settings = Settings.from_environ(environ)
    logs.configure(settings.log_level)
    clock = clock or SystemClock()
    session = session or new_session(WORKERS)
    store = store or open_store(settings.store, settings.kms_key)
    accounts, lwa = Accounts(store), LoginWithAmazon(settings, session, clock)
    gateway = EventGateway(settings, session, lwa, accounts, clock)
    webhook = Webhook(accounts, gateway, store, executor or _threads, clock)

    def handle(event: Any, context: LambdaContext) -> dict[str, Any]:
        return webhook.answer(event, Deadline.of_invocation(clock, context))

    return handle


def _particle_client(settings: Settings, session: requests.Session, clock: Clock) -> ParticleClient:
    if settings.shared_particle_token:
        from photonlink.particle.shared import SharedAccountClient

        return SharedAccountClient(session, settings.particle_api_url, clock, settings.shared_particle_token)
    return ParticleClient(session, settings.particle_api_url, clock)


@cache
def _webhook_from_environment() -> Handler:
    return make_webhook_handler(os.environ)


@cache
def _from_environment() -> Handler:
    return make_handler(os.environ)


def _threads() -> Executor:
    from concurrent.futures import ThreadPoolExecutor  # here, since only a discovery needs it

    return ThreadPoolExecutor(WORKERS)
