"""The token endpoint, `POST /oauth/token`.

The order of the checks, their words and headers are those of Particle's OAuth library (3.2.3, lib/grant.js),
which grew out of the npm package oauth2-server 2.4.1.
"""

from __future__ import annotations

import base64
import binascii
import math
import re
from datetime import UTC, datetime
from typing import Any

from starlette.responses import Response

from photonsim.particle_cloud.api.answers import answer
from photonsim.particle_cloud.api.body import Body
from photonsim.particle_cloud.api.endpoint import PublicCall, address_of
from photonsim.particle_cloud.oauth.errors import NO_STORE, OAuthError
from photonsim.particle_cloud.oauth.grants import GRANTS, TokenRequest

_CLIENT_ID = re.compile(r"[a-z0-9\-_]{3,40}", re.IGNORECASE | re.ASCII)
#: Grant names are recognised without regard to case here, and compared exactly afterwards.
_KNOWN_GRANT = re.compile("|".join(map(re.escape, GRANTS)), re.IGNORECASE | re.ASCII)
#: JavaScript's `.` stops at these line ends.
_BASIC = re.compile(r"([^:]+):([^\n\r\u2028\u2029]+)")
_NOT_BASE64 = re.compile(r"[^A-Za-z0-9+/]")

#: A century: no token of a living house needs more, and dates stay representable.
_LONGEST_LIFE = 100 * 365 * 86_400


async def token(call: PublicCall) -> Response:
    """Answer a token request; every refusal is an OAuthError."""
    state, address = call.state, address_of(call.request)
    if state.faults.token_delay:
        await state.clock.sleep(state.faults.token_delay)
    if not state.faults.rate_limits:
        return _answer(call)
    if not state.limits.allow_token_request(address):
        raise OAuthError("rate_limit_exceeded", "Too many requests")
    try:
        response = _answer(call)
    except OAuthError:
        state.limits.token_answered(address, ok=False)
        raise
    state.limits.token_answered(address, ok=True)
    return response


def _answer(call: PublicCall) -> Response:
    state, body = call.state, call.body
    if call.request.method != "POST" or body.kind != "form":
        raise OAuthError(
            "invalid_request", "Method must be POST with application/x-www-form-urlencoded encoding"
        )
    grant_type = body.fields.get("grant_type")
    if not isinstance(grant_type, str) or not _KNOWN_GRANT.fullmatch(grant_type):
        raise OAuthError("invalid_request", "Invalid or missing grant_type parameter")
    authorization = call.request.headers.get("authorization")
    client_id, secret = _credentials(None if state.faults.credentials_in_body_only else authorization, body)
    if not isinstance(client_id, str) or not _CLIENT_ID.fullmatch(client_id):
        raise OAuthError("invalid_client", "Invalid or missing client_id parameter")
    if not secret:
        raise OAuthError("invalid_client", "Missing client_secret parameter")
    client = state.clients.authenticate(client_id, secret) if isinstance(secret, str) else None
    if client is None:
        raise OAuthError("invalid_client", "Client credentials are invalid")
    if not client.allows(grant_type):
        raise OAuthError("invalid_client", "The grant type is unauthorised for this client_id")
    expires_in = asked_lifetime(body, state.clock.now())
    granted = GRANTS[grant_type](TokenRequest(state, client, body, expires_in))
    life = expires_in if granted.expires_in is None else granted.expires_in
    with state.store.transaction():
        granted.spend()
        issued = state.tokens.issue(granted.user_id, client.id, granted.scope, life)
    members: dict[str, Any] = {
        "token_type": "bearer",
        "access_token": issued.access_token,
        "expires_in": issued.expires_in,
    }
    if issued.refresh_token is not None and not state.faults.no_refresh_tokens:
        members["refresh_token"] = issued.refresh_token
    if issued.scope:
        members["scope"] = issued.scope
    return answer(members, headers=NO_STORE)


def _credentials(authorization: str | None, body: Body) -> tuple[Any, Any]:
    """Client id and secret: HTTP Basic wins over the body, where it is well-formed."""
    return basic_credentials(authorization) or (
        body.fields.get("client_id"),
        body.fields.get("client_secret"),
    )


def basic_credentials(authorization: str | None) -> tuple[str, str] | None:
    """Name and password of a Basic header; None when it is none, or has either part empty."""
    scheme, _, rest = (authorization or "").partition(" ")
    encoded = rest.split(" ", 1)[0]
    if scheme.lower() != "basic" or not encoded:
        return None
    match = _BASIC.fullmatch(_decode_base64(encoded))
    return None if match is None else (match.group(1), match.group(2))


def _decode_base64(text: str) -> str:
    """As lenient as Node: URL-safe letters, missing padding and foreign characters are all forgiven."""
    text = text.split("=", 1)[0].replace("-", "+").replace("_", "/")
    text = _NOT_BASE64.sub("", text)
    text = text[: len(text) - 1] if len(text) % 4 == 1 else text
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4))
    except binascii.Error:
        return ""
    return raw.decode("utf-8", "replace")


def asked_lifetime(body: Body, now: float) -> int | None:
    """Seconds that `expires_in` or `expires_at` ask for; None when neither is there. Raises OAuthError.

    0 asks for a token that never expires.
    """
    seconds, date = body.text("expires_in"), body.text("expires_at")
    if seconds:
        if not (seconds.isascii() and seconds.isdigit() and len(seconds) < 12):
            raise OAuthError("invalid_request", "Invalid expires_in parameter")
        life = int(seconds)
    elif date:
        try:
            when = datetime.fromisoformat(date)
        except ValueError as error:
            raise OAuthError("invalid_request", "Invalid expires_at parameter") from error
        moment = when if when.tzinfo is not None else when.replace(tzinfo=UTC)
        try:
            life = math.floor(moment.timestamp() - now)
        except (OverflowError, ValueError) as error:
            raise OAuthError("invalid_request", "Invalid expires_at parameter") from error
        if life <= 0:
            raise OAuthError("invalid_request", "Invalid expires_at parameter")
    else:
        return None
    if life > _LONGEST_LIFE:
        raise OAuthError("invalid_request", "Invalid expires_in parameter")
    return life
