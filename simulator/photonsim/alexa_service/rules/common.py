"""What all messages of a skill have in common. Source: Amazon's Smart Home v3 message schema (alexa-samples/alexa-smarthome)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, TypeGuard

JSON = dict[str, Any]

_MESSAGE_ID = re.compile(r"[a-zA-Z0-9-]{1,127}")
_ENDPOINT_ID = re.compile(r"[a-zA-Z0-9_\-=#;:?@&]{1,256}")
_TIME = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,3})?Z")


class Breaches(list[str]):
    """Collects what is wrong with a message, as sentences that name the offending member."""

    def as_object(self, value: object, where: str) -> JSON | None:
        """`value` if it is an object, else None and a breach."""
        if isinstance(value, dict):
            return value
        self.append(f"{where} is {_kind(value)}, expected an object")
        return None

    def each_once(self, items: Iterable[object], where: str, key: str) -> Iterator[tuple[str, JSON]]:
        """Place and content of each object of a list; a breach for what is none, or whose `key` stands twice."""
        seen: set[str] = set()
        for number, item in enumerate(items):
            place = f"{where}[{number}]"
            content = self.as_object(item, place)
            if content is None:
                continue
            yield place, content
            name = str(content.get(key))
            if name in seen:
                self.append(f"{place}.{key} {name!r} stands twice")
            seen.add(name)

    def closed(self, value: JSON, where: str, required: Iterable[str], optional: Iterable[str] = ()) -> None:
        """Exactly these members."""
        required, optional = set(required), set(optional)
        for name in sorted(required - set(value)):
            self.append(f"{where}.{name} is missing")
        for name in sorted(set(value) - required - optional):
            self.append(f"{where}.{name} is not allowed here")

    def text(self, value: object, where: str, longest: int, shortest: int = 1) -> None:
        if not isinstance(value, str):
            self.append(f"{where} is {_kind(value)}, expected a text")
        elif not shortest <= len(value) <= longest:
            self.append(f"{where} has {len(value)} characters, allowed are {shortest} to {longest}")

    def endpoint_id(self, value: object, where: str) -> None:
        if not isinstance(value, str) or not _ENDPOINT_ID.fullmatch(value):
            self.append(f"{where} is {value!r}: 1 to 256 of a-z A-Z 0-9 _ - = # ; : ? @ &")

    def header(self, event: JSON, namespace: str, name: str, request: JSON | None) -> None:
        """The event's header: names, ids, and the correlation token of the directive that it answers."""
        header = self.as_object(event.get("header"), "event.header")
        if header is None:
            return
        asked = request["directive"]["header"] if request is not None else {}
        token = asked.get("correlationToken")
        self.closed(
            header,
            "event.header",
            ("namespace", "name", "payloadVersion", "messageId"),
            ("correlationToken",) if token is not None else (),
        )
        if (header.get("namespace"), header.get("name")) != (namespace, name):
            self.append(
                f"event.header is {header.get('namespace')}/{header.get('name')}, expected {namespace}/{name}"
            )
        if header.get("payloadVersion") != "3":
            self.append(f'event.header.payloadVersion is {header.get("payloadVersion")!r}, expected "3"')
        message_id = header.get("messageId")
        if not isinstance(message_id, str) or not _MESSAGE_ID.fullmatch(message_id):
            self.append(f"event.header.messageId is {message_id!r}: 1 to 127 letters, digits and dashes")
        elif message_id == asked.get("messageId"):
            self.append("event.header.messageId repeats the directive's: each message has its own")
        if token is not None and header.get("correlationToken") != token:
            self.append("event.header.correlationToken is not the directive's")

    def endpoint(self, event: JSON, request: JSON | None) -> None:
        """The event's endpoint: the one that the directive was for."""
        endpoint = self.as_object(event.get("endpoint"), "event.endpoint")
        if endpoint is None:
            return
        self.endpoint_id(endpoint.get("endpointId"), "event.endpoint.endpointId")
        asked = (request or {}).get("directive", {}).get("endpoint", {}).get("endpointId")
        if asked is not None and endpoint.get("endpointId") not in (asked, None):
            self.append(
                f"event.endpoint.endpointId is {endpoint.get('endpointId')!r}, the directive was for {asked!r}"
            )

    def time(self, value: object, where: str) -> None:
        if not isinstance(value, str) or not _TIME.fullmatch(value):
            self.append(
                f"{where} is {value!r}, expected YYYY-MM-DDThh:mm:ssZ with at most three digits of a second"
            )
            return
        try:
            datetime.fromisoformat(value)
        except ValueError:
            self.append(f"{where} is {value!r}, which is no date")


def is_number(value: object) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool)


def is_whole(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool)


def _kind(value: object) -> str:
    return "missing" if value is None else f"{type(value).__name__} {value!r}"[:80]
