"""What an account has registered: one document for each webhook, validated when it is made."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import chevron

from photonsim.clock import HouseClock
from photonsim.particle_cloud.exceptions import Invalid, NoSuchWebhook
from photonsim.particle_cloud.model.ids import new_object_id
from photonsim.particle_cloud.model.store import Store

METHODS = ("GET", "POST", "PUT", "DELETE")

#: Members that a webhook may have beside event, url and device; each may hold mustache.
TEMPLATES = ("json", "form", "body", "query", "headers", "auth")
_TEXTS = ("responseTemplate", "responseTopic", "errorResponseTopic", "name")
#: Other spellings that tools send: particle-cli "deviceid", particle-api-js "deviceId".
_OTHER_NAMES = {
    "responseEvent": "responseTopic",
    "errorResponseEvent": "errorResponseTopic",
    "deviceid": "deviceID",
    "deviceId": "deviceID",
    "device_id": "deviceID",
    "eventName": "event",
}


@dataclass
class Webhook:
    """One webhook. `event` is a case-sensitive prefix; `options` the other members, named as the API does."""

    id: str
    owner_id: str
    event: str
    url: str
    created_at: float
    device_id: str | None = None
    method: str = "POST"
    no_defaults: bool = False
    reject_unauthorized: bool = True
    options: dict[str, Any] = field(default_factory=dict)


class Webhooks:
    """The webhooks of all accounts."""

    def __init__(self, store: Store, clock: HouseClock) -> None:
        self._clock = clock
        self._table = store.table("webhooks", Webhook, key=lambda hook: hook.id)

    def create(self, owner_id: str, members: dict[str, Any]) -> Webhook:
        """Raises Invalid, with words for the user."""
        hook = Webhook(new_object_id(), owner_id, "", "", self._clock.now())
        _fill(hook, members)
        return self._table.put(hook)

    def change(self, hook: Webhook, members: dict[str, Any]) -> None:
        """Replace everything but id and date. Raises Invalid, and then nothing has changed."""
        _fill(Webhook("", "", "", "", 0), members)
        _fill(hook, members)
        self._table.put(hook)

    def owned_by(self, owner_id: str) -> list[Webhook]:
        return [hook for hook in self._table if hook.owner_id == owner_id]

    def find(self, owner_id: str, hook_id: str) -> Webhook:
        """Raises NoSuchWebhook, for another account's too."""
        hook = self._table.get(hook_id)
        if hook is None or hook.owner_id != owner_id:
            raise NoSuchWebhook(hook_id)
        return hook

    def remove(self, hook: Webhook) -> None:
        self._table.remove(hook.id)

    def watching(self, owner_id: str, event: str, device_id: str | None) -> list[Webhook]:
        """The account's webhooks that an event of this name, from this device, triggers."""
        return [
            hook
            for hook in self._table
            if hook.owner_id == owner_id
            and event.startswith(hook.event)
            and hook.device_id in (None, device_id)
        ]


def _fill(hook: Webhook, members: dict[str, Any]) -> None:
    members = {_OTHER_NAMES.get(name, name): value for name, value in members.items() if value is not None}
    event, url = members.get("event"), members.get("url")
    if not isinstance(event, str) or not event:
        raise Invalid("event name is required")
    if not isinstance(url, str) or not url:
        raise Invalid("url is required")
    if urlsplit(url).scheme not in ("http", "https") and not url.startswith("{{"):
        raise Invalid("url must begin with http:// or https://")
    method = members.get("requestType", "POST")
    if not isinstance(method, str) or method.upper() not in METHODS:
        raise Invalid(f"requestType must be one of {', '.join(METHODS)}")
    if sum(name in members for name in ("json", "form", "body")) > 1:
        raise Invalid("only one of json, form and body can be given")
    device_id = members.get("deviceID")
    if device_id is not None and not isinstance(device_id, str):
        raise Invalid("deviceID must be text")
    options = {name: members[name] for name in (*TEMPLATES, *_TEXTS) if name in members}
    for name, value in options.items():
        _check_templates(name, value)
    for name in ("query", "headers", "auth"):
        if name in options and not isinstance(options[name], dict):
            raise Invalid(f"{name} must be an object")
    _check_templates("url", url)
    hook.event, hook.url, hook.method = event, url, method.upper()
    hook.device_id, hook.options = device_id or None, options
    hook.no_defaults = _flag(members.get("noDefaults"), False)
    hook.reject_unauthorized = _flag(members.get("rejectUnauthorized"), True)


def _flag(value: Any, default: bool) -> bool:
    return default if value is None else str(value).lower() not in ("false", "0", "")


def _check_templates(name: str, value: Any) -> None:
    if isinstance(value, dict):
        for key, item in value.items():
            _check_templates(f"{name}.{key}", item)
    elif isinstance(value, list):
        for item in value:
            _check_templates(name, item)
    elif isinstance(value, str):
        try:
            chevron.render(value, {}, partials_path=None)
        except (chevron.ChevronError, RecursionError, IndexError) as error:
            raise Invalid(f"{name} is not a template that mustache can read: {error}") from error
    elif name in _TEXTS:
        raise Invalid(f"{name} must be text")
