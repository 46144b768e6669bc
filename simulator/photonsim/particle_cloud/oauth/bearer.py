"""The access token of a request: three ways to send it, exactly one of which may be used."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from photonsim.particle_cloud.api.body import Body
from photonsim.particle_cloud.model.tokens import Credential, Tokens
from photonsim.particle_cloud.oauth.errors import OAuthError

_BEARER = re.compile(r"Bearer\s(\S+)", re.ASCII)


def sent_token(method: str, authorization: str | None, query: Mapping[str, Any], body: Body) -> str:
    """The token that the request carries. Raises OAuthError when there is none, or more than one."""
    in_query, in_body = query.get("access_token"), body.fields.get("access_token")
    used = sum(way is not None for way in (authorization, in_query, in_body))
    if used > 1:
        raise OAuthError(
            "invalid_request",
            "Only one method may be used to authenticate at a time (Auth header,  GET or POST).",
        )
    if used == 0:
        raise OAuthError("invalid_request", "The access token was not found")
    if authorization:
        match = _BEARER.search(authorization)
        if match is None:
            raise OAuthError("invalid_request", "Malformed auth header")
        return match.group(1)
    if in_body:
        if method == "GET":
            raise OAuthError("invalid_request", "Method cannot be GET When putting the token in the body.")
        if body.kind != "form":
            raise OAuthError(
                "invalid_request",
                "When putting the token in the body, content type must be application/x-www-form-urlencoded.",
            )
    token = in_body or in_query
    return token if isinstance(token, str) else ""


def check_token(tokens: Tokens, token: str, now: float) -> Credential:
    """What the token stands for. Raises OAuthError (401) when it is unknown or has expired."""
    found = tokens.access(token)
    if found is None:
        raise OAuthError("invalid_token", "The access token provided is invalid.")
    if found.expired(now):
        raise OAuthError("invalid_token", "The access token provided has expired.")
    return found
