"""Access tokens of an account, by user name and password or by a token."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from photonsim.particle_cloud.api.answers import answer
from photonsim.particle_cloud.api.endpoint import Call, PublicCall
from photonsim.particle_cloud.api.errors import failed, not_found, refused
from photonsim.particle_cloud.model.ids import iso
from photonsim.particle_cloud.model.tokens import Credential
from photonsim.particle_cloud.model.users import User
from photonsim.particle_cloud.oauth.bearer import check_token, sent_token
from photonsim.particle_cloud.oauth.token import basic_credentials

#: What the list calls the clients that end-user tools have built in (recorded).
_PASSWORD_ONLY = "__PASSWORD_ONLY__"
#: Built-in clients that the list calls by their own names (recorded).
_NAMED = ("user", "spark-ide")


def _account(call: PublicCall) -> User | None:
    """The account by HTTP Basic; None when another kind of authentication was sent. Raises ApiError."""
    credentials = basic_credentials(call.request.headers.get("authorization"))
    if credentials is None:
        return None
    username, password = credentials
    user = call.state.users.find(username)
    if user is None:
        raise failed(400, "Unknown user")
    if not call.state.users.check_password(user, password):
        raise failed(401, "Bad password")
    return user


def _shown(call: PublicCall, item: Credential) -> dict[str, Any]:
    client = call.state.clients.get(item.client_id)
    built_in = client is not None and client.built_in and client.id not in _NAMED
    return {
        "token": item.token,
        "expires_at": None if item.expires_at is None else iso(item.expires_at),
        "client": _PASSWORD_ONLY if built_in else item.client_id,
    }


async def list_tokens(call: PublicCall) -> Response:
    if call.state.faults.token_listing_gone:
        raise not_found()
    user = _account(call)
    if user is None:
        # Says in the usual words what is wrong with the token, if one was sent; a good one is not enough.
        token = sent_token("GET", call.request.headers.get("authorization"), call.query, call.body)
        check_token(call.state.tokens, token, call.state.clock.now())
        raise refused(403, "Listing access tokens needs user name and password (HTTP Basic)")
    return answer([_shown(call, item) for item in call.state.tokens.access_of(user.id)])


async def delete_token(call: PublicCall) -> Response:
    """Take back one token. Knowing it is enough (particle-api-js 12 sends nothing else)."""
    user, token = _account(call), call.path("token")
    found = call.state.tokens.access(token)
    if found is None or (user is not None and found.user_id != user.id):
        raise refused(404, "Access token not found")
    call.state.tokens.revoke(token)
    return answer({"ok": True})


async def current_token(call: Call) -> Response:
    item = call.credential
    return answer(
        {
            "expires_at": None if item.expires_at is None else iso(item.expires_at),
            "client_id": item.client_id,
            "scopes": (item.scope or "").split(),
            "orgs": [],
        }
    )


async def delete_current_token(call: Call) -> Response:
    call.state.tokens.revoke(call.credential.token)
    return answer({"ok": True})


async def delete_all_tokens(call: Call) -> Response:
    """Sign out everywhere."""
    call.state.tokens.revoke_user(call.user.id)
    return answer({"ok": True})
