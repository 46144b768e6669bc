"""Login with Amazon is used as the linking provider, so the token that reaches the Lambda is Amazon's.

Alexa hands the Lambda the token that account linking gave it. When people log in at Amazon, that token opens their
Amazon profile and nothing at Particle: Particle refuses it, and no device is found.

Use Particle's own login as the provider. Login with Amazon is right only where the Lambda has a Particle token of its
own, and then one Particle account serves everybody who links.

What you see: linking succeeds, and no devices are found; Particle answers 401.
"""

from __future__ import annotations

from photonlink.doctor.case import Case
from photonlink.doctor.check import Check, Step
from photonlink.doctor.verdict import Finding, NotKnown, ok, problem
from photonlink.settings import CONSENT


def look(case: Case) -> Finding:
    token = case.given.linking.access_token or ""
    amazon = token.startswith(("Atza|", "Atzr|")) or not case.is_particle_login
    if amazon and (case.given.function.environment or {}).get(CONSENT) == "yes":
        return ok("the Lambda has a Particle token of its own: everybody who links controls that one account")
    if amazon:
        form = "Amazon's token (Atza|…)" if token.startswith("Atz") else "a token of Amazon"
        return problem(
            f"The skill links through {case.given.public(case.given.skill.authorization_uri or 'Amazon')}, so the Lambda "
            f"gets {form}, which Particle does not know.",
            "Set the authorization URI to https://api.particle.io/oauth/authorize and the access token URI to "
            "https://api.particle.io/oauth/token, with an OAuth client of Particle: `photonlink setup`.",
        )
    if not case.given.skill.authorization_uri:
        raise NotKnown("the authorization URI is not given")
    return ok("the skill links through Particle's login")


CHECK = Check("L115", "the skill links through Login with Amazon, not through Particle", Step.LOGIN, look)
