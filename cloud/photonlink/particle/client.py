"""Particle's REST interface, as far as lights need it.

A token belongs to one call: the client keeps none, and writes none anywhere.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import quote

import requests
from urllib3 import Timeout
from urllib3.exceptions import ReadTimeoutError

from photonlink.clock import Clock, Deadline
from photonlink.connections import Bearer, KeptConnections
from photonlink.particle.errors import (
    CloudUnreachable,
    DeviceSilent,
    ParticleError,
    UnexpectedAnswer,
    error_for,
)

#: Longest wait for a TCP and TLS connection, in seconds; within the deadline.
CONNECT_SECONDS = 3.0
#: Below this, in seconds, a request is not even begun.
LEAST_SECONDS = 0.05
#: Platform ids by the name that people know (Particle's documentation, "Platform IDs").
PLATFORMS = {0: "Core", 6: "Photon", 8: "P1", 10: "Electron", 12: "Argon", 13: "Boron", 32: "Photon 2"}


class Device(NamedTuple):
    """A device of an account, as the cloud lists it. `system_version` is its Device OS, empty if unknown."""

    id: str
    name: str
    online: bool
    platform_id: int = 6
    system_version: str = ""
    serial_number: str = ""
    #: Names of its variables where the list tells them; None where it does not.
    variables: frozenset[str] | None = None

    @property
    def model(self) -> str:
        """Such as "Photon"."""
        return PLATFORMS.get(self.platform_id, f"platform {self.platform_id}")


class ParticleClient:
    """Calls to one Particle cloud over one session. Nothing is ever retried."""

    def __init__(self, session: requests.Session, base_url: str, clock: Clock) -> None:
        self._session = session
        self._base_url = base_url
        self._connections = KeptConnections(session, clock)

    def devices(self, token: str, deadline: Deadline) -> list[Device]:
        """The devices of the token's account. Raises ParticleError."""
        answer = self._request("GET", "/v1/devices", token, deadline, silence=CloudUnreachable)
        if not isinstance(answer, list):
            raise UnexpectedAnswer("the list of devices is no JSON array")
        return [_device(entry) for entry in answer]

    def variable(self, token: str, device_id: str, name: str, deadline: Deadline) -> object:
        """A variable's value: bool, int, float or str. Raises ParticleError."""
        answer = self._request("GET", f"/v1/devices/{quote(device_id)}/{quote(name)}", token, deadline)
        if not isinstance(answer, Mapping) or "result" not in answer:
            raise UnexpectedAnswer(f"the answer for variable {name} has no result")
        return answer["result"]

    def call(self, token: str, device_id: str, function: str, argument: str, deadline: Deadline) -> int:
        """Call a function of a device and return its 32-bit number. Raises ParticleError."""
        # JSON, since in a carelessly encoded form a "+" would arrive as a space.
        path = f"/v1/devices/{quote(device_id)}/{quote(function)}"
        answer = self._request("POST", path, token, deadline, {"arg": argument})
        value = answer.get("return_value") if isinstance(answer, Mapping) else None
        if type(value) is not int or not -(2**31) <= value < 2**31:
            raise UnexpectedAnswer(f"the answer of function {function} has no 32-bit return_value")
        return value

    def publish(self, token: str, event: str, deadline: Deadline) -> None:
        """Publish a private event without data, for the account's own devices. Raises ParticleError."""
        body = {"name": event, "data": "", "private": True}
        self._request("POST", "/v1/devices/events", token, deadline, body, silence=CloudUnreachable)

    def create_webhook(
        self, token: str, event: str, url: str, headers: Mapping[str, str], deadline: Deadline
    ) -> str:
        """Have the account's events with this prefix posted to `url` as a form; returns the webhook's id.

        Raises ParticleError.
        """
        body = {"event": event, "url": url, "requestType": "POST", "headers": dict(headers)}
        answer = self._request("POST", "/v1/integrations", token, deadline, body, silence=CloudUnreachable)
        webhook_id = answer.get("id") if isinstance(answer, Mapping) else None
        if not isinstance(webhook_id, str) or not webhook_id:
            raise UnexpectedAnswer("the answer to a new webhook has no id")
        return webhook_id

    def webhooks(self, token: str, event: str, url: str, deadline: Deadline) -> dict[str, str]:
        """The account's webhooks for exactly this event that call this URL: when each was made, by id.

        The date is as Particle writes it ("2016-03-15T07:56:18.420Z"), empty where it tells none. Raises
        ParticleError.
        """
        answer = self._request("GET", "/v1/integrations", token, deadline, silence=CloudUnreachable)
        if not isinstance(answer, list):
            raise UnexpectedAnswer("the list of webhooks is no JSON array")
        listed = (hook for hook in answer if isinstance(hook, Mapping))
        return {
            _text(h.get("id")): _text(h.get("created_at"))
            for h in listed
            if (h.get("event"), h.get("url")) == (event, url)
        }

    def delete_webhook(self, token: str, webhook_id: str, deadline: Deadline) -> None:
        """Delete a webhook. Raises ParticleError."""
        path = f"/v1/integrations/{quote(webhook_id, safe='')}"
        self._request("DELETE", path, token, deadline, silence=CloudUnreachable)

    def user_name(self, token: str, deadline: Deadline) -> str:
        """The name of the token's account. Raises ParticleError."""
        answer = self._request("GET", "/v1/user", token, deadline, silence=CloudUnreachable)
        name = answer.get("username") if isinstance(answer, Mapping) else None
        if not isinstance(name, str) or not name:
            raise UnexpectedAnswer("the answer of /v1/user has no username")
        return name

    def _request(
        self,
        method: str,
        path: str,
        token: str,
        deadline: Deadline,
        body: Mapping[str, object] | None = None,
        silence: type[ParticleError] = DeviceSilent,
    ) -> Any:
        """One exchange; `silence` is raised when no answer comes in time, whosever fault that is."""
        remaining = deadline.remaining()
        if remaining < LEAST_SECONDS:
            raise silence(f"no time left for {method} {path}")
        self._connections.drop_stale()
        timeout = Timeout(connect=min(CONNECT_SECONDS, remaining), read=remaining, total=remaining)
        try:
            response = self._session.request(
                method,
                self._base_url + path,
                json=body,
                auth=Bearer(token),
                timeout=timeout,  # type: ignore[arg-type]  # requests hands it on to urllib3 as it is
                allow_redirects=False,
            )
        except requests.ReadTimeout:
            raise silence(f"no answer to {method} {path} within {remaining:.1f} s") from None
        except requests.RequestException as error:
            # A read that times out within the body comes wrapped in a ConnectionError.
            if error.args and isinstance(error.args[0], ReadTimeoutError):
                raise silence(f"half an answer to {method} {path} within {remaining:.1f} s") from None
            raise CloudUnreachable(f"no connection to {self._base_url}: {type(error).__name__}") from error
        if not 200 <= response.status_code < 300:
            raise error_for(response.status_code, response.content)
        if response.status_code == 204:
            return None
        try:
            return json.loads(response.content)
        except (ValueError, RecursionError) as error:
            raise UnexpectedAnswer(
                f"{method} {path} was answered with {response.status_code} and no JSON"
            ) from error


def _device(entry: object) -> Device:
    if not isinstance(entry, Mapping) or not isinstance(entry.get("id"), str):
        raise UnexpectedAnswer("a device without id in the list of devices")
    variables = entry.get("variables")
    platform = entry.get("platform_id")
    return Device(
        id=entry["id"],
        name=_text(entry.get("name")),
        # `connected` is the old name of `online`; both are sent.
        online=bool(entry.get("online", entry.get("connected", False))),
        platform_id=platform if isinstance(platform, int) else 6,
        system_version=_text(entry.get("system_firmware_version")),
        serial_number=_text(entry.get("serial_number")),
        variables=frozenset(variables) if isinstance(variables, Mapping) else None,
    )


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
