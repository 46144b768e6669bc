"""The access token URI is wrong.

After the login, Amazon's servers exchange the code for a token at the access token URI. For Particle it is
https://api.particle.io/oauth/token, and nothing else: not /v1/access_tokens (which lists tokens), not http, not the
authorization URI pasted twice.

What you see: the login works, then "linking was unsuccessful", and nothing tells why. It is the commonest mistake of
all.
"""

from __future__ import annotations

from photonlink.doctor.addresses import address
from photonlink.doctor.case import Case
from photonlink.doctor.check import Check, Step
from photonlink.doctor.verdict import Finding, NotKnown, ok, problem

RIGHT = "https://api.particle.io/oauth/token"


def look(case: Case) -> Finding:
    uri = case.need(case.given.skill.access_token_uri, "the access token URI")
    if not case.is_particle_login:
        raise NotKnown("the skill does not link through Particle", after=("L115",))
    shown = case.given.public(uri)
    if shown.rstrip("/") == RIGHT:
        if shown != RIGHT:
            return problem(f"{shown} has a slash at the end.", _FIX)
        return ok(shown)
    if not case.given.is_public(uri) and address(uri).path == "/oauth/token":
        raise NotKnown(f"{uri} is an address of this machine and stands for no public one")
    return problem(f"The access token URI is {shown}. {_answer(case)}".strip(), _FIX, after=("L114",))


def _answer(case: Case) -> str:
    try:
        return f"It answers: {case.token_answer().shown}"
    except NotKnown as missing:
        return "" if case.probes.offline else f"{missing.reason[:1].upper()}{missing.reason[1:]}."


_FIX = f"Set the access token URI to {RIGHT} and save the page."


CHECK = Check("L108", "the access token URI is wrong", Step.TOKENS, look)
