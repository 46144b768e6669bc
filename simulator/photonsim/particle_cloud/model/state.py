"""The whole state of a cloud, put together."""

from __future__ import annotations

from photonsim.clock import HouseClock
from photonsim.http import HouseHttp
from photonsim.particle_cloud.model.clients import Clients
from photonsim.particle_cloud.model.events import Events
from photonsim.particle_cloud.model.fleet import Fleet
from photonsim.particle_cloud.model.operations import Operations
from photonsim.particle_cloud.model.store import Store
from photonsim.particle_cloud.model.tokens import Tokens
from photonsim.particle_cloud.model.users import Users
from photonsim.particle_cloud.settings import CloudFaults, CloudSettings
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

    def close(self) -> None:
        """End the streams and save what is saved only now and then."""
        self.events.drop_streams()
        self.operations.save()
        self.store.close()
