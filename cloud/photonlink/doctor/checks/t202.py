"""No refresh token was given with the access token.

Without it nobody can renew the access token when it ends, after 90 days with Particle. Particle gives none to a token
that was asked for with expires_in=0; other providers give none unless they are asked for offline access.

What you see: everything works until the token ends, then all lights are offline at once.
"""

from __future__ import annotations

from photonlink.doctor.case import Case
from photonlink.doctor.check import Check, Step
from photonlink.doctor.verdict import Finding, NotKnown, ok, problem


def look(case: Case) -> Finding:
    given = case.given.linking.refresh_token_given
    if given is None:
        raise NotKnown("whether a refresh token came with the access token is not known")
    if given:
        return ok("a refresh token was given")
    return problem(
        "The token endpoint's answer at linking had no refresh_token.",
        "Take expires_in out of the access token URI, use a client of type web, and link again.",
    )


CHECK = Check("T202", "no refresh token was given", Step.TOKENS, look)
