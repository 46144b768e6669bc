"""AcceptGrant: the user lets us send events to Alexa in his name."""

from __future__ import annotations

import logging
import secrets

from photonlink.alexa.reports.accounts import Account, Accounts, digest_of
from photonlink.alexa.reports.errors import GrantError
from photonlink.alexa.reports.lwa import LoginWithAmazon
from photonlink.clock import Deadline
from photonlink.lights.events import PREFIX
from photonlink.logs import log
from photonlink.particle.client import ParticleClient
from photonlink.particle.errors import ParticleError
from photonlink.settings import Settings
from photonlink.store import StoreError


class Grants:
    """Exchanges codes for grants, gives each account its webhook, and keeps both."""

    def __init__(
        self, settings: Settings, particle: ParticleClient, lwa: LoginWithAmazon, accounts: Accounts
    ) -> None:
        self._settings, self._particle, self._lwa, self._accounts = settings, particle, lwa, accounts

    def accept(self, token: str, code: str, deadline: Deadline) -> None:
        """Exchange the code and keep the grant for the account of this Particle token.

        Raises GrantError, and ParticleError when the account or its webhook cannot be had.
        """
        if not self._settings.alexa_client_id:
            raise GrantError(
                "the Lambda's environment has no ALEXA_CLIENT_ID and ALEXA_CLIENT_SECRET. Copy them from the skill's "
                "Permissions page (Alexa Skill Messaging), or switch 'Send Alexa Events' off there"
            )
        # The account first: a code works once, and must not be spent on an account that cannot be named.
        name = self._particle.user_name(token, deadline)
        tokens = self._lwa.exchange(code, deadline)
        account = Account(name, tokens, self._settings.event_gateways[0])
        if self._settings.webhook_url:
            account = self._with_webhook(account, token, deadline)
        try:
            earlier = self._accounts.by_name(name)
            self._accounts.save(account)
            if earlier is not None:
                self._accounts.forget_secret(earlier)
        except StoreError as error:
            self._delete_webhooks({account.webhook_id}, token, deadline)
            raise GrantError(str(error)) from error
        self._delete_webhooks(self._of_no_use(account, earlier, token, deadline), token, deadline)

    def _with_webhook(self, account: Account, token: str, deadline: Deadline) -> Account:
        """A webhook fires for its own account's devices only, so each account has one, with its own secret."""
        secret = secrets.token_hex(20)
        webhook_id = self._particle.create_webhook(
            token, PREFIX, self._settings.webhook_url, {"Authorization": f"Bearer {secret}"}, deadline
        )
        return account._replace(webhook_id=webhook_id, secret_digest=digest_of(secret))

    def _of_no_use(
        self, account: Account, earlier: Account | None, token: str, deadline: Deadline
    ) -> set[str]:
        """Webhooks of earlier linkings: the known one, and those of grants that were dropped meanwhile."""
        found = {earlier.webhook_id} if earlier is not None else set()
        if account.webhook_id:
            try:
                found |= set(self._particle.webhooks(token, PREFIX, self._settings.webhook_url, deadline))
            except ParticleError as error:
                _warn("the account's webhooks could not be listed; old ones may be left", error)
        return found - {account.webhook_id}

    def _delete_webhooks(self, ids: set[str], token: str, deadline: Deadline) -> None:
        """Delete webhooks of grants that are not in force; their calls are refused anyway."""
        for webhook_id in sorted(ids - {""}):
            try:
                self._particle.delete_webhook(token, webhook_id, deadline)
            except ParticleError as error:
                text = "a webhook that is of no use any more was not deleted; its calls are refused"
                _warn(text, error, webhook_id)


def _warn(text: str, error: ParticleError, webhook: str = "") -> None:
    log(logging.WARNING, text, webhook=webhook, reason=f"{type(error).__name__}: {error}")
