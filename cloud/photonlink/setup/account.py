"""A Particle account as setup sees it: logging in, OAuth clients, tokens, webhooks.

Answers: Particle's API reference ("Authentication", "OAuth Clients", "Integrations"), and recorded exchanges.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import quote

import requests

from photonlink.logs import redact

#: The client that Particle's documentation gives for logging in with a password.
LOGIN_CLIENT = ("particle", "particle")
#: How long the token that setup works with lives, in seconds: a week, then it asks again.
TOKEN_LIFE_S = 7 * 86_400
#: Longest wait for an answer, in seconds.
TIMEOUT_S = 20.0


class AccountError(Exception):
    """The cloud did not do what was asked; the text says what it answered, without secrets."""

    def __init__(self, message: str, status: int = 0) -> None:
        super().__init__(message)
        self.status = status


class CodeWanted(AccountError):
    """The password is right, and the account wants a one-time code, too."""

    def __init__(self, mfa_token: str) -> None:
        super().__init__("this account wants a one-time code")
        self.mfa_token = mfa_token


class Client(NamedTuple):
    """An OAuth client. `secret` is known in the moment of its making only."""

    id: str
    name: str
    type: str
    redirect_uri: str
    secret: str = ""


class Token(NamedTuple):
    """An access token of the account, as the cloud lists it; `expires_at` is ISO 8601, empty: never."""

    value: str
    client_id: str
    expires_at: str


class ParticleAccount:
    """Calls to one cloud. `token` is that of the login, empty before it. Raises AccountError."""

    def __init__(self, session: requests.Session, api: str, token: str = "") -> None:
        self._session, self.api, self.token = session, api, token
        self._password: tuple[str, str] | None = None

    # -- logging in ------------------------------------------------------------------------------

    def log_in(self, username: str, password: str) -> None:
        """Get a token. Raises CodeWanted when the account has two-step authentication."""
        answer = self._token({"grant_type": "password", "username": username, "password": password})
        if answer.status_code == 403 and _members(answer).get("error") == "mfa_required":
            raise CodeWanted(str(_members(answer).get("mfa_token", "")))
        self._take(answer)
        self._password = (username, password)

    def enter_code(self, wanted: CodeWanted, code: str) -> None:
        """The second step."""
        form = {"grant_type": "urn:custom:mfa-otp", "mfa_token": wanted.mfa_token, "otp": code}
        self._take(self._token(form))

    def user_name(self) -> str:
        """The name of the token's account."""
        name = _members(self._call("GET", "/v1/user")).get("username")
        if not isinstance(name, str) or not name:
            raise AccountError(f"{self.api} answered /v1/user without a user name")
        return name

    # -- OAuth clients ---------------------------------------------------------------------------

    def clients(self) -> list[Client]:
        """The account's own clients, without their secrets."""
        found = _members(self._call("GET", "/v1/clients")).get("clients")
        return (
            [_client(entry) for entry in found if isinstance(entry, Mapping)]
            if isinstance(found, list)
            else []
        )

    def create_client(self, name: str, redirect_uri: str) -> Client:
        """A client of type web: the only type that may exchange the code that Alexa gets."""
        body = {"name": name, "type": "web", "redirect_uri": redirect_uri}
        made = _members(self._call("POST", "/v1/clients", json=body)).get("client")
        if not isinstance(made, Mapping) or not made.get("id") or not made.get("secret"):
            raise AccountError(f"{self.api} answered a new client without id or secret")
        return _client(made)

    def delete_client(self, client_id: str) -> bool:
        """Delete it with all its tokens; False if it was gone."""
        return self._delete(f"/v1/clients/{quote(client_id, safe='')}")

    # -- tokens ----------------------------------------------------------------------------------

    @property
    def knows_password(self) -> bool:
        """Whether it was typed in this run."""
        return self._password is not None

    def use_password(self, username: str, password: str) -> None:
        """For the list of tokens, which a token does not open."""
        self._password = (username, password)

    def tokens(self) -> list[Token]:
        """All access tokens, by the password; a cloud that no longer lists them answers 404."""
        answer = self._send("GET", "/v1/access_tokens", auth=self._password)
        self._check(answer, "GET /v1/access_tokens")
        content = _content(answer)
        if not isinstance(content, list):
            raise AccountError("the list of tokens is no list")
        return [
            Token(str(each["token"]), str(each.get("client", "")), str(each.get("expires_at") or ""))
            for each in content
            if isinstance(each, Mapping) and each.get("token")
        ]

    def current_token(self) -> Token:
        """The one that setup works with."""
        facts = _members(self._call("GET", "/v1/access_tokens/current"))
        return Token(self.token, str(facts.get("client_id", "")), str(facts.get("expires_at") or ""))

    def revoke(self, token: str) -> bool:
        """Take a token back at once, wherever it is; False if it was gone."""
        auth = self._password or _Bearer(self.token)
        answer = self._send("DELETE", f"/v1/access_tokens/{quote(token, safe='')}", auth=auth)
        if answer.status_code in (401, 404):
            return False
        self._check(answer, "DELETE of an access token")
        return True

    # -- webhooks --------------------------------------------------------------------------------

    def webhooks(self, event: str) -> list[str]:
        """The ids of the webhooks on events with this very prefix."""
        found = _content(self._call("GET", "/v1/integrations"))
        entries = found if isinstance(found, list) else []
        return [
            str(each["id"]) for each in entries if isinstance(each, Mapping) and each.get("event") == event
        ]

    def delete_webhook(self, webhook_id: str) -> bool:
        """False if it was gone."""
        return self._delete(f"/v1/integrations/{quote(webhook_id, safe='')}")

    # -- the wire --------------------------------------------------------------------------------

    def _token(self, form: Mapping[str, str]) -> requests.Response:
        return self._send(
            "POST", "/oauth/token", auth=LOGIN_CLIENT, data={**form, "expires_in": str(TOKEN_LIFE_S)}
        )

    def _take(self, answer: requests.Response) -> None:
        self._check(answer, "POST /oauth/token")
        token = _members(answer).get("access_token")
        if not isinstance(token, str) or not token:
            raise AccountError(f"{self.api} answered the login without a token")
        self.token = token

    def _delete(self, path: str) -> bool:
        answer = self._send("DELETE", path, auth=_Bearer(self.token))
        if answer.status_code == 404:
            return False
        self._check(answer, "the deletion")
        return True

    def _call(self, method: str, path: str, **options: Any) -> requests.Response:
        answer = self._send(method, path, auth=_Bearer(self.token), **options)
        self._check(answer, f"{method} {path}")
        return answer

    def _send(self, method: str, path: str, **options: Any) -> requests.Response:
        try:
            return self._session.request(
                method, self.api + path, timeout=TIMEOUT_S, allow_redirects=False, **options
            )
        except requests.RequestException as error:
            raise AccountError(
                f"{self.api} cannot be reached ({type(error).__name__}). Is the address right, and is there a network?"
            ) from None

    def _check(self, answer: requests.Response, what: str) -> None:
        if 200 <= answer.status_code < 300:
            return
        members = _members(answer)
        words = [members.get(name) for name in ("error", "error_description", "info", "errors")]
        said = ": ".join(str(word) for word in words if word) or "no explanation"
        raise AccountError(
            f"{self.api} answered {what} with {answer.status_code}, {redact(said)[:300]}", answer.status_code
        )


class _Bearer(requests.auth.AuthBase):
    """As `auth`, since a header alone would lose to a .netrc entry of the host."""

    def __init__(self, token: str) -> None:
        self._token = token

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["Authorization"] = f"Bearer {self._token}"
        return request


def _client(entry: Mapping[str, Any]) -> Client:
    texts = {name: str(entry.get(name) or "") for name in Client._fields}
    return Client(**texts)


def _content(answer: requests.Response) -> Any:
    try:
        return answer.json()
    except ValueError:
        return None


def _members(answer: requests.Response) -> Mapping[str, Any]:
    content = _content(answer)
    return content if isinstance(content, Mapping) else {}
