"""The client authentication scheme does not fit what the provider takes.

When Amazon exchanges the code it can send client id and secret in two ways: in a header (HTTP Basic, recommended) or
in the body of the request. Particle takes both. A provider that takes one of them only refuses the other as
invalid_client; and some are lenient at the first exchange and strict at the first refresh, so that the link is lost
after some weeks.

What you see: "linking was unsuccessful" after a login that worked, or a link that is lost at its first refresh.
"""

from __future__ import annotations

from photonlink.doctor.case import Case
from photonlink.doctor.check import Check, Step
from photonlink.doctor.verdict import Finding, NotKnown, ok, problem

_NAMES = {"basic": "HTTP Basic", "body": "credentials in the request body"}


def look(case: Case) -> Finding:
    if not case.is_particle_login:
        raise NotKnown("the skill does not link through Particle", after=("L115",))
    used = case.given.skill.scheme or "basic"
    if used not in _NAMES:
        raise NotKnown(f"the scheme {used!r} is neither basic nor body")
    if case.token_step(used) in ("grant", "code"):
        return ok(f"the token endpoint takes {_NAMES[used]}")
    other = "body" if used == "basic" else "basic"
    if case.token_step(other) not in ("grant", "code"):
        raise NotKnown(
            "the token endpoint refuses the client either way", after=("L116", "L102", "L103", "L104")
        )
    return problem(
        f"The token endpoint refuses {_NAMES[used]}, which the skill uses, and takes {_NAMES[other]}.",
        f"Choose {_NAMES[other]} as Your Authentication Scheme on the Account Linking page, and save it.",
    )


CHECK = Check("L110", "the client authentication scheme is one that the provider refuses", Step.TOKENS, look)
