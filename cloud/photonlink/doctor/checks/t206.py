"""The token belongs to another Particle account than the devices.

Whoever links logs in at Particle, and that login decides whose devices Alexa sees. A browser that was still logged in
as somebody else, or a second account made by mistake, leads to an account without devices.

What you see: linking succeeds, and no devices are found.
"""

from __future__ import annotations

from photonlink.doctor.case import Case
from photonlink.doctor.check import Check, Step
from photonlink.doctor.verdict import Finding, NotKnown, ok, problem


def look(case: Case) -> Finding:
    reply = case.alexas_token
    if reply.status != 200:
        raise NotKnown(f"Particle answers {reply.shown}", after=("T201", "T204", "L115", "T209"))
    owner = case.need(case.given.particle.user, "the user name of the account that owns the devices")
    body = reply.body
    name = body.get("username") if isinstance(body, dict) else None
    if not isinstance(name, str):
        raise NotKnown(
            f"the cloud does not say whose token Alexa holds: {reply.shown}", after=("T209", "L114")
        )
    if name.casefold() == owner.casefold():
        return ok(f"the token is {owner}'s")
    return problem(
        f"The token that Alexa holds is {name}'s, and the devices are {owner}'s.",
        f"Disable the skill, log out of Particle in the browser, enable it again and log in as {owner}.",
    )


CHECK = Check("T206", "the token belongs to another account than the devices", Step.TOKENS, look)
