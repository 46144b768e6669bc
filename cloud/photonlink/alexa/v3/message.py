"""The shapes of Smart Home v3: a directive as it arrives, an event as it is sent."""

from __future__ import annotations

import math
import os
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import NamedTuple

from photonlink.alexa.payload import Json, Payload, bearer, mapping, text
from photonlink.alexa.v3.errors import AlexaError, malformed
from photonlink.operations import Address

#: Amazon's schema: what an endpoint's id may hold.
_ENDPOINT_ID = re.compile(r"[a-zA-Z0-9_\-=#;:?@&]{1,256}")


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
        directive = mapping(mapping(event).get("directive"))
        header, endpoint = mapping(directive.get("header")), mapping(directive.get("endpoint"))
        payload = mapping(directive.get("payload"))
        endpoint_id = text(endpoint.get("endpointId"))
        return cls(
            namespace=text(header.get("namespace")),
            name=text(header.get("name")),
            version=text(header.get("payloadVersion")),
            correlation_token=text(header.get("correlationToken")),
            endpoint_id=endpoint_id if _ENDPOINT_ID.fullmatch(endpoint_id) else "",
            payload=payload,
            scopes=(endpoint.get("scope"), payload.get("scope"), payload.get("grantee")),
        )

    def token(self) -> str:
        """The user's access token. Raises AlexaError if there is none that could be one."""
        for scope in self.scopes:
            if token := bearer(mapping(scope).get("token")):
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
    namespace: str, name: str, payload: Json, answers: Directive | None = None, *, endpoint_id: str = ""
) -> Json:
    """An event with a new message id, of an endpoint if it has one; with the correlation token of what it answers."""
    header: Json = {
        "namespace": namespace,
        "name": name,
        "payloadVersion": "3",
        "messageId": os.urandom(16).hex(),
    }
    body: Json = {"header": header, "payload": payload}
    if answers is not None and answers.correlation_token:
        header["correlationToken"] = answers.correlation_token
    if endpoint_id:
        body["endpoint"] = {"endpointId": endpoint_id}
    return {"event": body}


def state_event(directive: Directive, name: str, properties: Iterable[Json]) -> Json:
    """A Response or StateReport with the endpoint's properties."""
    return {
        **event("Alexa", name, {}, directive, endpoint_id=directive.endpoint_id),
        "context": {"properties": list(properties)},
    }


def error_event(directive: Directive, error: AlexaError, namespace: str = "Alexa") -> Json:
    """An ErrorResponse."""
    payload: Json = {"type": error.type, "message": error.message, **error.payload}
    return event(namespace, "ErrorResponse", payload, directive, endpoint_id=directive.endpoint_id)
