"""Grants: what lets us send events to Alexa in the name of one user.

A grant belongs to a Particle account, by its name. Login with Amazon (LWA) gives it for the code of an
AcceptGrant directive and the skill's messaging client.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

import requests

from photonlink.clock import Clock, Deadline
from photonlink.particle.client import ParticleClient
from photonlink.settings import Settings
from photonlink.store import Store, StoreError

#: The kind under which grants are stored, by the account's name.
GRANTS = "grant"


class GrantError(Exception):
    """No grant could be had or kept; the text says why and what to do, without secrets."""


class Grant(NamedTuple):
    """An account's LWA tokens; `expires` (Unix seconds) is the access token's end."""

    access_token: str
    refresh_token: str
    expires: float

    def __repr__(self) -> str:
        """Without the tokens."""
        return f"Grant(expires={self.expires})"

    def dump(self) -> str:
        """As a text for the store."""
        return json.dumps(
            {"access": self.access_token, "refresh": self.refresh_token, "expires": self.expires}
        )

    @classmethod
    def load(cls, text: str) -> Grant:
        """The inverse of `dump`."""
        members = json.loads(text)
        return cls(members["access"], members["refresh"], members["expires"])


class Grants:
    """Exchanges codes for grants and keeps them."""

    def __init__(
        self,
        settings: Settings,
        session: requests.Session,
        particle: ParticleClient,
        store: Store,
        clock: Clock,
    ) -> None:
        self._settings, self._session, self._particle = settings, session, particle
        self._store, self._clock = store, clock

    def accept(self, particle_token: str, code: str, deadline: Deadline) -> Grant:
        """Exchange the code and store the grant for the token's account.

        Raises GrantError, and ParticleError when the account cannot be had.
        """
        if not self._settings.alexa_client_id:
            raise GrantError(
                "the Lambda's environment has no ALEXA_CLIENT_ID and ALEXA_CLIENT_SECRET. Copy them from the skill's "
                "Permissions page (Alexa Skill Messaging), or switch 'Send Alexa Events' off there"
            )
        # The account first: a code works once, and must not be spent on an account that cannot be named.
        account = self._particle.user_name(particle_token, deadline)
        grant = self._exchange(code, deadline)
        try:
            self._store.save(GRANTS, {account: grant.dump()})
        except StoreError as error:
            raise GrantError(str(error)) from error
        return grant

    def _exchange(self, code: str, deadline: Deadline) -> Grant:
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "client_id": self._settings.alexa_client_id,
            "client_secret": self._settings.alexa_client_secret,
        }
        try:
            response = self._session.post(
                self._settings.lwa_token_url,
                data=form,
                timeout=max(0.1, deadline.remaining()),
                allow_redirects=False,
            )
        except requests.RequestException as error:
            raise GrantError(
                f"no answer from {self._settings.lwa_token_url}: {type(error).__name__}"
            ) from None
        answer = _object(response.content)
        if response.status_code != 200:
            raise GrantError(
                f"{self._settings.lwa_token_url} answered {response.status_code} {answer.get('error', '')!s:.60}: "
                f"{answer.get('error_description', 'no explanation')!s:.200}. With invalid_client, compare "
                "ALEXA_CLIENT_ID and ALEXA_CLIENT_SECRET with the skill's Permissions page"
            )
        access, refresh, life = (answer.get(name) for name in ("access_token", "refresh_token", "expires_in"))
        if not (isinstance(access, str) and isinstance(refresh, str) and isinstance(life, int | float)):
            raise GrantError(f"{self._settings.lwa_token_url} answered 200 without its tokens and their life")
        return Grant(access, refresh, self._clock.now() + life)


def _object(body: bytes) -> Mapping[str, Any]:
    try:
        content = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return content if isinstance(content, Mapping) else {}
