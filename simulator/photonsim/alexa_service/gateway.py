"""Amazon's side that a skill calls: Login with Amazon's token endpoint, and the event gateway.

Source of shapes and codes: Amazon's pages "Alexa.Authorization" and "Send Events to the Alexa Event Gateway".
"""

from __future__ import annotations

import base64
import contextlib
import json
import secrets
import uuid
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from photonsim.alexa_service.model import Memory
from photonsim.alexa_service.rules.reports import check_scope, too_many_endpoints
from photonsim.clock import HouseClock
from photonsim.trace import Trace

CODE_LIFE_S = 300.0
ACCESS_LIFE_S = 3600.0
_MAX_EVENT = 256 * 1024
#: Under which name refresh tokens are kept.
_REFRESH_TOKENS = "login with amazon"


@dataclass
class _Issued:
    customer: str
    expires: float


class Customer(NamedTuple):
    """Who has enabled the skill: `linked` says whether that is still so, `take` gets the reports meant for them.

    What `take` returns are breaches of the rules.
    """

    linked: Callable[[], bool]
    take: Callable[[dict[str, Any]], list[str]]


class LoginWithAmazon:
    """Codes and tokens for the event gateway: authorization code once, refresh tokens for as long as the grant.

    Every code and token is one customer's: a skill has one token endpoint for all who enabled it.
    """

    def __init__(self, clock: HouseClock, trace: Trace, client_id: str, client_secret: str) -> None:
        self._clock, self._trace = clock, trace
        self._clients = {client_id: client_secret}
        #: Customer and end of each code.
        self._codes: dict[str, _Issued] = {}
        #: Refresh tokens of links that the user has ended: a late report may still bring one.
        self._ended: set[str] = set()
        #: What the last refresh of a link in force was refused with; empty after one that was granted.
        self.refusal = ""
        #: Customer of each refresh token.
        self._refresh: dict[str, str] = {}
        self._access: dict[str, _Issued] = {}
        self._memory: Memory | None = None

    def remember_in(self, memory: Memory) -> None:
        """Keep refresh tokens in `memory`, and take over those that are there. Access tokens end with the house."""
        self._memory = memory
        self._refresh |= memory.get(_REFRESH_TOKENS) or {}
        for token in self._refresh:
            self._trace.secret(token)

    def _keep(self) -> None:
        if self._memory is not None:
            self._memory.put(_REFRESH_TOKENS, self._refresh)

    def add_client(self, client_id: str, client_secret: str) -> None:
        """Another security profile, such as one with which a skill links through Amazon's login."""
        self._trace.secret(client_secret)
        self._clients[client_id] = client_secret

    def new_code(self, customer: str = "") -> str:
        """A code for the customer's next AcceptGrant."""
        code = f"AN{secrets.token_urlsafe(14)}"
        self._trace.secret(code)
        self._codes[code] = _Issued(customer, self._clock.now() + CODE_LIFE_S)
        return code

    def remove_client(self, client_id: str) -> None:
        """The pair was renewed in the console, or belongs to another skill."""
        self._clients.pop(client_id, None)

    def revoke(self, customer: str) -> None:
        """The customer disabled the skill: everybody else's grants stay."""
        self._codes = {code: each for code, each in self._codes.items() if each.customer != customer}
        self._access = {token: each for token, each in self._access.items() if each.customer != customer}
        ended = {token for token, owner in self._refresh.items() if owner == customer}
        self._ended |= ended
        self._refresh = {token: owner for token, owner in self._refresh.items() if token not in ended}
        self._keep()

    def customer_of(self, access_token: str) -> str | None:
        """Who let the skill send events with this token; None: it is unknown, or has expired."""
        issued = self._access.get(access_token)
        return issued.customer if issued is not None and issued.expires > self._clock.now() else None

    async def token(self, request: Request) -> Response:
        """POST /auth/o2/token."""
        fields = {k: v[-1] for k, v in parse_qs((await request.body()).decode("utf-8", "replace")).items()}
        answer = self._answer(request, fields)
        if fields.get("grant_type") == "refresh_token" and fields.get("refresh_token") not in self._ended:
            self.refusal = "" if answer.status_code == 200 else bytes(answer.body).decode()
        return answer

    def _answer(self, request: Request, fields: dict[str, str]) -> Response:
        client_id, secret = _credentials(request, fields)
        if not secret or self._clients.get(client_id) != secret:
            return _error(401, "invalid_client", "Client authentication failed")
        match fields.get("grant_type"):
            case "authorization_code":
                code = self._codes.pop(fields.get("code", ""), None)
                if code is None or code.expires <= self._clock.now():
                    return _error(400, "invalid_grant", "The request has an invalid grant parameter : code")
                return self._grant(code.customer)
            case "refresh_token":
                customer = self._refresh.get(fields.get("refresh_token", ""))
                if customer is None:
                    return _error(
                        400, "invalid_grant", "The request has an invalid grant parameter : refresh_token"
                    )
                return self._grant(customer)
            case _:
                return _error(400, "unsupported_grant_type", "The authorization grant type is not supported")

    def _grant(self, customer: str) -> Response:
        access, refresh = f"Atza|{secrets.token_urlsafe(40)}", f"Atzr|{secrets.token_urlsafe(40)}"
        self._trace.secret(access)
        self._trace.secret(refresh)
        self._access[access] = _Issued(customer, self._clock.now() + ACCESS_LIFE_S)
        self._refresh[refresh] = customer
        self._keep()
        return JSONResponse(
            {
                "access_token": access,
                "refresh_token": refresh,
                "token_type": "bearer",
                "expires_in": int(ACCESS_LIFE_S),
            }
        )


class EventGateway:
    """POST /v3/events: takes reports of a skill, and refuses what Amazon refuses.

    A report reaches the customer whose token it bears, and nobody else.
    """

    def __init__(self, trace: Trace, login: LoginWithAmazon) -> None:
        self._trace, self._login = trace, login
        self._customers: dict[str, Customer] = {}
        #: How the last reports were answered, newest last: "202", or the code of an exception.
        self.answers: deque[str] = deque(maxlen=20)
        #: The user has disabled the skill, and the skill does not know.
        self.disabled = False
        #: It takes nothing from anybody.
        self.busy = False

    def admit(self, name: str, customer: Customer) -> None:
        """A customer whose reports come here."""
        self._customers[name] = customer

    async def events(self, request: Request) -> Response:
        """Take a report, or refuse it as Amazon does."""
        answer = await self._events(request)
        code = json.loads(bytes(answer.body))["payload"]["code"] if answer.status_code != 202 else "202"
        self.answers.append(code)
        return answer

    async def _events(self, request: Request) -> Response:
        body = await request.body()
        if self.busy:
            return _exception(503, "SERVICE_UNAVAILABLE_EXCEPTION", "The service is unavailable.")
        if len(body) > _MAX_EVENT:
            return _exception(413, "REQUEST_ENTITY_TOO_LARGE_EXCEPTION", "The request is too large")
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        name = self._login.customer_of(token) if scheme.lower() == "bearer" else None
        customer = self._customers.get(name) if name is not None else None
        if customer is None:
            return _exception(401, "INVALID_ACCESS_TOKEN_EXCEPTION", "Access token is not valid.")
        if self.disabled or not customer.linked():
            return _exception(403, "SKILL_DISABLED_EXCEPTION", "The skill is disabled for this user.")
        try:
            message = json.loads(body)
        except (ValueError, RecursionError):
            return _exception(400, "INVALID_REQUEST_EXCEPTION", "The request body is not JSON.")
        if not isinstance(message, dict):
            return _exception(400, "INVALID_REQUEST_EXCEPTION", "The request body is no object.")
        if too_many_endpoints(message):
            return _exception(413, "REQUEST_ENTITY_TOO_LARGE_EXCEPTION", "The request is too large")
        breaches = check_scope(message, token) or customer.take(message)
        if breaches:
            self._trace.record(
                "breach", f"an event of the skill was refused: {breaches[0]}", breaches=breaches
            )
            return _exception(400, "INVALID_REQUEST_EXCEPTION", breaches[0])
        return Response(status_code=202)

    def wrong_region(self) -> Response:
        """The gateway of a region in which the user never enabled the skill."""
        self.answers.append("SKILL_NEVER_ENABLED_EXCEPTION")
        return _exception(403, "SKILL_NEVER_ENABLED_EXCEPTION", "The skill was never enabled for this user.")


def _credentials(request: Request, fields: dict[str, str]) -> tuple[str, str]:
    """Client id and secret, by HTTP Basic or in the body: Amazon takes both."""
    scheme, _, encoded = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "basic":
        with contextlib.suppress(ValueError):
            client_id, _, secret = base64.b64decode(encoded).decode().partition(":")
            return client_id, secret
    return fields.get("client_id", ""), fields.get("client_secret", "")


def _error(status: int, error: str, description: str) -> Response:
    return JSONResponse({"error": error, "error_description": description}, status_code=status)


def _exception(status: int, code: str, description: str) -> Response:
    return JSONResponse(
        {
            "header": {"namespace": "System", "name": "Exception", "messageId": str(uuid.uuid4())},
            "payload": {"code": code, "description": description},
        },
        status_code=status,
    )
