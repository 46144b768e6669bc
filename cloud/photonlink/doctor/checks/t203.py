"""The refresh token is not good any more: revoked, used by somebody else, or another client's.

Particle gives a new refresh token at each refresh, and takes the old one back. Whoever else uses it, such as a second
copy of a program, takes it away from Alexa; so does making the OAuth client anew.

What you see: "please re-link your account", about three months after linking. The token endpoint says invalid_grant
"Invalid refresh token".
"""

from __future__ import annotations

from photonlink.doctor.case import Case
from photonlink.doctor.check import Check, Step
from photonlink.doctor.verdict import Finding, NotKnown, ok, problem


def look(case: Case) -> Finding:
    error = case.given.linking.refresh_error
    if error is None:
        return ok("no refresh has been refused") if case.given.linking.linked else _unseen()
    if "Invalid refresh token" not in error:
        raise NotKnown(
            f"the last refresh was refused for another reason: {error[:120]}", after=("T208", "L104")
        )
    return problem(
        "The token endpoint refused the last refresh: Invalid refresh token.",
        "Disable the skill in the Alexa app and enable it again. Let nobody else use this client's refresh tokens.",
    )


def _unseen() -> Finding:
    raise NotKnown("no refresh has been seen")


CHECK = Check(
    "T203", "the refresh token was revoked, used by somebody else, or is another client's", Step.TOKENS, look
)
