"""The whole state of a cloud, put together."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine

from photonsim.clock import HouseClock
from photonsim.http import HouseHttp
from photonsim.particle_cloud.builds import Builder
from photonsim.particle_cloud.model.binaries import Binaries
from photonsim.particle_cloud.model.clients import Clients
from photonsim.particle_cloud.model.events import Events
from photonsim.particle_cloud.model.fleet import Fleet
from photonsim.particle_cloud.model.limits import RateLimits
from photonsim.particle_cloud.model.operations import Operations
from photonsim.particle_cloud.model.store import Store
from photonsim.particle_cloud.model.tokens import Tokens
from photonsim.particle_cloud.model.users import Users
from photonsim.particle_cloud.model.webhooks import Webhooks
from photonsim.particle_cloud.settings import CloudFaults, CloudSettings
from photonsim.particle_cloud.webhooks.sender import WebhookSender
from photonsim.trace import Trace


class CloudState:
    """Everything that the endpoints work on. Raises StateUnusable when the state file can't be used."""

    def __init__(self, clock: HouseClock, trace: Trace, http: HouseHttp, settings: CloudSettings) -> None:
        self.clock, self.trace, self.settings = clock, trace, settings
        self.faults = CloudFaults()
        self.store = Store(settings.state)
        self.users = Users(self.store, clock, settings.password_cost)
        self.clients = Clients(self.store)
        self.tokens = Tokens(self.store, clock, trace, settings)
        self.operations = Operations(self.store, clock, settings.data_operations)
        self.events = Events(clock, trace, self.operations, self.faults, settings.stream_backlog)
        self.fleet = Fleet(self.store, clock, self.events, self.operations, settings)
        self.limits = RateLimits(clock)
        self.binaries = Binaries(clock)
        self.builder: Builder | None = None
        self.webhooks = Webhooks(self.store, clock)
        self.sender = WebhookSender(
            clock,
            trace,
            http,
            settings,
            webhooks=self.webhooks,
            events=self.events,
            fleet=self.fleet,
            operations=self.operations,
        )
        self._tasks: set[asyncio.Task[None]] = set()

    def background(self, work: Coroutine[None, None, None]) -> None:
        """Go on with `work` after the request that asked for it has been answered."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def close(self) -> None:
        """End the streams and save what is saved only now and then."""
        self.events.drop_streams()
        self.operations.save()
        self.store.close()
