"""The dashboard: the house as JSON, a page that shows it live, and what the commands talk to."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from photonsim.faults import UnknownFault, fault_names, find_fault

if TYPE_CHECKING:
    from photonsim.house import House

Endpoint = Callable[[Request], Awaitable[Response]]

_PAGE = Path(__file__).parent / "page.html"
_MAX_SENTENCE = 1000
#: Nothing of the page comes from elsewhere, and nobody else may frame it.
_CSP = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'; frame-ancestors 'none'"


def dashboard_app(house: House) -> Starlette:
    """The dashboard of one house."""

    async def page(_: Request) -> Response:
        return HTMLResponse(_PAGE.read_text(), headers={"content-security-policy": _CSP})

    async def state(request: Request) -> Response:
        return JSONResponse(house.state(_limit(request, None)))

    async def configuration(_: Request) -> Response:
        # The house's own secrets, for the doctor on this machine; a page of another site cannot read it (no CORS).
        return JSONResponse(house.configuration(), headers={"cache-control": "no-store"})

    async def say(request: Request) -> Response:
        text = (await _object(request)).get("text")
        if not isinstance(text, str) or not text.strip():
            raise HTTPException(400, 'expected {"text": "a sentence for Alexa"}')
        if not _printable(text):
            raise HTTPException(400, "the sentence holds half a character")
        if len(text) > _MAX_SENTENCE:
            raise HTTPException(400, f"a sentence has at most {_MAX_SENTENCE} characters")
        with house.clock.waiting():
            answer = await house.say(text)
        return JSONResponse(
            {
                "speech": answer.speech,
                "ok": answer.ok,
                "directives": house.trace.masker.value(answer.directives),
                "responses": house.trace.masker.value(answer.responses),
                "elapsed_ms": answer.elapsed_ms,
            }
        )

    async def trace(request: Request) -> Response:
        entries = house.trace.entries(kind=request.query_params.get("kind"), limit=_limit(request, 100))
        return JSONResponse({"entries": [entry.as_json() for entry in entries]})

    async def clock(request: Request) -> Response:
        wish = await _object(request)
        if "speed" in wish:
            _set_speed(house, wish["speed"])
        else:
            seconds = wish.get("advance")
            if not isinstance(seconds, int | float) or isinstance(seconds, bool) or not 0 <= seconds < 1e10:
                raise HTTPException(400, 'expected {"advance": seconds}, 0 or more, or {"speed": factor}')
            await house.advance(float(seconds))
        return JSONResponse({"time": house.clock.now(), "speed": house.clock.speed})

    async def faults(request: Request) -> Response:
        if request.method == "POST":
            wish = await _object(request)
            name, on = wish.get("name"), wish.get("on")
            if not isinstance(name, str) or not isinstance(on, bool):
                raise HTTPException(400, 'expected {"name": "D501", "on": true}')
            try:
                with house.clock.waiting():
                    await (house.fault_on(name) if on else house.fault_off(name))
            except UnknownFault as error:
                raise HTTPException(404, str(error)) from error
        return JSONResponse(
            {
                "faults": [
                    {"name": name, "summary": find_fault(name).summary, "on": name in house.faults}
                    for name in fault_names()
                ]
            }
        )

    async def press(request: Request) -> Response:
        wish = await _object(request)
        try:
            photon = house.photon(str(wish.get("device", "")))
            seconds = float(str(wish.get("seconds", 0.1)))
            if not 0 < seconds <= 60:
                raise ValueError("a press lasts up to 60 seconds")
            held = float(str(wish.get("hold_setup", 0)))
            if not 0 <= held <= 60:
                raise ValueError("SETUP is held for up to 60 seconds")
            photon.press(str(wish.get("button", "")), seconds, hold_setup=held)
        except KeyError as error:
            raise HTTPException(404, str(error.args[0])) from error
        except (ValueError, TypeError) as error:
            raise HTTPException(400, str(error)) from error
        return JSONResponse({"ok": True})

    async def power(request: Request) -> Response:
        """Pull a Photon's plug, or put it in again."""
        wish = await _object(request)
        on = wish.get("on")
        if not isinstance(on, bool):
            raise HTTPException(400, 'expected {"device", "on": true or false}')
        try:
            photon = house.photon(str(wish.get("device", "")))
        except KeyError as error:
            raise HTTPException(404, str(error.args[0])) from error
        if on:
            photon.plug_in()
        else:
            photon.unplug()
        return JSONResponse({"ok": True})

    async def pin(request: Request) -> Response:
        """Put a level or a voltage on an input of a Photon."""
        wish = await _object(request)
        digital, analog = _whole(wish, "digital"), _whole(wish, "analog")
        if not {"digital", "analog"} & set(wish) or ("analog" in wish and analog is None):
            raise HTTPException(
                400, 'expected {"device", "pin", "digital": 0, 1 or null} or {…, "analog": 0..4095}'
            )
        try:
            photon = house.photon(str(wish.get("device", "")))
            photon.pins.set_pin(str(wish.get("pin", "")), digital=digital, analog=analog)
        except KeyError as error:
            raise HTTPException(404, str(error.args[0])) from error
        except ValueError as error:
            raise HTTPException(400, str(error)) from error
        return JSONResponse({"ok": True})

    async def console(request: Request) -> Response:
        """What is typed into the Account Linking page of the simulated Alexa console."""
        entries = await _object(request)
        known = {
            "authorization_uri",
            "access_token_uri",
            "client_id",
            "client_secret",
            "scheme",
            "redirect_uri",
        }
        if unknown := set(entries) - known:
            raise HTTPException(
                400, f"the page has no field {min(unknown)!r}; it has {', '.join(sorted(known))}"
            )
        typed: dict[str, Any] = {name: value for name, value in entries.items() if isinstance(value, str)}
        if typed != entries or typed.get("scheme", "basic") not in ("basic", "body"):
            raise HTTPException(400, "every field holds a text; scheme is basic or body")
        if typed.get("client_secret"):
            house.trace.secret(typed["client_secret"])
        house.alexa.configure(replace(house.alexa.skill, **typed))
        return JSONResponse({"ok": True})

    async def link(_: Request) -> Response:
        """Enable the skill on the phone and log in, or say why that fails."""
        with house.clock.waiting():
            result = await house.link()
        return JSONResponse({"ok": result.ok, "speech": result.speech, "reason": result.reason})

    async def failed(_: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        return JSONResponse({"error": error.detail}, error.status_code)

    return Starlette(
        routes=[
            Route("/", page),
            Route("/api/house", state),
            Route("/api/configuration", configuration),
            Route("/api/say", _same_site(say), methods=["POST"]),
            Route("/api/trace", trace),
            Route("/api/clock", _same_site(clock), methods=["POST"]),
            Route("/api/faults", _same_site(faults), methods=["GET", "POST"]),
            Route("/api/press", _same_site(press), methods=["POST"]),
            Route("/api/power", _same_site(power), methods=["POST"]),
            Route("/api/pin", _same_site(pin), methods=["POST"]),
            Route("/api/console", _same_site(console), methods=["POST"]),
            Route("/api/link", _same_site(link), methods=["POST"]),
        ],
        exception_handlers={HTTPException: failed},
    )


def _set_speed(house: House, speed: object) -> None:
    if house.clock.virtual:
        raise HTTPException(409, "this house has virtual time, which stands still or jumps: it has no speed")
    try:
        if not isinstance(speed, int | float) or isinstance(speed, bool):
            raise ValueError("a speed is a number, such as 0.1 for a tenth of the wall clock's")
        house.clock.speed = speed
    except ValueError as error:
        raise HTTPException(400, str(error)) from error


def _same_site(endpoint: Endpoint) -> Endpoint:
    """Refuses requests that another site's page makes a browser send: the house has no login."""

    async def guarded(request: Request) -> Response:
        site = request.headers.get("sec-fetch-site", "none")
        if request.method == "POST" and site not in ("none", "same-origin"):
            raise HTTPException(403, "a page of another site may not command this house")
        return await endpoint(request)

    return guarded


def _limit(request: Request, default: int | None) -> int | None:
    """The query's `limit`, 0 at least. Raises HTTPException (400) for what is no number."""
    given = request.query_params.get("limit")
    if given is None:
        return default
    try:
        return max(0, int(given))
    except ValueError:
        raise HTTPException(400, "limit is a whole number") from None


def _whole(wish: dict[str, object], name: str) -> int | None:
    value = wish.get(name)
    if value is not None and (not isinstance(value, int) or isinstance(value, bool)):
        raise HTTPException(400, "digital is 0, 1 or null; analog is a whole number, 0 to 4095")
    return value


def _printable(text: str) -> bool:
    """Whether UTF-8 can hold it: JSON's escapes can name a lone surrogate."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


async def _object(request: Request) -> dict[str, object]:
    try:
        body = await request.json()
    except (ValueError, RecursionError):
        raise HTTPException(400, "the body is no JSON") from None
    if not isinstance(body, dict):
        raise HTTPException(400, "the body is no JSON object")
    return body
