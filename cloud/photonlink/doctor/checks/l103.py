"""The client secret in the skill is no client secret: it is an access token, or empty, or cut.

The secret belongs to the OAuth client and was shown once, when the client was made: 40 characters of 0 to 9 and a to
f. An access token, as particle-cli or the Web IDE show it, looks the same and is something else: it opens your
account. In the skill's form it is useless, and in other hands it is dangerous.

What you see: the login works, then "linking was unsuccessful": the token endpoint says "Client credentials are
invalid".
"""

from __future__ import annotations

import re
from contextlib import suppress

from photonlink.doctor.case import Case
from photonlink.doctor.check import Check, Step
from photonlink.doctor.masking import masked
from photonlink.doctor.verdict import Finding, NotKnown, ok, problem

_FORM = re.compile(r"[0-9a-f]{40}")


def look(case: Case) -> Finding:
    if not case.is_particle_login:
        raise NotKnown("the skill does not link through Particle", after=("L115",))
    secret = case.given.skill.client_secret
    if secret == "":
        return problem("The client secret is empty.", _FIX)
    secret = case.client_secret
    if secret == case.given.particle.access_token or _works_as_a_token(case, secret):
        return problem(
            f"The client secret {masked(secret)} is an access token of a Particle account.",
            f"{_FIX} Then revoke that token, which has been in a form where it does not belong: `photonlink tokens`.",
        )
    if not _FORM.fullmatch(secret):
        return problem(
            f"The client secret {masked(secret)} is not 40 characters of 0-9 and a-f: cut, or something else.",
            _FIX,
            after=("L116",),
        )
    return ok("it has the form of a client secret and opens no account")


def _works_as_a_token(case: Case, secret: str) -> bool:
    """Whether Particle takes it for a token: asked only of what looks like one and is no proven secret."""
    if not _FORM.fullmatch(secret) or case.probes.offline:
        return False
    with suppress(NotKnown):
        if case.token_step() in ("grant", "code"):
            return False
    with suppress(NotKnown):
        case.particle("whether the client secret is an access token", "/v1/user", token=secret)
        return True
    return False


_FIX = (
    "Paste the secret of the OAuth client; if it is lost, make a new client with `photonlink setup`, since it is shown "
    "only once."
)


CHECK = Check("L103", "the client secret is an access token, empty or cut", Step.TOKENS, look)
