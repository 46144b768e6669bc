"""A custom skill's request, read as far as it can be read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from photonlink.alexa.payload import bearer, mapping, text

#: Nobody says more into one slot; what is said back would not fit an answer then (24 kB, Amazon's documentation).
_LONGEST_SLOT = 200


class Request(NamedTuple):
    """What a request asks; what is missing or malformed is empty. `slots` holds spoken values by slot."""

    type: str
    application_id: str
    token: str
    locale: str
    intent: str
    slots: Mapping[str, str]

    def __repr__(self) -> str:
        """Without the token."""
        return f"Request({self.type!r}, {self.intent!r}, {dict(self.slots)})"

    @classmethod
    def read(cls, event: object) -> Request:
        """Read an event of any shape."""
        body = mapping(event)
        request, session = mapping(body.get("request")), mapping(body.get("session"))
        system = mapping(mapping(body.get("context")).get("System"))
        intent = mapping(request.get("intent"))
        slots = {
            name: text(mapping(slot).get("value"))[:_LONGEST_SLOT]
            for name, slot in mapping(intent.get("slots")).items()
        }
        # The session is missing from requests outside one; the context has the same in newer requests.
        places = (session, system)
        applications = [text(mapping(each.get("application")).get("applicationId")) for each in places]
        tokens = [bearer(mapping(each.get("user")).get("accessToken")) for each in places]
        return cls(
            type=text(request.get("type")),
            application_id=next(filter(None, applications), ""),
            token=next(filter(None, tokens), ""),
            locale=text(request.get("locale")),
            intent=text(intent.get("name")),
            slots=slots,
        )
