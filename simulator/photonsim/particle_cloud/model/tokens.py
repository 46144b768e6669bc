"""Access tokens, refresh tokens, authorization codes, and the tokens between a password and its one-time code."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from photonsim.clock import HouseClock
from photonsim.particle_cloud.model.ids import new_token
from photonsim.particle_cloud.model.store import Store, Table
from photonsim.particle_cloud.settings import CloudSettings
from photonsim.trace import Trace

#: Wrong one-time codes after which the login has to begin again.
MFA_ATTEMPTS = 5


@dataclass
class Credential:
    """40 hex digits that stand for an account. `expires_at` in Unix seconds; None: never."""

    token: str
    user_id: str
    client_id: str
    expires_at: float | None
    scope: str | None = None

    def expired(self, now: float) -> bool:
        return self.expires_at is not None and self.expires_at < now


@dataclass
class MfaToken(Credential):
    """A password was right and the one-time code is still missing; `expires_in` is what was asked for."""

    expires_in: int | None = None
    failures: int = 0


@dataclass(frozen=True)
class Issued:
    """The answer to a token request; `expires_in` in seconds, 0 for a token that never expires."""

    access_token: str
    expires_in: int
    refresh_token: str | None
    scope: str | None


class Tokens:
    """All tokens and codes of all accounts."""

    def __init__(self, store: Store, clock: HouseClock, trace: Trace, settings: CloudSettings) -> None:
        self._store, self._clock, self._trace, self._settings = store, clock, trace, settings

        def table(name: str) -> Table[Credential]:
            return store.table(name, Credential, key=lambda item: item.token)

        self._access = table("access_tokens")
        self._refresh = table("refresh_tokens")
        self._codes = table("codes")
        self._mfa = store.table("mfa_tokens", MfaToken, key=lambda item: item.token)
        for saved in (*self._access, *self._refresh):
            trace.secret(saved.token)

    # -- issuing ---------------------------------------------------------------------------------

    def issue(self, user_id: str, client_id: str, scope: str | None, expires_in: int | None) -> Issued:
        """A new access token and its refresh token. `expires_in` 0: never expires, and nothing refreshes it."""
        life = self._settings.access_token_lifetime if expires_in is None else expires_in
        with self._store.transaction():
            access = self.create(user_id, client_id, life or None, scope)
            refresh = None
            if life:
                refresh_life = life + self._settings.refresh_token_extra
                refresh = self._new(self._refresh, user_id, client_id, refresh_life, scope)
        return Issued(access.token, life, refresh.token if refresh else None, scope)

    def create(
        self, user_id: str, client_id: str, lifetime: float | None, scope: str | None = None
    ) -> Credential:
        """An access token alone; `lifetime` in seconds, None: never expires."""
        return self._new(self._access, user_id, client_id, lifetime, scope)

    def new_code(self, user_id: str, client_id: str, scope: str | None) -> str:
        """An authorization code; those that nobody fetched are forgotten on the way."""
        for old in self._codes:
            if old.expired(self._clock.now() - 86_400):
                self._codes.remove(old.token)
        return self._new(self._codes, user_id, client_id, self._settings.code_lifetime, scope).token

    def new_mfa_token(self, user_id: str, client_id: str, scope: str | None, expires_in: int | None) -> str:
        expires_at = self._clock.now() + self._settings.login_lifetime
        item = MfaToken(new_token(), user_id, client_id, expires_at, scope, expires_in)
        self._trace.secret(item.token)
        return self._mfa.put(item).token

    def _new(
        self,
        table: Table[Credential],
        user_id: str,
        client_id: str,
        lifetime: float | None,
        scope: str | None,
    ) -> Credential:
        expires_at = None if lifetime is None else self._clock.now() + lifetime
        item = Credential(new_token(), user_id, client_id, expires_at, scope)
        self._trace.secret(item.token)
        return table.put(item)

    # -- looking up ------------------------------------------------------------------------------

    def access(self, token: str) -> Credential | None:
        return self._access.get(token)

    def refresh(self, token: str) -> Credential | None:
        return self._refresh.get(token)

    def code(self, code: str) -> Credential | None:
        return self._codes.get(code)

    def mfa(self, token: str) -> MfaToken | None:
        found = self._mfa.get(token)
        return None if found is None or found.expired(self._clock.now()) else found

    def access_of(self, user_id: str) -> list[Credential]:
        """The account's access tokens, oldest first, expired ones included."""
        return [item for item in self._access if item.user_id == user_id]

    # -- taking back -----------------------------------------------------------------------------

    def revoke(self, token: str) -> bool:
        """Take back an access token; whether there was one."""
        return self._access.remove(token) is not None

    def use_refresh(self, token: str) -> None:
        self._refresh.remove(token)

    def use_code(self, code: str) -> None:
        self._codes.remove(code)

    def use_mfa(self, token: str) -> None:
        self._mfa.remove(token)

    def mfa_failed(self, item: MfaToken) -> None:
        """Count a wrong one-time code; after five the login begins again."""
        item.failures += 1
        if item.failures >= MFA_ATTEMPTS:
            self._mfa.remove(item.token)
        else:
            self._mfa.put(item)

    def revoke_client(self, client_id: str) -> None:
        """Take back everything that a client was given."""
        self._revoke(lambda item: item.client_id == client_id)

    def revoke_user(self, user_id: str) -> None:
        """Sign an account out everywhere."""
        self._revoke(lambda item: item.user_id == user_id)

    def _revoke(self, doomed: Callable[[Credential], bool]) -> None:
        with self._store.transaction():
            for table in (self._access, self._refresh, self._codes):
                for item in table:
                    if doomed(item):
                        table.remove(item.token)
