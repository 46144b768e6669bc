"""The phone's web view, in which people log in: fetches pages, keeps cookies, fills in and sends forms."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookies import SimpleCookie
from urllib.parse import urljoin, urlsplit

import httpx2

from photonsim.http import HouseHttp, origin

_MAX_REDIRECTS = 10


class WebViewError(Exception):
    """The person in front of the web view cannot go on; the message says what is shown."""


@dataclass
class Form:
    """A form of a page: where it goes, its fields with their values, its buttons."""

    action: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    buttons: list[tuple[str, str, str]] = field(default_factory=list)

    def has_password(self) -> bool:
        return "password" in self.kinds.values()


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.text: list[str] = []
        self._button: tuple[str, str] | None = None
        self._label = ""
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        if tag in ("style", "script", "title"):
            self._hidden += 1
        if tag == "form":
            self.forms.append(Form(attributes.get("action", ""), attributes.get("method", "get").lower()))
        elif not self.forms:
            return
        elif tag == "input" and attributes.get("name"):
            kind = attributes.get("type", "text")
            if kind == "submit":
                self.forms[-1].buttons.append(
                    (attributes["name"], attributes.get("value", ""), attributes.get("value", ""))
                )
            else:
                self.forms[-1].fields[attributes["name"]] = attributes.get("value", "")
                self.forms[-1].kinds[attributes["name"]] = kind
        elif tag == "button" and attributes.get("type", "submit") == "submit":
            self._button, self._label = (attributes.get("name", ""), attributes.get("value", "")), ""

    def handle_data(self, data: str) -> None:
        if self._button is not None:
            self._label += data
        elif not self._hidden and data.strip():
            self.text.append(data.strip())

    def handle_endtag(self, tag: str) -> None:
        if tag in ("style", "script", "title"):
            self._hidden = max(0, self._hidden - 1)
        if tag == "button" and self._button is not None and self.forms:
            self.forms[-1].buttons.append((*self._button, self._label.strip()))
            self._button = None


@dataclass(frozen=True)
class Page:
    """What the web view shows."""

    url: str
    status: int
    text: str
    forms: list[Form]


class WebView:
    """A browser without JavaScript."""

    def __init__(self, http: HouseHttp) -> None:
        self._http = http
        self._cookies: dict[str, SimpleCookie] = {}

    async def open(self, url: str, stop_at: str) -> Page | str:
        """The page at `url`, redirects followed; or the URL, as text, of the first redirect to `stop_at`."""
        return await self._go("GET", url, None, stop_at)

    async def submit(self, page: Page, form: Form, button: str | None, stop_at: str) -> Page | str:
        """Send a form by the button whose label or value contains `button` (any, when None)."""
        fields = dict(form.fields)
        for name, value, label in form.buttons:
            if button is None or button.lower() in (label or value).lower():
                if name:
                    fields[name] = value
                break
        else:
            if button is not None:
                raise WebViewError(f"the page at {_where(page.url)} has no button {button!r}")
        return await self._go(
            form.method.upper(), urljoin(page.url, form.action or page.url), fields, stop_at
        )

    async def _go(self, method: str, url: str, fields: dict[str, str] | None, stop_at: str) -> Page | str:
        for _ in range(_MAX_REDIRECTS):
            try:
                answer = await self._http.request(
                    method,
                    url,
                    headers=self._headers(url),
                    data=fields if method == "POST" else None,
                    params=fields if method == "GET" and fields else None,
                    timeout=30,
                    caller="web view",
                )
            except httpx2.TransportError as error:
                raise WebViewError(
                    f"the web view shows an error: {_where(url)} cannot be reached ({error})"
                ) from error
            except httpx2.InvalidURL as error:
                raise WebViewError(f"the web view shows an error: {url!r} is no address") from error
            self._keep_cookies(url, answer)
            location = answer.headers.get("location")
            if answer.status_code not in (301, 302, 303, 307, 308) or location is None:
                parser = _Forms()
                parser.feed(answer.text)
                return Page(url, answer.status_code, " ".join(parser.text), parser.forms)
            # Compared and handed on as text: what a provider did to `state` must be seen as it is.
            if location.startswith(stop_at):
                return location
            url = urljoin(url, location)
            if answer.status_code not in (307, 308):
                method, fields = "GET", None
        raise WebViewError(f"the web view shows an error: too many redirects at {_where(url)}")

    def _headers(self, url: str) -> dict[str, str]:
        headers = {"user-agent": "Mozilla/5.0 (Linux; Android 14) AlexaMobile", "accept": "text/html"}
        jar = self._cookies.get(origin(url))
        if jar:
            headers["cookie"] = "; ".join(f"{name}={morsel.value}" for name, morsel in jar.items())
        headers["origin"] = "{0.scheme}://{0.netloc}".format(urlsplit(url))
        return headers

    def _keep_cookies(self, url: str, answer: httpx2.Response) -> None:
        jar = self._cookies.setdefault(origin(url), SimpleCookie())
        for header in answer.headers.get_list("set-cookie"):
            jar.load(header)


def _where(url: str) -> str:
    return "{0.scheme}://{0.netloc}{0.path}".format(urlsplit(url))
