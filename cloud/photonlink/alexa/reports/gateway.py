"""Alexa's event gateway: where reports go.

Statuses and codes: Amazon's page "Send Events to the Alexa Event Gateway".
"""

from __future__ import annotations

import requests

from photonlink.alexa.payload import Json, mapping, text
from photonlink.alexa.reports.accounts import Account, Accounts
from photonlink.alexa.reports.errors import GatewayError, GrantGone
from photonlink.alexa.reports.lwa import LoginWithAmazon, json_object
from photonlink.clock import Clock, Deadline
from photonlink.connections import Bearer, KeptConnections
from photonlink.settings import Settings

#: Amazon wants at most 3 retries, a second or more apart.
RETRIES, RETRY_SECONDS = 3, 1.0
#: An access token that ends within this many seconds is renewed before it is used.
FRESH_SECONDS = 60.0


class EventGateway:
    """Sends reports of one account at a time. No directive names an account's region, so it is found out here."""

    def __init__(
        self,
        settings: Settings,
        session: requests.Session,
        lwa: LoginWithAmazon,
        accounts: Accounts,
        clock: Clock,
    ) -> None:
        self._gateways = settings.event_gateways
        self._session, self._lwa, self._accounts, self._clock = session, lwa, accounts, clock
        self._connections = KeptConnections(session, clock)

    def send(self, account: Account, message: Json, deadline: Deadline) -> Account:
        """Send a report, with the account's token put in its place; returns the account as it then is.

        Raises GrantGone (the account was dropped), GrantError, GatewayError and StoreError.
        """
        self._connections.drop_stale()
        if account.tokens.expires - self._clock.now() < FRESH_SECONDS:
            account = self._renewed(account, deadline)
        elsewhere = [gateway for gateway in self._gateways if gateway != account.gateway]
        renewals, retries, home = 1, RETRIES, account.gateway
        while True:
            status, code = self._post(account, message, deadline)
            if status == 202:
                if account.gateway != home:
                    self._accounts.save(account)
                return account
            if status == 401 and renewals:
                renewals -= 1
                account = self._renewed(account, deadline)
            elif code == "SKILL_DISABLED_EXCEPTION":
                self._accounts.remove(account)
                raise GrantGone("the user has disabled the skill; the grant was dropped")
            elif (code == "SKILL_NEVER_ENABLED_EXCEPTION" or status == 404) and elsewhere:
                account = account._replace(gateway=elsewhere.pop(0))
            elif status in (429, 500, 503) and retries and deadline.remaining() > 2 * RETRY_SECONDS:
                retries -= 1
                self._clock.sleep(RETRY_SECONDS)
            else:
                raise GatewayError(f"{account.gateway} answered {status} {code[:100]}")

    def _renewed(self, account: Account, deadline: Deadline) -> Account:
        try:
            renewed = account._replace(tokens=self._lwa.refresh(account.tokens, deadline))
        except GrantGone:
            self._accounts.remove(account)
            raise
        self._accounts.save(renewed)
        return renewed

    def _post(self, account: Account, message: Json, deadline: Deadline) -> tuple[int, str]:
        token = account.tokens.access
        try:
            response = self._session.post(
                account.gateway,
                json=_with_scope(message, token),
                auth=Bearer(token),
                timeout=max(0.1, deadline.remaining()),
                allow_redirects=False,
            )
        except requests.RequestException as error:
            raise GatewayError(f"no answer from {account.gateway}: {type(error).__name__}") from None
        return response.status_code, text(mapping(json_object(response.content).get("payload")).get("code"))


def _with_scope(message: Json, token: str) -> Json:
    """The token belongs to the endpoint of a report that has one, else to its payload."""
    event = dict(mapping(message["event"]))
    place = "endpoint" if "endpoint" in event else "payload"
    event[place] = {**mapping(event[place]), "scope": {"type": "BearerToken", "token": token}}
    return {**message, "event": event}
