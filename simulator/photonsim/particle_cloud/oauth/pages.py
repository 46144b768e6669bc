"""The login, one-time code and consent pages. They need no JavaScript, and load nothing but one style sheet."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from photonsim.particle_cloud.oauth.visits import Visit

_FOLDER = Path(__file__).parent / "templates"
_TEMPLATES = Environment(loader=FileSystemLoader(_FOLDER), autoescape=True, undefined=StrictUndefined)
_STYLE = (_FOLDER / "style.css").read_text(encoding="utf-8")

COOKIE = "particle_login"
_PATH = "/oauth"

_HEADERS = {
    # No form-action: browsers apply it to every redirect that follows a form, and after "Allow" those lead
    # to the application, and from there to wherever the application likes.
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cache-Control": "no-store",
}


def page(name: str, request: Request, visit: Visit, *, status: int = 200, **values: Any) -> Response:
    """The page `name`; its form comes back to the address that is open, with the visit's CSRF value."""
    query = request.url.query
    action = request.url.path + (f"?{query}" if query else "")
    html = _TEMPLATES.get_template(f"{name}.html").render(action=action, csrf=visit.csrf, **values)
    response = HTMLResponse(html, status, headers=_HEADERS)
    remember(response, request, visit)
    return response


def remember(response: Response, request: Request, visit: Visit) -> None:
    """Give the browser the visit's cookie."""
    secure = request.url.scheme == "https"
    response.set_cookie(COOKIE, visit.id, path=_PATH, httponly=True, samesite="lax", secure=secure)


def forget(response: Response) -> None:
    response.delete_cookie(COOKIE, path=_PATH)


async def style(_: Request) -> Response:
    return Response(_STYLE, media_type="text/css", headers={"Cache-Control": "max-age=3600"})
