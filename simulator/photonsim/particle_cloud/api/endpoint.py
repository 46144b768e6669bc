"""What every endpoint shares: parsing, the access token, and errors that become JSON."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from photonsim.http import Receive, Scope, Send
from photonsim.particle_cloud.api.body import Body, query_fields, read_body
from photonsim.particle_cloud.api.errors import ApiError, rate_limited, server_failed
from photonsim.particle_cloud.api.scopes import check_scope
from photonsim.particle_cloud.model.state import CloudState
from photonsim.particle_cloud.model.tokens import Credential
from photonsim.particle_cloud.model.users import User
from photonsim.particle_cloud.oauth.bearer import check_token, sent_token
from photonsim.particle_cloud.oauth.errors import OAuthError


@dataclass(frozen=True)
class Call:
    """A request that has passed authentication: whose it is, and what it says."""

    state: CloudState
    request: Request
    user: User
    credential: Credential
    query: Mapping[str, Any]
    body: Body

    def path(self, name: str) -> str:
        value: str = self.request.path_params[name]
        return value


@dataclass(frozen=True)
class PublicCall:
    """A request that needs no access token."""

    state: CloudState
    request: Request
    query: Mapping[str, Any]
    body: Body

    def path(self, name: str) -> str:
        value: str = self.request.path_params[name]
        return value


def address_of(request: Request) -> str:
    """The address that rate limits count by."""
    return request.client.host if request.client is not None else "in-process"


Handler = Callable[[Call], Awaitable[Response]]
PublicHandler = Callable[[PublicCall], Awaitable[Response]]


class _Endpoint:
    """An ASGI application around a handler: whatever goes wrong is answered in JSON."""

    def __init__(self, state: CloudState) -> None:
        self._state = state

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        try:
            if self._state.faults.rate_limits and not self._state.limits.allow_request(address_of(request)):
                raise rate_limited()
            response = await self.answer(request)
        except ApiError as error:
            response = error.response()
        except Exception as error:
            path = scope.get("path", "")
            self._state.trace.record("error", f"the Particle cloud failed at {path}: {error!r}")
            response = server_failed().response()
        await response(scope, receive, send)

    async def answer(self, request: Request) -> Response:
        raise NotImplementedError


class PublicEndpoint(_Endpoint):
    """For whoever asks. `json` False: a JSON body is not even parsed, as at the OAuth endpoints."""

    def __init__(self, state: CloudState, handler: PublicHandler, *, json: bool = True) -> None:
        super().__init__(state)
        self._handler, self._json = handler, json

    async def answer(self, request: Request) -> Response:
        body = await read_body(request, self._state.settings.body_limit, json=self._json)
        return await self._handler(PublicCall(self._state, request, query_fields(request), body))


class Endpoint(_Endpoint):
    """For the account of the access token that the request carries; `scope` is what a limited token needs."""

    def __init__(self, state: CloudState, handler: Handler, scope: str | None = None) -> None:
        super().__init__(state)
        self._handler, self._scope = handler, scope

    async def answer(self, request: Request) -> Response:
        state = self._state
        if state.faults.too_many_requests:
            raise rate_limited()
        if state.faults.api_delay:
            await state.clock.sleep(state.faults.api_delay)
        body = await read_body(request, state.settings.body_limit)
        query = query_fields(request)
        token = sent_token(request.method, request.headers.get("authorization"), query, body)
        credential = check_token(state.tokens, token, state.clock.now())
        user = state.users.get(credential.user_id)
        if user is None:
            raise OAuthError("invalid_token", "The access token provided is invalid.")
        check_scope(credential.scope, self._scope)
        return await self._handler(Call(state, request, user, credential, query, body))
