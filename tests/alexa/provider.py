"""A login page and a token endpoint of our own making, to go wrong in chosen ways; and a foreign skill handler."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, quote

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from photonsim.alexa_service import AlexaService, SkillConfig
from photonsim.clock import HouseClock
from photonsim.http import HouseHttp
from photonsim.trace import Trace

from . import messages

JSON = dict[str, Any]
REDIRECT = "http://alexa.test/pitangui.amazon.com/api/skill/link/VENDOR"

LOGIN = """<form method="post"><input type="hidden" name="csrf" value="c1"><input name="user" type="email">
<input name="pw" type="password"><button>Log in</button></form>"""
CONSENT = """<form method="post"><input type="hidden" name="csrf" value="c2">
<button name="decision" value="deny">Deny</button><button name="decision" value="allow">Allow</button></form>"""


@dataclass
class Provider:
    """Everything that can be asked of it is remembered; `token` and `redirect` may be replaced."""

    clock: HouseClock
    token: Callable[[JSON], tuple[int, object]] = lambda fields: (
        200,
        {
            "access_token": "access-token-1",
            "refresh_token": "refresh-1",
            "expires_in": 3600,
            "token_type": "bearer",
        },
    )
    redirect: Callable[[str, str], str] = lambda uri, state: (
        f"{uri}?code=the-code&state={quote(state, safe='')}"
    )
    token_delay: float = 0.0
    token_requests: list[JSON] = field(default_factory=list)
    authorized: JSON = field(default_factory=dict)

    def app(self) -> Starlette:
        async def authorize(request: Request) -> Response:
            self.authorized = dict(request.query_params)
            if request.method == "GET":
                return HTMLResponse(LOGIN)
            form = await request.form()
            if form.get("csrf") == "c1":
                if form.get("pw") != "right":
                    return HTMLResponse("<p>Wrong password.</p>" + LOGIN)
                page = HTMLResponse(CONSENT)
                page.set_cookie("session", "s1")
                return page
            assert request.cookies.get("session") == "s1", "the web view keeps cookies"
            assert form.get("decision") == "allow"
            uri, state = self.authorized["redirect_uri"], self.authorized["state"]
            return RedirectResponse(self.redirect(uri, state), 302)

        async def token(request: Request) -> Response:
            fields = {k: v[-1] for k, v in parse_qs((await request.body()).decode()).items()}
            self.token_requests.append({**fields, "authorization": request.headers.get("authorization")})
            await self.clock.sleep(self.token_delay)
            status, body = self.token(fields)
            return body if isinstance(body, Response) else JSONResponse(body, status)

        return Starlette(
            routes=[
                Route("/oauth/authorize", authorize, methods=["GET", "POST"]),
                Route("/oauth/token", token, methods=["POST"]),
            ]
        )


def answer(request: JSON) -> JSON:
    """A foreign handler with one light, that does everything right."""
    header = request["directive"]["header"]
    if header["name"] == "AcceptGrant":
        return {
            "event": {
                "header": {
                    "namespace": "Alexa.Authorization",
                    "name": "AcceptGrant.Response",
                    "payloadVersion": "3",
                    "messageId": "m-9",
                },
                "payload": {},
            }
        }
    if header["name"] == "Discover":
        return messages.discovery()
    good = messages.response("StateReport" if header["name"] == "ReportState" else "Response")
    good["event"]["header"]["correlationToken"] = header["correlationToken"]
    return good


class Bench:
    """A simulated Alexa between a provider and a foreign handler."""

    def __init__(self, handler: Callable[[JSON], Any] = answer, **skill: Any) -> None:
        self.clock = HouseClock(1_700_000_000.0, virtual=True)
        self.trace = Trace(self.clock)
        self.http = HouseHttp(self.clock, self.trace)
        self.provider = Provider(self.clock)
        self.handler = handler
        self.handler_delay = 0.0
        self.invoked: list[JSON] = []

        async def invoke(request: Request) -> Response:
            event = await request.json()
            self.invoked.append(event)
            await self.clock.sleep(self.handler_delay)
            result = self.handler(event)
            return result if isinstance(result, Response) else JSONResponse(result)

        config: dict[str, Any] = {
            "authorization_uri": "http://provider.test/oauth/authorize",
            "access_token_uri": "http://provider.test/oauth/token",
            "client_id": "client-1",
            "client_secret": "client-secret-1",
            "redirect_uri": REDIRECT,
            "lambda_url": "http://lambda.test/invoke",
            "messaging_client_id": "amzn1.application-oa2-client.test",
            "messaging_client_secret": "messaging-secret",
        }
        self.alexa = AlexaService(
            self.clock, self.trace, self.http, "http://alexa.test", SkillConfig(**{**config, **skill})
        )
        self.http.mount("http://provider.test", self.provider.app(), name="provider")
        self.http.mount(
            "http://lambda.test",
            Starlette(routes=[Route("/invoke", invoke, methods=["POST"])]),
            name="lambda",
        )
        self.http.mount("http://alexa.test", self.alexa.app, name="alexa")
