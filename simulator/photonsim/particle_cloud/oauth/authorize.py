"""The authorization endpoint, `/oauth/authorize`: checks, login, consent, and the way back to the application.

Checks, words and the form of the redirects are those of Particle's OAuth library (3.2.3, lib/authCodeGrant.js).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote, urlsplit

from starlette.responses import Response

from photonsim.particle_cloud.api.endpoint import PublicCall
from photonsim.particle_cloud.model.clients import OAuthClient
from photonsim.particle_cloud.oauth.errors import OTHER_STATUS, OAuthError
from photonsim.particle_cloud.oauth.pages import COOKIE, forget, page, remember
from photonsim.particle_cloud.oauth.visits import Visit, Visits

_LOST = "Your login has expired, or your browser does not accept cookies. Please log in again."
_WRONG_PASSWORD = "That email and password don't match. Please try again."
_WRONG_CODE = "That code is not right, or has been used. Please try the one that is shown now."
_BAD_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")


@dataclass(frozen=True)
class Authorization:
    """What an application asks for, once the parameters have been checked."""

    client: OAuthClient
    redirect_uri: str
    implicit: bool
    scope: str | None
    state: str

    @property
    def application(self) -> str:
        return self.client.name


def checked(query: Mapping[str, Any], find: Callable[[str], OAuthClient | None]) -> Authorization:
    """The request's parameters, checked in the library's order. Raises OAuthError, which is *not* redirected."""
    response_type = query.get("response_type")
    if response_type not in ("code", "token"):
        raise OAuthError("invalid_request", 'Invalid response_type parameter (must be "code")')
    client_id, redirect_uri = query.get("client_id"), query.get("redirect_uri")
    if not client_id:
        raise OAuthError("invalid_request", "Invalid or missing client_id parameter")
    if not redirect_uri:
        raise OAuthError("invalid_request", "Invalid or missing redirect_uri parameter")
    client = find(client_id) if isinstance(client_id, str) else None
    if client is None:
        raise OAuthError("invalid_client", "Invalid client credentials")
    if client.redirect_uri is None or client.redirect_uri != redirect_uri:
        raise OAuthError("invalid_request", "redirect_uri does not match")
    scope, state = query.get("scope"), query.get("state")
    return Authorization(
        client,
        client.redirect_uri,
        implicit=response_type == "token",
        scope=(scope if isinstance(scope, str) else None) or client.scope,
        state=state if isinstance(state, str) else "",
    )


class AuthorizationEndpoint:
    """Both methods of /oauth/authorize: GET shows the page that is next, POST takes what its form sends."""

    def __init__(self, visits: Visits) -> None:
        self._visits = visits

    async def __call__(self, call: PublicCall) -> Response:
        asked = checked(call.query, call.state.clients.get)
        if cut := call.state.faults.state_cut:
            asked = replace(asked, state=asked.state[:cut])
        if not asked.client.allows_scope(asked.scope):
            return _send_back(asked, "invalid_scope", "Invalid scope", 400)
        visit = self._visits.find(call.request.cookies.get(COOKIE))
        if call.request.method != "POST":
            return self._next_page(call, asked, visit or self._visits.begin())
        if visit is None or not visit.csrf_matches(call.body.text("csrf")):
            return self._next_page(call, asked, self._visits.begin(), status=403, message=_LOST)
        step = call.body.text("step")
        if step == "login":
            return self._log_in(call, asked, visit)
        if step == "otp" and visit.user is not None and not visit.logged_in:
            return self._enter_otp(call, asked, visit)
        if step == "consent" and visit.logged_in:
            return self._decide(call, asked, visit)
        return self._next_page(call, asked, visit)

    def _next_page(
        self,
        call: PublicCall,
        asked: Authorization,
        visit: Visit,
        *,
        status: int = 200,
        message: str = "",
        username: str = "",
    ) -> Response:
        if visit.user is None:
            return page(
                "login",
                call.request,
                visit,
                status=status,
                application=asked.application,
                message=message,
                username=username,
            )
        if not visit.logged_in:
            return page("otp", call.request, visit, status=status, message=message)
        return page(
            "consent",
            call.request,
            visit,
            status=status,
            application=asked.application,
            username=visit.user.username,
            scope=asked.client.scope and asked.scope,
            target=urlsplit(asked.redirect_uri).netloc or asked.redirect_uri,
        )

    def _log_in(self, call: PublicCall, asked: Authorization, visit: Visit) -> Response:
        username = call.body.text("username")
        if self._visits.log_in(visit, username, call.body.text("password")):
            return self._see_next(call, visit)
        return self._next_page(call, asked, visit, status=401, message=_WRONG_PASSWORD, username=username)

    def _enter_otp(self, call: PublicCall, asked: Authorization, visit: Visit) -> Response:
        if self._visits.enter_otp(visit, call.body.text("otp")):
            return self._see_next(call, visit)
        return self._next_page(call, asked, visit, status=401, message=_WRONG_CODE)

    def _see_next(self, call: PublicCall, visit: Visit) -> Response:
        """Open the next page by GET, so that going back or reloading sends no password again."""
        response = Response(
            status_code=303, headers={"Location": f"{call.request.url.path}?{call.request.url.query}"}
        )
        remember(response, call.request, visit)
        return response

    def _decide(self, call: PublicCall, asked: Authorization, visit: Visit) -> Response:
        decision, user = call.body.text("decision"), visit.user
        assert user is not None
        if decision not in ("allow", "deny"):
            return self._next_page(call, asked, visit)
        self._visits.end(visit)  # the next application asks for the password again
        if decision == "deny":
            response = _send_back(
                asked, "access_denied", "The user denied access to your application", OTHER_STATUS
            )
        elif asked.implicit:
            issued = call.state.tokens.issue(user.id, asked.client.id, asked.scope, None)
            response = _redirect(f"{asked.redirect_uri}#token={issued.access_token}{_state(asked)}")
        else:
            code = call.state.tokens.new_code(user.id, asked.client.id, asked.scope)
            response = _redirect(f"{asked.redirect_uri}?code={code}{_state(asked)}")
        forget(response)
        return response


def _state(asked: Authorization) -> str:
    # Appended as text after decoding, and not encoded again: so does the real cloud.
    return f"&state={asked.state}" if asked.state else ""


def _send_back(asked: Authorization, error: str, description: str, status: int) -> Response:
    return _redirect(f"{asked.redirect_uri}?error={error}&error_description={description}&code={status}")


def _redirect(url: str) -> Response:
    """302 to `url` as Express sends it: encoded only where a header could not hold it."""
    url = _BAD_PERCENT.sub("%25", url)
    location = quote(url, safe="%!#$&'()*+,/:;=?@[]~")
    return Response(status_code=302, headers={"Location": location, "Cache-Control": "no-store"})
