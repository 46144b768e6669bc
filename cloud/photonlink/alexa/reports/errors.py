"""What goes wrong on the way to Alexa's event gateway. No text holds a secret."""

from __future__ import annotations


class GrantError(Exception):
    """No grant could be had or kept; the text says why and what to do."""


class GrantGone(GrantError):
    """The user has taken the grant back: it was dropped, and only linking again brings another."""


class GatewayError(Exception):
    """The event gateway did not take a report; the text has its status and code."""
