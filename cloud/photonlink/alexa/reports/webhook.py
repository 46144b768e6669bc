"""The target of Particle's webhooks: a device's event becomes a report to Alexa.

The request is the one that a Lambda's function URL (or an HTTP API) hands over, payload format 2.0 (AWS's
documentation); its body is the form that a webhook sends by default: event, data, published_at, coreid.
"""

from __future__ import annotations

import base64
import binascii
import json
import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Executor
from datetime import datetime
from typing import NamedTuple
from urllib.parse import parse_qs

from photonlink.alexa.payload import Json, bearer, mapping, text
from photonlink.alexa.reports.accounts import Account, Accounts
from photonlink.alexa.reports.errors import GatewayError, GrantError
from photonlink.alexa.reports.gateway import EventGateway
from photonlink.alexa.v3.message import timestamp
from photonlink.alexa.v3.reports import add_or_update_report, change_report, delete_report
from photonlink.clock import Clock, Deadline
from photonlink.lights.events import LIGHTS_EVENT, STATE_EVENT, EventError, parse_changes
from photonlink.lights.light import Light
from photonlink.lights.manifest import ManifestError, parse_manifest
from photonlink.logs import log
from photonlink.operations import MANIFESTS, Address, FoundLight
from photonlink.particle.client import Device
from photonlink.store import Store, StoreError

#: Kind in the store: the keys of the lights that Alexa was told of, by account and device.
REPORTED = "reported-lights"
#: Kind in the store: of when the last report was, by account and light or device. Particle delivers an event at least
#: once and in any order, and one that was refused again after half a minute, when it may not be true any more.
REPORTED_AT = "reported-at"


class Refused(Exception):
    """A request that is not taken, with its HTTP status."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


class _Event(NamedTuple):
    """What a webhook sends; `published` in Unix seconds, None where a webhook made by hand leaves it out."""

    name: str
    data: str
    device_id: str
    published: float | None


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
        event = _Event("", "", "", None)
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
        reports: dict[str, Json] = {}
        for change in parse_changes(event.data):
            address = Address(event.device_id, change.key)
            report = change_report(address, change, event.published or self._clock.now())
            if report is not None:
                reports[f"{account.name}/{address}"] = report
        claimed = self._claim(reports, event)
        failed = self._send_all(
            account, {each: reports[each] for each in reports if each in claimed}, deadline
        )
        if failed:
            self._store.delete(REPORTED_AT, failed)
            raise next(iter(failed.values()))

    def _claim(self, places: Iterable[str], event: _Event) -> set[str]:
        """Those of the places of which nothing as new has been reported; what then fails has to be given back.

        All of them where the event has no date: nothing tells then whether it came before.
        """
        if event.published is None:
            return set(places)
        return self._store.save_newer(REPORTED_AT, dict.fromkeys(places, timestamp(event.published)))

    def _send_all(
        self, account: Account, reports: Mapping[str, Json], deadline: Deadline
    ) -> dict[str, Exception]:
        """Send each report; returns what went wrong, by the reports' places."""
        if not reports:
            return {}
        # The first alone: it renews the token and finds the region, for all.
        first, *others = reports
        try:
            account = self._gateway.send(account, reports[first], deadline)
        except Exception as error:
            return dict.fromkeys(reports, error)
        failed: dict[str, Exception] = {}

        def send(place: str) -> None:
            try:
                self._gateway.send(account, reports[place], deadline)
            except Exception as error:
                failed[place] = error

        if others:
            with self._executor() as pool:
                list(pool.map(send, others))
        return failed

    def _report_lights(self, account: Account, event: _Event, deadline: Deadline) -> None:
        lights = parse_manifest(event.data)
        place = f"{account.name}/{event.device_id}"
        if not self._claim([place], event):
            return
        try:
            self._send_lights(account, event.device_id, lights, deadline)
            self._store.save(REPORTED, {place: " ".join(light.key for light in lights)})
        except Exception:
            self._store.delete(REPORTED_AT, [place])
            raise

    def _send_lights(
        self, account: Account, device_id: str, lights: Sequence[Light], deadline: Deadline
    ) -> None:
        now = {each.key for each in lights}
        before = self._before(f"{account.name}/{device_id}", device_id)
        gone = [Address(device_id, key) for key in before if key not in now]
        device = Device(device_id, name="", online=True)
        found = [FoundLight(device, light) for light in lights]
        if found:
            account = self._gateway.send(account, add_or_update_report(found), deadline)
        if gone:
            self._gateway.send(account, delete_report(gone), deadline)

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
    published = _moment(form.get("published_at", ""))
    event = _Event(form.get("event", ""), form.get("data", ""), form.get("coreid", ""), published)
    if not event.name or Address.parse(f"{event.device_id}:a") is None:
        raise Refused(400, "the body is not the form that a webhook sends: event, data, published_at, coreid")
    return event


def _moment(text: str) -> float | None:
    """Unix seconds of a date such as "2016-03-15T07:56:18.420Z"; None where it is none."""
    try:
        moment = datetime.fromisoformat(text)
        return moment.timestamp() if moment.tzinfo is not None and moment.year >= 1970 else None
    except (ValueError, OverflowError):
        return None
