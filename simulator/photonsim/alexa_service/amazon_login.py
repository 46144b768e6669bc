"""Amazon's own login page, /ap/oa: for skills that link through Login with Amazon.

Source: Amazon's page "Authorization Code Grant" (Login with Amazon).
"""

from __future__ import annotations

import html
from collections.abc import Callable
from urllib.parse import parse_qs, urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

_PAGE = """<!doctype html><title>Amazon Sign-In</title><h1>Sign in</h1>
<form method="post"><input type="email" name="email" value="{email}"><input type="password" name="password">
<button name="decision" value="allow">Sign in and allow</button></form>"""


class AmazonLogin:
    """A login page that takes the house's person at their word: Amazon's password is not what is tested here."""

    def __init__(self, new_code: Callable[[], str]) -> None:
        self._new_code = new_code

    async def page(self, request: Request) -> Response:
        """GET shows the form, POST sends the person back with a code."""
        asked = request.query_params
        missing = [
            name for name in ("client_id", "redirect_uri", "scope", "response_type") if not asked.get(name)
        ]
        if missing:
            return HTMLResponse(
                f"<h1>We're sorry!</h1><p>400 Bad Request: no {html.escape(missing[0])}</p>", 400
            )
        if request.method == "GET":
            return HTMLResponse(_PAGE.format(email=""))
        fields = parse_qs((await request.body()).decode("utf-8", "replace"))
        if not fields.get("email") or not fields.get("password"):
            return HTMLResponse(_PAGE.format(email=html.escape(fields.get("email", [""])[0])))
        back = {"code": self._new_code(), "scope": asked["scope"], "state": asked.get("state", "")}
        return RedirectResponse(f"{asked['redirect_uri']}?{urlencode(back)}", 302)
