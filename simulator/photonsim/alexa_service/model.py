"""The words of the simulated Alexa: a skill's settings, endpoints, exchanges and answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

JSON = dict[str, Any]


@dataclass(frozen=True)
class SkillConfig:
    """What a developer types into the console of a smart home skill."""

    authorization_uri: str
    access_token_uri: str
    client_id: str
    client_secret: str = field(repr=False)
    redirect_uri: str
    lambda_url: str
    scheme: Literal["basic", "body"] = "basic"
    scopes: tuple[str, ...] = ()
    region: Literal["na", "eu", "fe"] = "na"
    send_events: bool = True
    messaging_client_id: str = ""
    messaging_client_secret: str = field(default="", repr=False)
    name: str = "photonlink"


@dataclass(frozen=True)
class LinkResult:
    """How linking ended. `speech` is all that the user reads; `reason` is the truth, for the trace."""

    ok: bool
    speech: str
    reason: str = ""


@dataclass(frozen=True)
class Endpoint:
    """A device that Alexa has discovered. `properties` maps an interface to its declared properties.

    `retrievable` are the interfaces whose properties can be asked for.
    """

    endpoint_id: str
    friendly_name: str
    categories: tuple[str, ...]
    properties: dict[str, tuple[str, ...]]
    proactive: frozenset[str]
    cookie: dict[str, str]
    retrievable: frozenset[str]
    #: As discovery described it.
    described: JSON = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def from_discovery(cls, endpoint: JSON) -> Endpoint:
        """From an endpoint of a Discover.Response that the rules have passed."""
        properties: dict[str, tuple[str, ...]] = {}
        proactive, retrievable = set(), set()
        for capability in endpoint["capabilities"]:
            declared = capability.get("properties", {})
            properties[capability["interface"]] = tuple(p["name"] for p in declared.get("supported", []))
            if declared.get("proactivelyReported"):
                proactive.add(capability["interface"])
            if declared.get("retrievable"):
                retrievable.add(capability["interface"])
        return cls(
            endpoint["endpointId"],
            endpoint["friendlyName"],
            tuple(endpoint["displayCategories"]),
            properties,
            frozenset(proactive),
            endpoint.get("cookie", {}),
            frozenset(retrievable),
            endpoint,
        )

    def can(self, interface: str) -> bool:
        return interface in self.properties

    def hides(self, interfaces: tuple[str, ...]) -> bool:
        """Whether it has some of the interfaces, and none of them can be asked for."""
        has = {interface for interface in interfaces if self.can(interface)}
        return bool(has) and not has & self.retrievable


class Memory(Protocol):
    """Where is kept what outlasts the house, by name."""

    def get(self, name: str) -> dict[str, Any] | None: ...

    def put(self, name: str, value: dict[str, Any]) -> None: ...

    def remove(self, name: str) -> None: ...


@dataclass(frozen=True)
class Exchange:
    """One directive and what came of it.

    `error` is None for success, else an Alexa error type, or one of the service's own: NO_ANSWER (time-out, no
    connection, an exception of the function; see `why`) and BAD_RESPONSE (a message that breaks the rules; see
    `breaches`).
    """

    request: JSON
    response: JSON | None
    error: str | None = None
    breaches: tuple[str, ...] = ()
    why: str = ""
    #: The answer word for word, where `response` is what it means in version 3.
    verbatim: JSON | None = None

    @property
    def answer(self) -> JSON | None:
        """What the function answered."""
        return self.response if self.verbatim is None else self.verbatim

    @property
    def ok(self) -> bool:
        return self.error is None

    @property
    def payload(self) -> JSON:
        """The payload of the answer's event; empty when there is none."""
        if self.response is None:
            return {}
        event = self.response.get("event")
        payload = event.get("payload") if isinstance(event, dict) else None
        return payload if isinstance(payload, dict) else {}


@dataclass(frozen=True)
class Answer:
    """What Alexa says to a sentence, and what it did for it. `elapsed_ms` in house time."""

    speech: str
    ok: bool
    directives: list[JSON] = field(default_factory=list)
    responses: list[JSON | None] = field(default_factory=list)
    elapsed_ms: float = 0.0
