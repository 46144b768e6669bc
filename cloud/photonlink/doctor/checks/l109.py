"""The authorization URI is wrong.

It is the page to which Alexa sends people to log in: https://api.particle.io/oauth/authorize. The token URI, the
address of Particle's console or its login page don't do: Alexa appends its questions to this address, and only the
authorization endpoint answers them.

What you see: the web view shows JSON, a "not found" page or some other page in place of Particle's login.
"""

from __future__ import annotations

from photonlink.doctor.addresses import address
from photonlink.doctor.case import Case
from photonlink.doctor.check import Check, Step
from photonlink.doctor.verdict import Finding, NotKnown, ok, problem

RIGHT = "https://api.particle.io/oauth/authorize"


def look(case: Case) -> Finding:
    uri = case.need(case.given.skill.authorization_uri, "the authorization URI")
    if not case.is_particle_login:
        raise NotKnown("the skill does not link through Particle", after=("L115",))
    shown = case.given.public(uri)
    if shown == RIGHT:
        return ok(shown)
    if not case.given.is_public(uri) and address(uri).path == "/oauth/authorize":
        raise NotKnown(f"{uri} is an address of this machine and stands for no public one")
    return problem(f"The authorization URI is {shown}. {_answer(case)}".strip(), _FIX, after=("L114",))


def _answer(case: Case) -> str:
    try:
        return f"It answers: {case.login.shown}"
    except NotKnown as missing:
        return "" if case.probes.offline else f"{missing.reason[:1].upper()}{missing.reason[1:]}."


_FIX = f"Set the authorization URI to {RIGHT} and save the page."


CHECK = Check("L109", "the authorization URI is wrong", Step.LOGIN, look)
