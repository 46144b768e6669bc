"""OAuth clients of the account."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from photonsim.particle_cloud.api.answers import answer, no_content
from photonsim.particle_cloud.api.endpoint import Call
from photonsim.particle_cloud.api.errors import bad_request, refused
from photonsim.particle_cloud.exceptions import Invalid, NoSuchClient
from photonsim.particle_cloud.model.clients import OAuthClient


def _shown(client: OAuthClient, *, secret: bool = False) -> dict[str, Any]:
    """A client; its secret is shown only in the answer that creates it."""
    shown: dict[str, Any] = {"name": client.name, "type": client.type}
    if secret:
        shown["secret"] = client.secret
    if client.redirect_uri is not None:
        shown["redirect_uri"] = client.redirect_uri
    if client.scope is not None:
        shown["scope"] = client.scope
    return {**shown, "id": client.id}


async def create_client(call: Call) -> Response:
    body = call.body
    try:
        client = call.state.clients.create(
            call.user.id,
            body.text("name"),
            body.text("type"),
            body.text("redirect_uri") or None,
            body.text("scope") or None,
        )
    except Invalid as error:
        raise bad_request(str(error)) from error
    assert client.secret is not None
    call.state.trace.secret(client.secret)
    return answer({"ok": True, "client": _shown(client, secret=True)})


async def list_clients(call: Call) -> Response:
    clients = call.state.clients.owned_by(call.user.id)
    return answer({"ok": True, "clients": [_shown(client) for client in clients]})


def _addressed(call: Call) -> OAuthClient:
    try:
        return call.state.clients.owned(call.user.id, call.path("client"))
    except NoSuchClient as error:
        raise refused(404, "Client not found") from error


async def update_client(call: Call) -> Response:
    client = _addressed(call)
    scope = call.body.text("scope") if call.body.has("scope") else None
    call.state.clients.update(client, name=call.body.text("name") or None, scope=scope)
    return answer({"ok": True, "client": _shown(client)})


async def delete_client(call: Call) -> Response:
    client = _addressed(call)
    call.state.clients.remove(client)
    call.state.tokens.revoke_client(client.id)
    return no_content()
