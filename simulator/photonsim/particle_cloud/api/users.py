"""The account itself: who it is, its password, and one-time codes."""

from __future__ import annotations

from typing import Any

import pyotp
from starlette.responses import Response

from photonsim.particle_cloud.api.answers import answer
from photonsim.particle_cloud.api.endpoint import Call, PublicCall
from photonsim.particle_cloud.api.errors import ApiError, bad_request, failed
from photonsim.particle_cloud.exceptions import Invalid, UserExists
from photonsim.particle_cloud.model.users import User
from photonsim.particle_cloud.oauth.errors import OAuthError

#: Members of the account's description that its owner may set.
_ACCOUNT_INFO = ("first_name", "last_name", "company_name", "business_account")


def _shown(call: Call, user: User) -> dict[str, Any]:
    devices = call.state.fleet.owned_by(user.id)
    return {
        "username": user.username,
        "subscription_ids": [],
        "account_info": user.account_info,
        "team_invites": [],
        "wifi_device_count": len(devices),
        "cellular_device_count": 0,
        "mfa": {"enabled": user.mfa_enabled},
        "data_operations": _usage(call, user),
    }


def _usage(call: Call, user: User) -> dict[str, Any]:
    usage, limit = call.state.operations.of(user.id), call.state.operations.limit
    return {"month": usage.month, "used": usage.used, "limit": limit, "devices": usage.devices}


async def get_user(call: Call) -> Response:
    return answer(_shown(call, call.user))


async def create_user(call: PublicCall) -> Response:
    username, password = call.body.text("username"), call.body.text("password")
    call.state.trace.secret(password)
    try:
        user = call.state.users.add(username, password)
    except UserExists as error:
        raise failed(400, "username must be unique") from error
    except Invalid as error:
        raise failed(400, str(error)) from error
    issued = call.state.tokens.issue(user.id, "particle", None, None)
    return answer({"ok": True, "token": issued.access_token})


async def change_user(call: Call) -> Response:
    """Set the description, the user name or the password; the last two need the password of now."""
    body, users, user = call.body, call.state.users, call.user
    info = body.fields.get("account_info")
    if isinstance(info, dict):
        user.account_info |= {name: info[name] for name in _ACCOUNT_INFO if name in info}
        users.save(user)
    if body.has("username") or body.has("password"):
        _check_password(call)
        call.state.trace.secret(body.text("password"))
        try:
            if body.has("username"):
                users.rename(user, body.text("username"))
            if body.has("password"):
                users.set_password(user, body.text("password"))
        except UserExists as error:
            raise failed(400, "username must be unique") from error
        except Invalid as error:
            raise failed(400, str(error)) from error
        if body.flag("invalidateTokens") or body.flag("invalidate_tokens"):
            call.state.tokens.revoke_user(user.id)
    return answer({"ok": True, **_shown(call, user)})


async def delete_user(call: Call) -> Response:
    """Close the account: its devices are nobody's, its tokens are worth nothing."""
    _check_password(call, "password")
    state = call.state
    with state.store.transaction():
        for device in state.fleet.owned_by(call.user.id):
            state.fleet.release(device)
        for client in state.clients.owned_by(call.user.id):
            state.clients.remove(client)
        state.tokens.revoke_user(call.user.id)
        state.users.remove(call.user)
    return answer({"ok": True})


async def reset_password(call: PublicCall) -> Response:
    """No mail is sent here; the answer is the same for unknown users, so that it can't be used to find some."""
    if not call.body.text("username"):
        raise bad_request("username is required")
    return answer({"ok": True})


async def begin_mfa(call: Call) -> Response:
    """A secret for the authenticator app; it counts only once a code made with it has come back."""
    secret = pyotp.random_base32()
    call.state.trace.secret(secret)
    mfa_token = call.state.tokens.new_mfa_token(call.user.id, f"enable:{secret}", None, None)
    uri = pyotp.TOTP(secret).provisioning_uri(name=call.user.username, issuer_name="Particle")
    return answer({"ok": True, "mfa_token": mfa_token, "secret": secret, "otpauth_url": uri})


async def confirm_mfa(call: Call) -> Response:
    state, found = call.state, call.state.tokens.mfa(call.body.text("mfa_token"))
    purpose, _, secret = (found.client_id if found is not None else "").partition(":")
    if found is None or found.user_id != call.user.id or purpose != "enable":
        raise OAuthError("invalid_grant", "MFA token is invalid")
    step = state.users.otp_step(secret, call.body.text("otp"))
    if step is None:
        state.tokens.mfa_failed(found)
        raise OAuthError("invalid_grant", "One-time code is invalid")
    with state.store.transaction():
        state.tokens.use_mfa(found.token)
        call.user.mfa_secret, call.user.mfa_used_step = secret, step
        state.users.save(call.user)
        if call.body.flag("invalidate_tokens"):
            state.tokens.revoke_user(call.user.id)
    return answer({"ok": True})


async def disable_mfa(call: Call) -> Response:
    _check_password(call)
    call.user.mfa_secret = None
    call.state.users.save(call.user)
    return answer({"ok": True})


def _check_password(call: Call, name: str = "current_password") -> None:
    if not call.state.users.check_password(call.user, call.body.text(name)):
        raise ApiError(403, {"ok": False, "error": "Current password is not correct"})
