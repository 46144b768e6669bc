"""The target of Particle's webhooks: a device's event becomes a report to Alexa.

The request is the one that a Lambda's function URL (or an HTTP API) hands over, payload format 2.0 (AWS's
documentation); its body is the form that a webhook sends by default: event, data, published_at, coreid.
"""

from __future__ import annotations

import base64
import binascii
import json
import logging
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from itertools import repeat
from typing import NamedTuple
from urllib.parse import parse_qs

from photonlink.alexa.payload import Json, bearer, mapping, text
from photonlink.alexa.reports.accounts import Account, Accounts
from photonlink.alexa.reports.errors import GatewayError, GrantError
from photonlink.alexa.reports.gateway import EventGateway
from photonlink.alexa.v3.reports import add_or_update_report, change_report, delete_report
from photonlink.clock import Clock, Deadline
from photonlink.lights.events import LIGHTS_EVENT, STATE_EVENT, EventError, parse_changes
from photonlink.lights.manifest import ManifestError, parse_manifest
from photonlink.logs import log
from photonlink.operations import MANIFESTS, Address, FoundLight
from photonlink.particle.client import Device
from photonlink.store import Store, StoreError

#: Kind in the store: the keys of the lights that Alexa was told of, by account and device.
REPORTED = "reported-lights"


class Refused(Exception):
    """A request that is not taken, with its HTTP status."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


class _Event(NamedTuple):
    name: str
    data: str
    device_id: str


class Webhook:
    """Works from what the events carry: no token for Particle is kept here."""

    def __init__(
        self,
        accounts: Accounts,
        gateway: EventGateway,
        store: Store,
        executor: Callable[[], Executor],
        clock: Clock,
    ) -> None:
        self._accounts, self._gateway, self._store = accounts, gateway, store
        self._executor, self._clock = executor, clock

    def answer(self, request: object, deadline: Deadline) -> Json:
        """Answer any request; never raises."""
        status, reason = 200, ""
        failure: Exception | None = None
        event = _Event("", "", "")
        try:
            account = self._account(mapping(request))
            event = _event(mapping(request))
            self._report(account, event, deadline)
        except Refused as refused:
            status, reason = refused.status, str(refused)
        except (EventError, ManifestError) as error:
            status, reason = 400, str(error)
        except (GrantError, GatewayError, StoreError) as error:
            # Particle tries again later when it hears of a failure.
            status, reason = 502, str(error)
        except Exception as error:
            status, reason, failure = 500, f"unforeseen {type(error).__name__}", error
        level = logging.INFO if status == 200 else logging.ERROR if status >= 500 else logging.WARNING
        log(level, "webhook", failure=failure, event=event.name[:64], status=status, reason=reason)
        body = {"ok": status == 200, **({"error": reason} if reason else {})}
        return {
            "statusCode": status,
            "headers": {"Content-Type": "application/json"},
            "body": json.dumps(body),
        }

    def _account(self, request: Mapping[str, object]) -> Account:
        headers = {name.lower(): value for name, value in mapping(request.get("headers")).items()}
        scheme, _, secret = text(headers.get("authorization")).partition(" ")
        account = self._accounts.by_secret(secret) if scheme.lower() == "bearer" and bearer(secret) else None
        if account is None:
            raise Refused(
                401, "no linked account has a webhook with this secret; linking again makes a new one"
            )
        return account

    def _report(self, account: Account, event: _Event, deadline: Deadline) -> None:
        if event.name == STATE_EVENT:
            self._report_changes(account, event, deadline)
        elif event.name == LIGHTS_EVENT:
            self._report_lights(account, event, deadline)

    def _report_changes(self, account: Account, event: _Event, deadline: Deadline) -> None:
        now = self._clock.now()
        made = (
            change_report(Address(event.device_id, each.key), each, now) for each in parse_changes(event.data)
        )
        reports = [report for report in made if report is not None]
        if not reports:
            return
        # The first alone: it renews the token and finds the region, for all.
        first, *others = reports
        account = self._gateway.send(account, first, deadline)
        if others:
            with self._executor() as pool:
                list(pool.map(self._gateway.send, repeat(account), others, repeat(deadline)))

    def _report_lights(self, account: Account, event: _Event, deadline: Deadline) -> None:
        lights = parse_manifest(event.data)
        place = f"{account.name}/{event.device_id}"
        now = {each.key for each in lights}
        gone = [
            Address(event.device_id, key) for key in self._before(place, event.device_id) if key not in now
        ]
        device = Device(event.device_id, name="", online=True)
        found = [FoundLight(device, light) for light in lights]
        if found:
            account = self._gateway.send(account, add_or_update_report(found), deadline)
        if gone:
            self._gateway.send(account, delete_report(gone), deadline)
        self._store.save(REPORTED, {place: " ".join(light.key for light in lights)})

    def _before(self, place: str, device_id: str) -> list[str]:
        """Keys that Alexa may know of a device: by the report before, or else by the last discovery."""
        reported = self._store.load(REPORTED, [place]).get(place)
        if reported is not None:
            return reported.split()
        discovered = self._store.load(MANIFESTS, [device_id]).get(device_id)
        try:
            return [each.key for each in parse_manifest(discovered)] if discovered else []
        except ManifestError:  # kept by another version of the skill
            return []


def _event(request: Mapping[str, object]) -> _Event:
    body = text(request.get("body"))
    if request.get("isBase64Encoded") is True:
        try:
            body = base64.b64decode(body, validate=True).decode()
        except (binascii.Error, ValueError) as error:
            raise Refused(400, "the body is no base64 of a text") from error
    try:
        form = {name: values[0] for name, values in parse_qs(body, max_num_fields=20).items()}
    except ValueError as error:
        raise Refused(400, "the body is no form") from error
    event = _Event(form.get("event", ""), form.get("data", ""), form.get("coreid", ""))
    if not event.name or Address.parse(f"{event.device_id}:a") is None:
        raise Refused(400, "the body is not the form that a webhook sends: event, data, published_at, coreid")
    return event
