"""The grants of the token endpoint: each one turns a request into the account that the token is for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from photonsim.particle_cloud.api.body import Body
from photonsim.particle_cloud.model.clients import MFA_OTP, OAuthClient
from photonsim.particle_cloud.model.state import CloudState
from photonsim.particle_cloud.model.tokens import Credential
from photonsim.particle_cloud.oauth.errors import OAuthError


@dataclass(frozen=True)
class Granted:
    """Whose token it will be. `expires_in` is what was asked for before a one-time code was.

    `spend` uses up what was shown (a code, a refresh token): together with the new token being saved, so that
    a cloud that is killed in between has either both or neither.
    """

    user_id: str
    scope: str | None = None
    expires_in: int | None = None
    spend: Callable[[], None] = lambda: None


@dataclass(frozen=True)
class TokenRequest:
    """A token request whose client has proved itself; `expires_in` in seconds as asked for, or None."""

    state: CloudState
    client: OAuthClient
    body: Body
    expires_in: int | None

    def scope(self) -> str | None:
        """The scope asked for. Raises OAuthError when it is more than the client has."""
        asked = self.body.text("scope") or None
        return self.checked(asked or self.client.scope)

    def checked(self, scope: str | None) -> str | None:
        if not self.client.allows_scope(scope):
            raise OAuthError("invalid_scope", "Invalid scope")
        return scope

    def live(self, found: Credential | None, invalid: str, expired: str) -> Credential:
        """A code or refresh token of this client that has not expired. Raises OAuthError."""
        if found is None or found.client_id != self.client.id:
            raise OAuthError("invalid_grant", invalid)
        if found.expired(self.state.clock.now()):
            raise OAuthError("invalid_grant", expired)
        return found


def authorization_code(request: TokenRequest) -> Granted:
    """The redirect URI is not compared here, and a code works once."""
    code = request.body.fields.get("code")
    if not code:
        raise OAuthError("invalid_request", 'No "code" parameter')
    tokens = request.state.tokens
    found = request.live(tokens.code(request.body.text("code")), "Invalid code", "Code has expired")
    return Granted(found.user_id, found.scope, spend=lambda: tokens.use_code(found.token))


def password(request: TokenRequest) -> Granted:
    username, secret = request.body.fields.get("username"), request.body.fields.get("password")
    if not username or not secret:
        raise OAuthError("invalid_client", 'Missing parameters. "username" and "password" are required')
    state = request.state
    right = isinstance(username, str) and isinstance(secret, str)
    user = state.users.authenticate(username, secret) if right else None
    if user is None:
        raise OAuthError("invalid_grant", "User credentials are invalid")
    scope = request.scope()
    if user.mfa_enabled:
        mfa_token = state.tokens.new_mfa_token(user.id, request.client.id, scope, request.expires_in)
        raise OAuthError("mfa_required", "Multi-factor authentication required", mfa_token=mfa_token)
    return Granted(user.id, scope)


def mfa_otp(request: TokenRequest) -> Granted:
    """The second step of a password grant."""
    if not request.body.fields.get("otp") or not request.body.fields.get("mfa_token"):
        raise OAuthError("invalid_request", "You must provide otp and mfa token.")
    state = request.state
    found = state.tokens.mfa(request.body.text("mfa_token"))
    if found is None or found.client_id != request.client.id:
        raise OAuthError("invalid_grant", "MFA token is invalid")
    user = state.users.get(found.user_id)
    if user is None or not state.users.check_otp(user, request.body.text("otp")):
        state.tokens.mfa_failed(found)
        raise OAuthError("invalid_grant", "One-time code is invalid")
    return Granted(user.id, found.scope, found.expires_in, lambda: state.tokens.use_mfa(found.token))


def refresh_token(request: TokenRequest) -> Granted:
    """A refresh token works once: the answer brings the next one."""
    token = request.body.fields.get("refresh_token")
    if not token:
        raise OAuthError("invalid_request", 'No "refresh_token" parameter')
    tokens = request.state.tokens
    found = request.live(
        tokens.refresh(request.body.text("refresh_token")),
        "Invalid refresh token",
        "Refresh token has expired",
    )
    scope = request.checked(found.scope)
    return Granted(found.user_id, scope, spend=lambda: tokens.use_refresh(found.token))


def client_credentials(request: TokenRequest) -> Granted:
    """The client's owner, without a login."""
    if request.client.owner_id is None:
        raise OAuthError("invalid_grant", "Client credentials are invalid")
    return Granted(request.client.owner_id, request.scope())


GRANTS: dict[str, Callable[[TokenRequest], Granted]] = {
    "authorization_code": authorization_code,
    "password": password,
    "refresh_token": refresh_token,
    "client_credentials": client_credentials,
    MFA_OTP: mfa_otp,
}
