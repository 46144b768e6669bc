"""The account's access tokens, and what each is, as far as a list can tell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import NamedTuple

from photonlink.setup.account import Client, Token

#: What the cloud calls the clients that tools have built in, all of them in one word (recorded).
PASSWORD_ONLY = "__PASSWORD_ONLY__"
#: Characters of a token that are always shown, of 40.
_SHOWN = 4


class Row(NamedTuple):
    """One token. `attempt` counts those of the same linking client, oldest first, from 1; 0 for other clients."""

    token: Token
    shown: str
    client: str
    attempt: int
    attempts: int
    current: bool

    @property
    def linking(self) -> bool:
        """Whether it came from linking: a client of the account's own."""
        return self.attempt > 0


def rows(tokens: Iterable[Token], clients: Iterable[Client], current: str) -> list[Row]:
    """In the order of the clients, and the oldest first; a token that never expires comes last."""
    names = {client.id: client.name for client in clients}
    found = sorted(tokens, key=lambda token: (token.client_id, token.expires_at or "9"))
    values = [token.value for token in found]
    result, counts = [], _counts(found)
    attempts: dict[str, int] = {}
    for token in found:
        own = token.client_id in names
        attempts[token.client_id] = attempts.get(token.client_id, 0) + 1
        result.append(
            Row(
                token,
                _prefix(token.value, values),
                _client(token.client_id, names),
                attempts[token.client_id] if own else 0,
                counts[token.client_id] if own else 0,
                token.value == current,
            )
        )
    return result


def find(listed: list[Row], prefix: str) -> Row | None:
    """The one token that begins with it; None for none or several. Its whole value finds it, too."""
    found = [row for row in listed if len(prefix) >= _SHOWN and row.token.value.startswith(prefix)]
    return found[0] if len(found) == 1 else None


def expiry(token: Token, now: datetime) -> str:
    """In words, such as "in 89 days"."""
    if not token.expires_at:
        return "never"
    try:
        when = datetime.fromisoformat(token.expires_at)
    except ValueError:
        return token.expires_at
    seconds = (when if when.tzinfo else when.replace(tzinfo=UTC)).timestamp() - now.timestamp()
    if seconds <= 0:
        return "has expired"
    if seconds >= 172_800:
        return f"in {int(seconds // 86_400)} days"
    return f"in {int(seconds // 3600)} h"


def explanation(row: Row, now: datetime) -> str:
    """What a token is, what it can do, and how it ends."""
    lines = [f"{row.shown}…  {row.client}; expires: {expiry(row.token, now)}"]
    if row.linking:
        lines.append(
            f"Linking made it: attempt {row.attempt} of {row.attempts} with this client that got as far as a token. "
            + (
                "It is the newest, so it is the one that Alexa uses if linking succeeded."
                if row.attempt == row.attempts
                else "A later attempt has made another since, so Alexa does not use it any more: it can be revoked."
            )
        )
        lines.append(
            "That it exists shows that id, secret and both URIs of the linking form are right: what failed after "
            "it failed in Alexa or in the Lambda (photonlink doctor)."
        )
    elif row.current:
        lines.append("It is the login of photonlink itself: setup, tokens and revoke work with it.")
    elif row.client == _client(PASSWORD_ONLY, {}):
        lines.append("Somebody logged in with the account's password: a console, an app, or a command line.")
    else:
        lines.append("Another application has it; revoking it logs that application out.")
    lines.append(
        "It reaches all devices of this account and no other account. To take it back at once: "
        f"photonlink tokens revoke {row.shown}"
    )
    if not row.token.expires_at:
        lines.append("It never expires, so it should be revoked as soon as nobody needs it.")
    return "\n".join(lines)


def _counts(tokens: Iterable[Token]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for token in tokens:
        counts[token.client_id] = counts.get(token.client_id, 0) + 1
    return counts


def _client(client_id: str, names: Mapping[str, str]) -> str:
    if client_id == PASSWORD_ONLY:
        return "login with the password"
    return f"{client_id} ({names[client_id]})" if client_id in names else client_id


def _prefix(value: str, values: Iterable[str]) -> str:
    """As few characters as tell it from the others, at least four."""
    others = [other for other in values if other != value]
    length = _SHOWN
    while length < len(value) // 2 and any(other.startswith(value[:length]) for other in others):
        length += 1
    return value[:length]
