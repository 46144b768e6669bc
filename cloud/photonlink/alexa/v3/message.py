"""The shapes of Smart Home v3: a directive as it arrives, an event as it is sent."""

from __future__ import annotations

import math
import os
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import NamedTuple

from photonlink.alexa.v3.errors import AlexaError, malformed, out_of_range
from photonlink.operations import Address

Json = dict[str, object]
Payload = Mapping[str, object]

#: Amazon's schema: what an endpoint's id may hold.
_ENDPOINT_ID = re.compile(r"[a-zA-Z0-9_\-=#;:?@&]{1,256}")
#: RFC 6750: what a bearer token may hold. Anything else could break out of the request's header.
_TOKEN = re.compile(r"[A-Za-z0-9\-._~+/|]+=*")


class Directive(NamedTuple):
    """A directive, read as far as it can be read: what is malformed is empty, and refused when it is needed."""

    namespace: str = ""
    name: str = ""
    version: str = ""
    correlation_token: str = ""
    endpoint_id: str = ""
    payload: Payload = {}  # noqa: RUF012  # never changed
    #: Where a token may be: the endpoint's scope, the payload's scope, or the payload's grantee.
    scopes: tuple[object, ...] = ()

    def __repr__(self) -> str:
        """Without the scopes, which hold the token."""
        return f"Directive({self.namespace!r}, {self.name!r}, {self.endpoint_id!r})"

    @classmethod
    def read(cls, event: object) -> Directive:
        """Read an event of any shape."""
        directive = _mapping(_mapping(event).get("directive"))
        header, endpoint = _mapping(directive.get("header")), _mapping(directive.get("endpoint"))
        payload = _mapping(directive.get("payload"))
        endpoint_id = _text(endpoint.get("endpointId"))
        return cls(
            namespace=_text(header.get("namespace")),
            name=_text(header.get("name")),
            version=_text(header.get("payloadVersion")),
            correlation_token=_text(header.get("correlationToken")),
            endpoint_id=endpoint_id if _ENDPOINT_ID.fullmatch(endpoint_id) else "",
            payload=payload,
            scopes=(endpoint.get("scope"), payload.get("scope"), payload.get("grantee")),
        )

    def token(self) -> str:
        """The user's access token. Raises AlexaError if there is none that could be one."""
        for scope in self.scopes:
            token = _mapping(scope).get("token")
            if isinstance(token, str) and _TOKEN.fullmatch(token):
                return token
        raise malformed("the directive has no bearer token in its scope")

    def address(self) -> Address:
        """The light that the directive is for. Raises AlexaError if it cannot be one of ours."""
        if not self.endpoint_id:
            raise malformed("the directive has no valid endpointId")
        address = Address.parse(self.endpoint_id)
        if address is None:
            raise AlexaError("NO_SUCH_ENDPOINT", "the endpointId is not <device id>:<light key>")
        return address


class Property(NamedTuple):
    """One property of an endpoint, as a capability reports it."""

    namespace: str
    name: str
    value: object

    def render(self, time: float, uncertainty: float) -> Json:
        """For a context: `time` in Unix seconds, `uncertainty` in seconds."""
        return {
            "namespace": self.namespace,
            "name": self.name,
            "value": self.value,
            "timeOfSample": timestamp(time),
            "uncertaintyInMilliseconds": math.ceil(uncertainty * 1000),
        }


def timestamp(time: float) -> str:
    """Unix seconds in the one form that Amazon takes: UTC with a Z, and at most three digits of a second."""
    moment = datetime.fromtimestamp(time, UTC)
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03d}Z"


def event(
    namespace: str, name: str, payload: Json, answers: Directive | None = None, *, endpoint: bool = False
) -> Json:
    """An event with a new message id; with the correlation token (and endpoint) of what it answers."""
    header: Json = {
        "namespace": namespace,
        "name": name,
        "payloadVersion": "3",
        "messageId": os.urandom(16).hex(),
    }
    body: Json = {"header": header, "payload": payload}
    if answers is not None and answers.correlation_token:
        header["correlationToken"] = answers.correlation_token
    if answers is not None and endpoint and answers.endpoint_id:
        body["endpoint"] = {"endpointId": answers.endpoint_id}
    return {"event": body}


def state_event(directive: Directive, name: str, properties: Iterable[Json]) -> Json:
    """A Response or StateReport with the endpoint's properties."""
    return {**event("Alexa", name, {}, directive, endpoint=True), "context": {"properties": list(properties)}}


def error_event(directive: Directive, error: AlexaError, namespace: str = "Alexa") -> Json:
    """An ErrorResponse."""
    payload: Json = {"type": error.type, "message": error.message, **error.payload}
    return event(namespace, "ErrorResponse", payload, directive, endpoint=True)


def number(payload: Payload, name: str, lowest: float, highest: float) -> float:
    """A number from a payload, within limits. Raises AlexaError."""
    value = payload.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value:
        raise malformed(f"{name} is missing or no number")
    if not lowest <= value <= highest:
        raise out_of_range(name, lowest, highest)
    return value


def integer(payload: Payload, name: str, lowest: int, highest: int) -> int:
    """A whole number from a payload, within limits. Raises AlexaError."""
    value = number(payload, name, lowest, highest)
    if value != int(value):
        raise malformed(f"{name} is {value}, expected a whole number")
    return int(value)


def member(payload: Payload, name: str) -> Payload:
    """An object from a payload. Raises AlexaError."""
    value = payload.get(name)
    if not isinstance(value, Mapping):
        raise malformed(f"{name} is missing or no object")
    return value


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else {}


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
