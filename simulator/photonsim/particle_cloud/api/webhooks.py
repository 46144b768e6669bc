"""Webhooks, under their old path and under the newer one, "integrations"."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from photonsim.particle_cloud.api.answers import answer, no_content
from photonsim.particle_cloud.api.endpoint import Call
from photonsim.particle_cloud.api.errors import bad_request, refused
from photonsim.particle_cloud.exceptions import Invalid, NoSuchWebhook
from photonsim.particle_cloud.model.ids import iso
from photonsim.particle_cloud.model.webhooks import Webhook


def _shown(hook: Webhook) -> dict[str, Any]:
    """A webhook as the list shows it (recorded 2018); other members only where they were given."""
    shown: dict[str, Any] = {
        "id": hook.id,
        "event": hook.event,
        "created_at": iso(hook.created_at),
        "integration_type": "Webhook",
        "url": hook.url,
        "requestType": hook.method,
        "noDefaults": hook.no_defaults,
        "rejectUnauthorized": hook.reject_unauthorized,
    }
    if hook.device_id is not None:
        shown["deviceID"] = hook.device_id
    return shown | hook.options


def _addressed(call: Call) -> Webhook:
    try:
        return call.state.webhooks.find(call.user.id, call.path("webhook"))
    except NoSuchWebhook as error:
        raise refused(404, "Webhook not found") from error


async def create_webhook(call: Call) -> Response:
    try:
        hook = call.state.webhooks.create(call.user.id, dict(call.body.fields))
    except Invalid as error:
        raise bad_request(str(error)) from error
    url = f"{call.state.settings.base_url}/v1/webhooks/{hook.id}"
    return answer({**_shown(hook), "ok": True, "hookUrl": url}, 201)


async def list_webhooks(call: Call) -> Response:
    return answer([_shown(hook) for hook in call.state.webhooks.owned_by(call.user.id)])


async def get_webhook(call: Call) -> Response:
    return answer({"webhook": _in_full(call)})


async def get_integration(call: Call) -> Response:
    return answer({"integration": _in_full(call)})


def _in_full(call: Call) -> dict[str, Any]:
    hook = _addressed(call)
    errors = [{"message": message} for message in call.state.sender.errors(hook)]
    return {**_shown(hook), "logs": [], "errors": errors, "counters": []}


async def change_webhook(call: Call) -> Response:
    hook = _addressed(call)
    try:
        call.state.webhooks.change(hook, dict(call.body.fields))
    except Invalid as error:
        raise bad_request(str(error)) from error
    return answer({**_shown(hook), "ok": True})


async def delete_webhook(call: Call) -> Response:
    call.state.webhooks.remove(_addressed(call))
    return no_content()
