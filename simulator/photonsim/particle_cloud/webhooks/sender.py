"""Sends webhooks: when an event triggers them, again when they fail, and not at all when they fail too often."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from dataclasses import dataclass, field
from functools import partial

import chevron
import httpx2

from photonsim.clock import HouseClock
from photonsim.http import HouseHttp
from photonsim.particle_cloud.exceptions import OperationsUsedUp
from photonsim.particle_cloud.model.events import FROM_CLOUD, Event, Events
from photonsim.particle_cloud.model.fleet import Fleet
from photonsim.particle_cloud.model.operations import Operations
from photonsim.particle_cloud.model.webhooks import Webhook, Webhooks
from photonsim.particle_cloud.settings import CloudSettings
from photonsim.particle_cloud.webhooks.templates import context_of, json_context, render, request_for
from photonsim.trace import Trace

#: Bytes of a response that one hook-response event carries (Particle's webhook reference).
PART = 512
#: Errors that are remembered of each webhook.
_KEPT_ERRORS = 10
#: Bytes of a response that are passed on at all (Particle's webhook reference: 100 kB).
_LONGEST_RESPONSE = 100_000


@dataclass
class _Health:
    """How a webhook has fared: failures in a row, until when it is left alone (Unix seconds), its last errors."""

    failures: int = 0
    paused_until: float = 0.0
    errors: list[str] = field(default_factory=list)


class WebhookSender:
    """Listens to all events and sends what they trigger."""

    def __init__(
        self,
        clock: HouseClock,
        trace: Trace,
        http: HouseHttp,
        settings: CloudSettings,
        *,
        webhooks: Webhooks,
        events: Events,
        fleet: Fleet,
        operations: Operations,
    ) -> None:
        self._clock, self._trace, self._http, self._settings = clock, trace, http, settings
        self._webhooks, self._events, self._fleet, self._operations = webhooks, events, fleet, operations
        self._health: defaultdict[str, _Health] = defaultdict(_Health)
        self._tasks: set[asyncio.Task[None]] = set()
        events.listeners.append(self._on_event)

    def _on_event(self, event: Event) -> None:
        if event.coreid == FROM_CLOUD:
            return  # a webhook's own events trigger nothing, or two hooks could feed each other for ever
        for hook in self._webhooks.watching(event.owner_id, event.name, event.device_id):
            # Through the clock, because events also happen before the house's loop runs.
            self._clock.call_later(0, partial(self._start, hook, event))

    def _start(self, hook: Webhook, event: Event) -> None:
        task = asyncio.get_running_loop().create_task(self._deliver(hook, event))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _deliver(self, hook: Webhook, event: Event) -> None:
        for delay in (0.0, *self._settings.webhook_retries):
            if delay:
                await self._clock.sleep(delay)
            if not self._still_there(hook):
                return
            health = self._health[hook.id]
            if health.paused_until > self._clock.now():
                self._error(hook, event, "Too many errors, sleeping")
                return
            failure = await self._attempt(hook, event)
            if failure is None:
                health.failures = 0
                health.errors.clear()
                return
            health.failures += 1
            if health.failures % self._settings.webhook_failures == 0:
                health.paused_until = self._clock.now() + self._settings.webhook_pause
            self._error(hook, event, failure)

    def _still_there(self, hook: Webhook) -> bool:
        return any(hook is known for known in self._webhooks.owned_by(hook.owner_id))

    async def _attempt(self, hook: Webhook, event: Event) -> str | None:
        """Send once; None when it went well, else what hook-error says."""
        try:
            request = request_for(hook, event, self._product(event))
        except (chevron.ChevronError, RecursionError) as error:
            return f"error in template: {error}"
        try:
            response = await self._http.request(
                request.method,
                request.url,
                headers=request.headers,
                params=request.query or None,
                data=request.form,
                content=request.content,
                auth=request.auth,
                timeout=self._settings.webhook_timeout,
                caller="particle webhook",
            )
        except httpx2.TimeoutException:
            return "error: timed out waiting for host"
        except (httpx2.HTTPError, httpx2.InvalidURL) as error:
            return f"error: {type(error).__name__} from host"
        self._events.announce(hook.owner_id, f"hook-sent/{event.name}", None)
        if not 200 <= response.status_code < 300:
            return f"error status {response.status_code} from host"
        self._respond(hook, event, response)
        return None

    def _product(self, event: Event) -> int:
        device = self._fleet.get(event.device_id or "")
        return 0 if device is None else device.platform_id

    def _respond(self, hook: Webhook, event: Event, response: httpx2.Response) -> None:
        """Publish the answer in parts that fit an event."""
        text = response.content[:_LONGEST_RESPONSE].decode("utf-8", "replace")
        template = hook.options.get("responseTemplate")
        if template:
            text = render(template, json_context(text))
        for number, part in enumerate(parts_of(text)):
            if event.device_id is not None and self._fleet.online(event.device_id):
                try:
                    self._operations.spend(event.owner_id, event.device_id)
                except OperationsUsedUp:
                    return
            self._events.announce(hook.owner_id, f"{self._topic(hook, event, False)}/{number}", part)

    def errors(self, hook: Webhook) -> list[str]:
        """What its last attempts failed with, newest last; empty after one that went well."""
        return list(self._health[hook.id].errors)

    def _error(self, hook: Webhook, event: Event, message: str) -> None:
        self._health[hook.id].errors = [*self._health[hook.id].errors, message][-_KEPT_ERRORS:]
        self._trace.record("webhook", f"webhook {hook.id} failed: {message}", event=event.name)
        self._events.announce(hook.owner_id, f"{self._topic(hook, event, True)}/0", message)

    def _topic(self, hook: Webhook, event: Event, error: bool) -> str:
        template = hook.options.get("errorResponseTopic" if error else "responseTopic")
        if template:
            return render(template, context_of(event, self._product(event)))
        return f"hook-{'error' if error else 'response'}/{event.name}"


def parts_of(text: str) -> list[str]:
    """`text` in pieces of at most 512 bytes of UTF-8, never cutting a character; nothing for no text."""
    parts, raw = [], text.encode("utf-8", "replace")
    while raw:
        end = min(PART, len(raw))
        while end < len(raw) and raw[end] & 0xC0 == 0x80:
            end -= 1
        parts.append(raw[:end].decode())
        raw = raw[end:]
    return parts
