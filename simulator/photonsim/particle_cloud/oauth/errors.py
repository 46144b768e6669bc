"""Errors of the OAuth endpoints, with the status codes and headers of Particle's OAuth library.

Source: particle-iot/node-oauth2-server 3.2.3, lib/error.js. `invalid_client` is 400, not the 401 of RFC 6749.
"""

from __future__ import annotations

from typing import Any

from photonsim.particle_cloud.api.errors import ApiError

STATUS = {
    "invalid_client": 400,
    "invalid_grant": 400,
    "invalid_request": 400,
    "invalid_scope": 400,
    "invalid_token": 401,
    "mfa_required": 403,
    "rate_limit_exceeded": 429,
}
#: What the library gives to an error that it does not list, "access_denied" among them.
OTHER_STATUS = 500

NO_STORE = {"Cache-Control": "no-store", "Pragma": "no-cache"}


class OAuthError(ApiError):
    """An OAuth error; `members` are added to the body in front of the two standard ones."""

    def __init__(self, error: str, description: str, **members: Any) -> None:
        headers = dict(NO_STORE)
        if error == "invalid_client":
            headers["WWW-Authenticate"] = 'Basic realm="Service"'
        body = {**members, "error": error, "error_description": description}
        super().__init__(STATUS.get(error, OTHER_STATUS), body, headers)
        self.error, self.description = error, description
