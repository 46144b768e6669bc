"""OAuth clients, and what each type of client may do."""

from __future__ import annotations

import hmac
import re
import secrets
from dataclasses import dataclass
from typing import Literal

from photonsim.particle_cloud.exceptions import Invalid, NoSuchClient
from photonsim.particle_cloud.model.ids import new_token
from photonsim.particle_cloud.model.store import Store

ClientType = Literal["web", "installed"]

MFA_OTP = "urn:custom:mfa-otp"

#: Grants of each type of client. A "web" client (what Alexa and IFTTT are) never sees a password, and only
#: it has a redirect URI to send a code to.
GRANTS: dict[str, frozenset[str]] = {
    "web": frozenset({"authorization_code", "refresh_token", "client_credentials"}),
    "installed": frozenset({"password", "refresh_token", "client_credentials", MFA_OTP}),
}

#: Client ids that end-user tools have built in, with the secret they send (particle-api-js 12, particle-cli).
BUILT_IN = {
    "particle": "particle",
    "particle-cli": "particle-cli",
    "particle-api": "particle-api",
    "spark": "spark",
    "spark-cli": "spark-cli",
}
#: Built in as well, but sent with a placeholder for a secret (particle-cli 3.43, src/lib/api-client.js): the
#: real cloud takes any. "user" marks tokens that `particle token create` made.
PUBLIC = ("CLI2", "CLI", "user", "spark-ide")


@dataclass
class OAuthClient:
    """A registered application. `redirect_uri` is one URI, compared character by character."""

    id: str
    name: str
    type: str
    secret: str | None
    owner_id: str | None = None
    redirect_uri: str | None = None
    scope: str | None = None

    @property
    def built_in(self) -> bool:
        return self.owner_id is None

    def allows(self, grant_type: str) -> bool:
        return grant_type in GRANTS[self.type]

    def allows_scope(self, scope: str | None) -> bool:
        """A client made without a scope takes any; one made with a scope takes only words of it."""
        return self.scope is None or set((scope or "").split()) <= set(self.scope.split())


class Clients:
    """The built-in clients and those that accounts have made."""

    def __init__(self, store: Store) -> None:
        self._table = store.table("clients", OAuthClient, key=lambda client: client.id)
        known: dict[str, str | None] = {**BUILT_IN, **dict.fromkeys(PUBLIC)}
        self._built_in = {id: OAuthClient(id, id, "installed", secret) for id, secret in known.items()}

    def get(self, client_id: str) -> OAuthClient | None:
        return self._built_in.get(client_id) or self._table.get(client_id)

    def authenticate(self, client_id: str, secret: str) -> OAuthClient | None:
        """The client, when its secret is right."""
        client = self.get(client_id)
        if client is None:
            return None
        if client.secret is None:
            return client
        return client if hmac.compare_digest(client.secret.encode(), secret.encode()) else None

    def owned_by(self, owner_id: str) -> list[OAuthClient]:
        return [client for client in self._table if client.owner_id == owner_id]

    def create(
        self, owner_id: str, name: str, type: str, redirect_uri: str | None, scope: str | None
    ) -> OAuthClient:
        """Raises Invalid for an unknown type, no name, or a web client without a redirect URI."""
        if not name.strip():
            raise Invalid("name is required")
        if type not in GRANTS:
            raise Invalid('type must be "web" or "installed"')
        if type == "web" and not redirect_uri:
            raise Invalid("redirect_uri is required for a client of type web")
        return self._table.put(
            OAuthClient(
                id=self._free_id(name),
                name=name,
                type=type,
                secret=new_token(),
                owner_id=owner_id,
                redirect_uri=redirect_uri or None,
                scope=scope or None,
            )
        )

    def owned(self, owner_id: str, client_id: str) -> OAuthClient:
        """Raises NoSuchClient, for another account's client too."""
        client = self._table.get(client_id)
        if client is None or client.owner_id != owner_id:
            raise NoSuchClient(client_id)
        return client

    def update(self, client: OAuthClient, *, name: str | None = None, scope: str | None = None) -> None:
        """Name and scope only: the redirect URI of a client never changes."""
        client.name = name or client.name
        client.scope = client.scope if scope is None else scope or None
        self._table.put(client)

    def remove(self, client: OAuthClient) -> None:
        self._table.remove(client.id)

    def _free_id(self, name: str) -> str:
        """The name in lower case with dashes, and a number of 1 to 4 digits; at most 40 characters."""
        stem = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:35].rstrip("-") or "client"
        free = (f"{stem}-{secrets.randbelow(9999) + 1}" for _ in range(1000))
        found = next((id for id in free if self.get(id) is None), None)
        if found is None:
            raise Invalid("too many clients of this name")
        return found
