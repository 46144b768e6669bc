"""Tokens of failed attempts pile up in the account.

Each attempt to link that gets as far as the exchange leaves one more access token behind, which lives for 90 days. None
of them does harm by itself, and each of them opens the account.

What you see: many rows of the same client in the list of tokens, such as `photonlink tokens list` shows it. Not every
cloud lists tokens any more.
"""

from __future__ import annotations

from photonlink.doctor.case import Case
from photonlink.doctor.check import Check, Step
from photonlink.doctor.verdict import Finding, ok, problem

#: Tokens of the skill's client that a few linkings leave behind.
LIMIT = 8


def look(case: Case) -> Finding:
    mine = [token for token in case.tokens if token.get("client") == case.client_id]
    if len(mine) <= LIMIT:
        return ok(f"{len(mine)} tokens of {case.client_id}")
    return problem(
        f"The account has {len(mine)} access tokens of {case.client_id}; Alexa uses one.",
        "Remove them: `photonlink tokens revoke`, which keeps the one that is in use if you name it.",
    )


def mend(case: Case) -> str:
    """Take back the tokens of the skill's client that Alexa does not hold."""
    held = case.need(case.given.linking.access_token, "the token that Alexa holds, which has to stay,")
    mine = [str(token["token"]) for token in case.tokens if token.get("client") == case.client_id]
    spare = [token for token in mine if token != held]
    for token in spare:
        case.delete_token(token)
    return f"{len(spare)} tokens of {case.client_id} were revoked; Alexa keeps hers"


CHECK = Check("T205", "tokens of failed attempts pile up", Step.TOKENS, look, mend)
