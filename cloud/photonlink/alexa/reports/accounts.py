"""Which account has which grant and webhook, kept in the store."""

from __future__ import annotations

import hashlib
import json
from typing import NamedTuple

from photonlink.alexa.reports.lwa import Tokens
from photonlink.store import Store

#: Kinds in the store: accounts by name, and their names by the digest of their webhook's secret.
ACCOUNTS, SECRETS = "account", "webhook-secret"


class Account(NamedTuple):
    """A Particle account that is linked: its tokens for the gateway, and the webhook that reports its devices.

    Without a webhook `webhook_id` and `secret_digest` are empty: the account's devices are not reported.
    """

    name: str
    tokens: Tokens
    gateway: str
    webhook_id: str = ""
    secret_digest: str = ""


class Accounts:
    """The linked accounts; raises StoreError."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def by_name(self, name: str) -> Account | None:
        """The account, if it is linked."""
        text = self._store.load(ACCOUNTS, [name]).get(name)
        if text is None:
            return None
        members = json.loads(text)
        return Account(name, Tokens(*members.pop("tokens")), **members)

    def by_secret(self, secret: str) -> Account | None:
        """The account whose webhook knows this secret. Digests are compared, never secrets."""
        digest = digest_of(secret)
        name = self._store.load(SECRETS, [digest]).get(digest)
        account = self.by_name(name) if name is not None else None
        return account if account is not None and account.secret_digest == digest else None

    def save(self, account: Account) -> None:
        """Keep it, in the place of what was known of this account."""
        members = account._asdict()
        name = members.pop("name")
        self._store.save(ACCOUNTS, {name: json.dumps(members)})
        if account.secret_digest:
            self._store.save(SECRETS, {account.secret_digest: name})

    def remove(self, account: Account) -> None:
        """Forget this grant: its webhook is refused from now on.

        A newer grant of the same account stays: a late report of the old one must not take it away.
        """
        self._store.delete(SECRETS, [account.secret_digest])
        kept = self.by_name(account.name)
        if kept is None or kept.tokens.refresh == account.tokens.refresh:
            self._store.delete(ACCOUNTS, [account.name])

    def forget_secret(self, account: Account) -> None:
        """Refuse the webhook of an earlier linking."""
        self._store.delete(SECRETS, [account.secret_digest])


def digest_of(secret: str) -> str:
    """What is stored of a webhook's secret; it is random and long, so that a plain hash is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()
