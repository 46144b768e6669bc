"""Login with Amazon (LWA): tokens for the event gateway, from the code of an AcceptGrant or a refresh token."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

import requests

from photonlink.alexa.reports.errors import GrantError, GrantGone
from photonlink.clock import Clock, Deadline
from photonlink.logs import redact
from photonlink.settings import Settings


class Tokens(NamedTuple):
    """An access token with its end (Unix seconds), and the refresh token for the next."""

    access: str
    refresh: str
    expires: float

    def __repr__(self) -> str:
        """Without the tokens."""
        return f"Tokens(expires={self.expires})"


class LoginWithAmazon:
    """The token endpoint, for the skill's messaging client."""

    def __init__(self, settings: Settings, session: requests.Session, clock: Clock) -> None:
        self._settings, self._session, self._clock = settings, session, clock

    def exchange(self, code: str, deadline: Deadline) -> Tokens:
        """Tokens for a code, which works once. Raises GrantError."""
        try:
            return self._tokens({"grant_type": "authorization_code", "code": code}, deadline)
        except GrantGone as error:
            raise GrantError(str(error)) from error

    def refresh(self, tokens: Tokens, deadline: Deadline) -> Tokens:
        """Newer tokens. Raises GrantGone if there will never be any again, else GrantError."""
        return self._tokens({"grant_type": "refresh_token", "refresh_token": tokens.refresh}, deadline)

    def _tokens(self, grant: Mapping[str, str], deadline: Deadline) -> Tokens:
        url = self._settings.lwa_token_url
        client = {
            "client_id": self._settings.alexa_client_id,
            "client_secret": self._settings.alexa_client_secret,
        }
        timeout = max(0.1, deadline.remaining())
        try:
            response = self._session.post(
                url, data={**grant, **client}, timeout=timeout, allow_redirects=False
            )
        except requests.RequestException as error:
            raise GrantError(f"no answer from {url}: {type(error).__name__}") from None
        answer = json_object(response.content)
        if response.status_code != 200:
            code, words = answer.get("error", ""), answer.get("error_description", "no explanation")
            kind = GrantGone if code == "invalid_grant" else GrantError
            raise kind(
                f"{url} answered {response.status_code} {code!s:.60}: {redact(str(words))[:200]}. With invalid_client, compare "
                "ALEXA_CLIENT_ID and ALEXA_CLIENT_SECRET with the skill's Permissions page"
            )
        access, refresh, life = (answer.get(name) for name in ("access_token", "refresh_token", "expires_in"))
        if not (isinstance(access, str) and isinstance(refresh, str) and isinstance(life, int | float)):
            raise GrantError(f"{url} answered 200 without its tokens and their life")
        return Tokens(access, refresh, self._clock.now() + life)


def json_object(body: bytes) -> Mapping[str, Any]:
    """The JSON object in a body; an empty one if there is none."""
    try:
        content = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return content if isinstance(content, Mapping) else {}
