"""Particle does not know the client id, or the secret is not that client's.

The client may have been deleted, made in another account's console and mistyped, or its secret may be that of another
client: every linking attempt of the skill then fails.

What you see: with an unknown id, an error page before the login, invalid_client "Invalid client credentials". With a
wrong secret, the login works and then linking is unsuccessful: "Client credentials are invalid". The doctor asks the
token endpoint with a code that does not exist: when id and secret are right, it is the code that is refused.
"""

from __future__ import annotations

from photonlink.doctor.case import Case
from photonlink.doctor.check import Check, Step
from photonlink.doctor.masking import masked
from photonlink.doctor.verdict import Finding, NotKnown, ok, problem


def look(case: Case) -> Finding:
    if not case.is_particle_login:
        raise NotKnown("the skill does not link through Particle", after=("L115",))
    step = case.token_step()
    if step in ("grant", "code"):
        return ok("the token endpoint takes id and secret")
    listed = case.clients_or_none
    ids = ", ".join(str(entry.get("id")) for entry in listed or ()) or "none"
    if listed is not None and all(entry.get("id") != case.client_id for entry in listed):
        seen = f"The account has no client {case.client_id!r}; it has: {ids}."
    else:
        seen = f"The token endpoint refuses the secret {masked(case.client_secret)} of {case.client_id}."
    return problem(
        seen,
        "Copy id and secret once more from where the client was made, or make a new one with `photonlink setup`.",
        after=("L116", "L102", "L103", "L110", "L114"),
    )


CHECK = Check("L104", "Particle does not know the client id, or not with this secret", Step.TOKENS, look)
