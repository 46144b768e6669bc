"""Account linking as Amazon drives it: web view, code, token exchange, refresh.

Source: Amazon's pages "Account Linking" (requirements, FAQ, troubleshooting).
"""

from __future__ import annotations

import base64
import secrets
from dataclasses import dataclass, field
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

import httpx2

from photonsim.alexa_service.model import SkillConfig
from photonsim.alexa_service.web_view import Page, WebView, WebViewError
from photonsim.clock import HouseClock
from photonsim.http import HouseHttp
from photonsim.trace import Trace

#: How long Amazon waits for a token endpoint, in seconds.
TOKEN_TIMEOUT_S = 4.5
#: The shortest `expires_in` that Amazon takes, in seconds.
SHORTEST_LIFE_S = 360
#: A token that ends sooner is refreshed before it is used.
REFRESH_AHEAD_S = 300
_MAX_PAGES = 6


class LinkingFailed(Exception):
    """The true reason, which the user never reads."""


@dataclass
class LinkedAccount:
    """The tokens that Amazon keeps for a linked user; `expires` in Unix seconds, None: never."""

    access_token: str = field(repr=False)
    refresh_token: str | None = field(repr=False)
    expires: float | None


@dataclass
class LinkingRecord:
    """What was seen of the last attempt to link: times in seconds, `linked_at` in Unix seconds.

    `code_age` is the time between the redirect and the token request, `token_*` are of the last token answer.
    """

    redirect_uri: str
    state_sent: str
    state_returned: str | None = None
    code_age: float | None = None
    code_uses: int | None = None
    token_status: int | None = None
    token_error: str | None = None
    token_seconds: float | None = None
    linked_at: float | None = None
    refresh_error: str | None = None
    grant_error: str | None = None


class Linking:
    """One skill's account linking for one user. `skill` may be changed between two attempts."""

    def __init__(self, clock: HouseClock, trace: Trace, http: HouseHttp, skill: SkillConfig) -> None:
        self._clock, self._trace, self._http, self.skill = clock, trace, http, skill
        self.record: LinkingRecord | None = None
        #: Whether Alexa refreshes a token that is about to end, as she should.
        self.refreshes = True
        #: Seconds that pass between the redirect and the token request.
        self.exchange_delay = 0.0

    async def link(self, username: str, password: str, one_time_code: str | None = None) -> LinkedAccount:
        """From the authorization URI to the tokens. Raises LinkingFailed."""
        # As long and as awkward as Amazon's: base64, with + / =.
        state = base64.b64encode(secrets.token_bytes(158)).decode()
        self.record = record = LinkingRecord(self.skill.redirect_uri, state)
        query = {
            "client_id": self.skill.client_id,
            "response_type": "code",
            "state": state,
            "redirect_uri": self.skill.redirect_uri,
        }
        if self.skill.scopes:
            query["scope"] = " ".join(self.skill.scopes)
        separator = "&" if urlsplit(self.skill.authorization_uri).query else "?"
        url = f"{self.skill.authorization_uri}{separator}{urlencode(query)}"
        try:
            redirected = await self._log_in(url, username, password, one_time_code)
        except WebViewError as error:
            raise LinkingFailed(str(error)) from error
        code = self._read_redirect(redirected, record)
        self._trace.secret(code)
        came = self._clock.now()
        await self._clock.sleep(self.exchange_delay)
        record.code_age, record.code_uses = self._clock.now() - came, 1
        account = await self._token(
            {"grant_type": "authorization_code", "code": code, "redirect_uri": self.skill.redirect_uri}
        )
        record.linked_at = self._clock.now()
        return account

    async def refresh(self, account: LinkedAccount) -> LinkedAccount:
        """New tokens for an account. Raises LinkingFailed: then the user must link again."""
        if account.refresh_token is None:
            raise LinkingFailed("the access token has expired, and no refresh token was given with it")
        try:
            fresh = await self._token({"grant_type": "refresh_token", "refresh_token": account.refresh_token})
        except LinkingFailed:
            if self.record is not None:
                self.record.refresh_error = self.record.token_error
            raise
        # A provider that rotates refresh tokens sends a new one; one that doesn't leaves the old in force.
        return LinkedAccount(fresh.access_token, fresh.refresh_token or account.refresh_token, fresh.expires)

    def is_due(self, account: LinkedAccount) -> bool:
        """Whether the access token must be refreshed before it is used."""
        return (
            self.refreshes
            and account.expires is not None
            and account.expires - REFRESH_AHEAD_S <= self._clock.now()
        )

    async def _log_in(self, url: str, username: str, password: str, one_time_code: str | None) -> str:
        view = WebView(self._http)
        page = await view.open(url, self.skill.redirect_uri)
        asked_for_password = False
        for _ in range(_MAX_PAGES):
            if isinstance(page, str):
                return page
            if page.status >= 400 and not page.forms:
                raise WebViewError(f"the web view shows an error page, status {page.status}: {_shown(page)}")
            form = page.forms[0] if page.forms else None
            if form is None:
                raise WebViewError(f"the web view shows a page without a form: {_shown(page)}")
            if form.has_password():
                if asked_for_password:
                    raise WebViewError(f"the login was refused: {_shown(page)}")
                asked_for_password = True
                for name, kind in form.kinds.items():
                    if kind == "password":
                        form.fields[name] = password
                    elif kind in ("text", "email"):
                        form.fields[name] = username
                page = await view.submit(page, form, None, self.skill.redirect_uri)
            elif one_time_code is not None and any(
                kind in ("text", "tel", "number") for kind in form.kinds.values()
            ):
                for name, kind in form.kinds.items():
                    if kind in ("text", "tel", "number"):
                        form.fields[name] = one_time_code
                page = await view.submit(page, form, None, self.skill.redirect_uri)
            else:
                page = await view.submit(page, form, "allow", self.skill.redirect_uri)
        raise WebViewError("the login never comes to an end")

    def _read_redirect(self, url: str, record: LinkingRecord) -> str:
        state = record.state_sent
        rest = url[len(self.skill.redirect_uri) :]
        if not rest.startswith("?"):
            raise LinkingFailed(
                f"the provider redirected to {url.split('?')[0]}, not to the redirect URI with a query"
            )
        # All that follows the first question mark, wherever that stands.
        query = url.partition("?")[2]
        fields = parse_qs(query, keep_blank_values=True)
        if "error" in fields:
            description = fields.get("error_description", [""])[0]
            raise LinkingFailed(
                f"the authorization server returned an error: {fields['error'][0]} {description}".rstrip()
            )
        raw = next((part[6:] for part in query.split("&") if part.startswith("state=")), None)
        if raw is None:
            raise LinkingFailed("the redirect carries no state")
        record.state_returned = raw if raw == state else unquote(raw)
        # Compared as it stands and with its percent signs undone; a + that became a blank is lost.
        if state not in (raw, unquote(raw)):
            at = next(
                (i for i, (a, b) in enumerate(zip(state, unquote(raw), strict=False)) if a != b),
                min(len(state), len(raw)),
            )
            raise LinkingFailed(f"state came back changed, from character {at + 1} on")
        code = fields.get("code", [""])[0]
        if not code:
            raise LinkingFailed("the redirect carries no code")
        return code

    async def _token(self, fields: dict[str, str]) -> LinkedAccount:
        basic = self.skill.scheme == "basic"
        if not basic:
            fields = {
                **fields,
                "client_id": self.skill.client_id,
                "client_secret": self.skill.client_secret,
            }
        where = self.skill.access_token_uri
        asked = self._clock.now()
        try:
            answer = await self._http.request(
                "POST",
                where,
                data=fields,
                auth=(self.skill.client_id, self.skill.client_secret) if basic else None,
                headers={"accept": "application/json"},
                timeout=TOKEN_TIMEOUT_S,
                caller="alexa",
            )
        except httpx2.TimeoutException as error:
            self._note(None, "", asked)
            raise LinkingFailed(
                f"the access token URI {where} did not answer within {TOKEN_TIMEOUT_S} s"
            ) from error
        except (httpx2.TransportError, httpx2.InvalidURL) as error:
            raise LinkingFailed(f"the access token URI {where} cannot be reached: {error}") from error
        self._note(answer.status_code, answer.text[:300] if answer.status_code != 200 else "", asked)
        if answer.status_code != 200:
            raise LinkingFailed(
                f"the access token URI {where} answered {answer.status_code}: {answer.text[:300]}"
            )
        return self._read_tokens(answer, where)

    def _note(self, status: int | None, error: str, asked: float) -> None:
        if self.record is not None:
            self.record.token_status, self.record.token_error = status, error
            self.record.token_seconds = self._clock.now() - asked

    def _read_tokens(self, answer: httpx2.Response, where: str) -> LinkedAccount:
        try:
            body = answer.json()
        except ValueError:
            body = None
        access = body.get("access_token") if isinstance(body, dict) else None
        if not isinstance(body, dict) or not isinstance(access, str) or not access:
            raise LinkingFailed(f"the access token URI {where} answered 200 without an access_token in JSON")
        refresh, life = body.get("refresh_token"), body.get("expires_in")
        for token in (access, refresh):
            if isinstance(token, str):
                self._trace.secret(token)
        if life is not None and (not isinstance(life, int | float) or isinstance(life, bool)):
            raise LinkingFailed(f"expires_in is {life!r}, expected a number of seconds")
        if life is not None and life < SHORTEST_LIFE_S:
            raise LinkingFailed(f"expires_in is {life}, Amazon takes {SHORTEST_LIFE_S} s or more")
        expires = None if life is None else self._clock.now() + float(life)
        return LinkedAccount(access, refresh if isinstance(refresh, str) and refresh else None, expires)


def _shown(page: Page) -> str:
    return page.text[:300] or "(nothing)"
