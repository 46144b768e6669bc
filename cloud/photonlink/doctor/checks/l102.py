"""The client id in the skill is no client id: it is the user name (e-mail) at Particle, or something else that was at hand.

An OAuth client is an application that you register at Particle: "this skill may ask people to log in". It has an id
such as photonlink-4821 and a secret of its own. Neither is your user name, your password or your access token: those
stand for you, while the client stands for the skill.

What you see: "code 400" as soon as the skill is enabled, invalid_client "Invalid client credentials" in the web view,
before any login page.
"""

from __future__ import annotations

import re

from photonlink.doctor.case import Case
from photonlink.doctor.check import Check, Step
from photonlink.doctor.verdict import Finding, NotKnown, ok, problem

_FORM = re.compile(r"[a-z0-9_-]{3,40}", re.IGNORECASE)


def look(case: Case) -> Finding:
    given = case.client_id
    if not case.is_particle_login:
        raise NotKnown("the skill does not link through Particle", after=("L115",))
    if _FORM.fullmatch(given):
        return ok(f"{given} has the form of a client id")
    user = case.given.particle.user
    if given == user:
        seen = f"The client id is {given!r}, your user name at Particle."
    elif "@" in given:
        seen = f"The client id {given!r} is an e-mail address."
    else:
        seen = f"The client id {given!r} has characters or a length that no client id of Particle has."
    return problem(
        seen,
        "Make an OAuth client with `photonlink setup`, and paste its id (such as photonlink-4821) and its secret into "
        "the skill's Account Linking page.",
        after=("L116",),
    )


CHECK = Check("L102", "the client id is no OAuth client id", Step.LOGIN, look)
