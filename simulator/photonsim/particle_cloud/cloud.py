"""The simulated Particle cloud, as the other parts of a house use it."""

from __future__ import annotations

from photonsim.clock import HouseClock
from photonsim.http import HouseHttp
from photonsim.particle_cloud.app import make_app
from photonsim.particle_cloud.builds import Builder
from photonsim.particle_cloud.exceptions import Invalid
from photonsim.particle_cloud.model.clients import OAuthClient
from photonsim.particle_cloud.model.state import CloudState
from photonsim.particle_cloud.model.users import User
from photonsim.particle_cloud.observations import Observer
from photonsim.particle_cloud.settings import CloudFaults, CloudSettings
from photonsim.ports import DeviceEvent, DeviceSession
from photonsim.trace import Trace


class ParticleCloud:
    """Accounts, devices, events and OAuth behind one ASGI application; a `ports.DeviceCloud` for devices.

    Raises StateUnusable when `settings.state` names a file that can't be used.
    """

    def __init__(
        self,
        clock: HouseClock,
        trace: Trace,
        http: HouseHttp,
        settings: CloudSettings = CloudSettings(),  # noqa: B008 (frozen)
        *,
        builder: Builder | None = None,
    ) -> None:
        """`builder` compiles firmware; without one the cloud says that its build service is not available."""
        self.state = CloudState(clock, trace, http, settings)
        self.state.builder = builder
        self.settings = settings
        self.app = make_app(self.state)

    @property
    def faults(self) -> CloudFaults:
        """What goes wrong on purpose; may be changed at any time."""
        return self.state.faults

    # -- for whoever sets a house up -------------------------------------------------------------

    def add_user(self, username: str, password: str) -> None:
        """Make an account; one that exists keeps its data and gets this password."""
        self.state.trace.secret(password)
        user = self.state.users.find(username)
        if user is None:
            self.state.users.add(username, password)
        elif not self.state.users.check_password(user, password):
            self.state.users.set_password(user, password)

    def add_device(self, device_id: str, name: str, owner: str | None, platform_id: int = 6) -> None:
        """Make a device known, owned by the account `owner` or by nobody; one that is known stays as it is.

        Raises Invalid for an id that is not 24 hex digits, or an owner without an account.
        """
        if len(device_id) != 24 or not set(device_id) <= set("0123456789abcdef"):
            raise Invalid(f"a device id has 24 lower-case hex digits, not {device_id!r}")
        owner_id = None if owner is None else self._user(owner).id
        self.state.fleet.add(device_id, name, owner_id, platform_id)

    def create_client(
        self, owner: str, name: str, type: str, redirect_uri: str | None = None, scope: str | None = None
    ) -> OAuthClient:
        """Register an OAuth client of an account. Raises Invalid, as the API does."""
        client = self.state.clients.create(self._user(owner).id, name, type, redirect_uri, scope)
        assert client.secret is not None
        self.state.trace.secret(client.secret)
        return client

    def create_token(self, username: str, lifetime: float | None = None, client_id: str = "particle") -> str:
        """An access token without a login; `lifetime` in seconds, None: it never expires."""
        return self.state.tokens.create(self._user(username).id, client_id, lifetime).token

    def revoke_token(self, token: str) -> None:
        """Take an access token back, as its owner can; one that is unknown is no error."""
        self.state.tokens.revoke(token)

    def observe(self, callback: Observer) -> None:
        """Be told of every function call, variable read and event, in this thread, as it happens."""
        self.state.fleet.observers.append(callback)
        self.state.events.observers.append(callback)

    def drop_streams(self) -> None:
        """End every open event stream, as a restart of the real cloud does."""
        self.state.events.drop_streams()

    def close(self) -> None:
        """End open streams and close the state file."""
        self.state.close()

    def _user(self, username: str) -> User:
        user = self.state.users.find(username)
        if user is None:
            raise Invalid(f"there is no Particle account {username!r}; add it first")
        return user

    # -- for devices (ports.DeviceCloud) ---------------------------------------------------------

    def connect(self, session: DeviceSession) -> None:
        """The handshake is done; the device is online."""
        self.state.fleet.connect(session)

    def disconnect(self, session: DeviceSession, *, graceful: bool, reason: str = "") -> None:
        """The connection ended: by a goodbye (offline at once), or by silence (offline once noticed)."""
        device = self.state.fleet.get(session.device_id)
        self.state.trace.record(
            "device",
            f"{device.name if device else session.device_id}: disconnected",
            device=session.device_id,
            reason=reason,
            graceful=graceful,
        )
        self.state.fleet.disconnect(session, graceful=graceful)

    def publish(self, session: DeviceSession, event: DeviceEvent) -> None:
        """An event from the device."""
        self.state.fleet.publish(session, event)

    def subscribe(self, session: DeviceSession) -> None:
        """The connected device asks for its account's events."""
        self.state.fleet.subscribe(session)
