"""AcceptGrant: the user lets us send events to Alexa in his name."""

from __future__ import annotations

import logging
import secrets

from photonlink.afterwards import Later, NotHandedOver, tidy_webhooks
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
        self,
        settings: Settings,
        particle: ParticleClient,
        lwa: LoginWithAmazon,
        accounts: Accounts,
        later: Later | None = None,
    ) -> None:
        """`later` is how work is handed over to another invocation; without it, it is done before the answer."""
        self._settings, self._particle, self._lwa, self._accounts = settings, particle, lwa, accounts
        self._later = later

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
        self._tidy_later(
            token, account.webhook_id, earlier.webhook_id if earlier is not None else "", deadline
        )

    def tidy(self, token: str, keep: str, known: str, deadline: Deadline) -> None:
        """Delete the webhooks of linkings that came before the one of the webhook `keep`.

        These are `known`, the one that the store knew of, and those of grants that were dropped meanwhile. Webhooks
        that are younger than `keep` stay: another linking may have been made since.
        """
        self._delete_webhooks({known, *self._older(token, keep, deadline)} - {keep}, token, deadline)

    def _tidy_later(self, token: str, keep: str, known: str, deadline: Deadline) -> None:
        """Alexa waits for the answer, and each webhook is a round trip: they need not be gone before it."""
        if not keep:
            self._delete_webhooks({known}, token, deadline)
            return
        if self._later is not None:
            try:
                self._later(tidy_webhooks(token, keep, known))
                return
            except NotHandedOver as error:
                _warn("webhooks are tidied up before the answer, which takes longer", error)
        self.tidy(token, keep, known, deadline)

    def _with_webhook(self, account: Account, token: str, deadline: Deadline) -> Account:
        """A webhook fires for its own account's devices only, so each account has one, with its own secret."""
        secret = secrets.token_hex(20)
        webhook_id = self._particle.create_webhook(
            token, PREFIX, self._settings.webhook_url, {"Authorization": f"Bearer {secret}"}, deadline
        )
        return account._replace(webhook_id=webhook_id, secret_digest=digest_of(secret))

    def _older(self, token: str, keep: str, deadline: Deadline) -> set[str]:
        try:
            found = self._particle.webhooks(token, PREFIX, self._settings.webhook_url, deadline)
        except ParticleError as error:
            _warn("the account's webhooks could not be listed; old ones may be left", error)
            return set()
        # Particle's dates are of one form, so that their texts are in the order of time.
        return {each for each, made in found.items() if keep in found and made <= found[keep]}

    def _delete_webhooks(self, ids: set[str], token: str, deadline: Deadline) -> None:
        """Delete webhooks of grants that are not in force; their calls are refused anyway."""
        for webhook_id in sorted(ids - {""}):
            try:
                self._particle.delete_webhook(token, webhook_id, deadline)
            except ParticleError as error:
                text = "a webhook that is of no use any more was not deleted; its calls are refused"
                _warn(text, error, webhook_id)


def _warn(text: str, error: Exception, webhook: str = "") -> None:
    log(logging.WARNING, text, webhook=webhook, reason=f"{type(error).__name__}: {error}")
