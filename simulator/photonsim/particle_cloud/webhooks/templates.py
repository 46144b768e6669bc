"""Mustache for webhooks: what templates can name, and how a request is made from them.

Source: Particle's webhook reference. `{{x}}` is HTML-escaped, `{{{x}}}` is not.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import chevron

from photonsim.particle_cloud.model.events import Event
from photonsim.particle_cloud.model.ids import iso
from photonsim.particle_cloud.model.webhooks import Webhook

USER_AGENT = "ParticleBot/1.1 (https://docs.particle.io/webhooks)"


@dataclass(frozen=True)
class HookRequest:
    """A request that is ready to be sent."""

    method: str
    url: str
    headers: dict[str, str]
    query: dict[str, str]
    form: dict[str, str] | None = None
    content: str | None = None
    auth: tuple[str, str] | None = None


class _Truth(int):
    """A boolean that mustache takes as one and prints as JSON does."""

    def __str__(self) -> str:
        return "true" if self else "false"


def render(template: str, context: dict[str, Any]) -> str:
    """One template. Raises chevron.ChevronError (webhooks are checked for it when they are made)."""
    # Without a path for partials, {{> x}} is nothing: a template must not read files.
    rendered: str = chevron.render(template, context, partials_path=None)
    return rendered


def context_of(event: Event, product_id: int) -> dict[str, Any]:
    """What templates can name: the event, and the members of its data when that is a JSON object."""
    facts = {
        "DEVICE_ID": event.coreid,
        "EVENT_NAME": event.name,
        "EVENT_VALUE": event.data or "",
        "PUBLISHED_AT": iso(event.published_at),
        "EVENT_ID": event.id,
    }
    context: dict[str, Any] = {"PRODUCT_ID": str(product_id)}
    context |= json_context(event.data)
    context |= {f"{brand}_{name}": value for name, value in facts.items() for brand in ("PARTICLE", "SPARK")}
    # The names of Particle's first cloud.
    context |= {"SPARK_CORE_ID": event.coreid}
    return context


def json_context(text: str | None) -> dict[str, Any]:
    """The members of a JSON object; nothing for any other text."""
    try:
        value = json.loads(text or "")
    except (ValueError, RecursionError):
        return {}
    printable = _printable(value)
    return printable if isinstance(printable, dict) else {}


def _printable(value: Any) -> Any:
    if isinstance(value, bool):
        return _Truth(value)
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, dict):
        return {name: _printable(item) for name, item in value.items()}
    return [_printable(item) for item in value] if isinstance(value, list) else value


def request_for(hook: Webhook, event: Event, product_id: int) -> HookRequest:
    """The request that `event` makes of `hook`."""
    context = context_of(event, product_id)

    def filled(value: Any) -> Any:
        if isinstance(value, str):
            return render(value, context)
        if isinstance(value, Mapping):
            return {render(str(name), context): filled(item) for name, item in value.items()}
        return [filled(item) for item in value] if isinstance(value, list) else value

    def texts(name: str) -> dict[str, str]:
        value = filled(hook.options.get(name) or {})
        return {key: _text(item) for key, item in value.items()} if isinstance(value, Mapping) else {}

    defaults = {} if hook.no_defaults else _defaults(event)
    query, headers = texts("query"), {"User-Agent": USER_AGENT, **texts("headers")}
    form, content = None, None
    if "body" in hook.options:
        content = _text(filled(hook.options["body"]))
    elif "json" in hook.options:
        content = _json_body(filled(hook.options["json"]), defaults)
        headers.setdefault("Content-Type", "application/json")
    elif hook.method == "GET":
        query = {**defaults, **query}
    else:
        form = {**defaults, **texts("form")}
    auth = texts("auth")
    return HookRequest(
        hook.method,
        render(hook.url, context),
        headers,
        query,
        form,
        content,
        (auth.get("username", ""), auth.get("password", "")) if auth else None,
    )


def _defaults(event: Event) -> dict[str, str]:
    return {
        "event": event.name,
        "data": event.data or "",
        "published_at": iso(event.published_at),
        "coreid": event.coreid,
    }


def _json_body(value: Any, defaults: dict[str, str]) -> str:
    if isinstance(value, str):  # the template was written out as text; it is sent as it turned out
        return value
    return json.dumps({**defaults, **value} if isinstance(value, Mapping) else value)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)
