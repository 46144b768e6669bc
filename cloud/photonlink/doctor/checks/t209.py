"""Parts of the way talk to different clouds.

The skill's two URLs, the Lambda and the tools at home have to mean the same Particle cloud. A simulated house and the
real cloud are easily mixed up: a token of one is unknown to the other.

What you see: "connection refused", no devices, or 401 with a token that is good elsewhere.
"""

from __future__ import annotations

from photonlink.doctor.addresses import address
from photonlink.doctor.case import Case
from photonlink.doctor.check import Check, Step
from photonlink.doctor.verdict import Finding, NotKnown, ok, problem


def look(case: Case) -> Finding:
    skill, environment = case.given.skill, case.given.function.environment
    named = {
        "your tools": case.given.particle.api,
        "the skill's authorization URI": skill.authorization_uri if case.is_particle_login else None,
        "the skill's access token URI": skill.access_token_uri if case.is_particle_login else None,
        "the Lambda": (environment or {}).get("PARTICLE_API_URL")
        or (_DEFAULT if environment is not None else None),
    }
    clouds: dict[str, list[str]] = {}
    for who, url in named.items():
        if url:
            place = address(case.given.public(url))
            clouds.setdefault(
                f"{place.scheme}://{place.host}" + (f":{place.port}" if place.port else ""), []
            ).append(who)
    if not skill.authorization_uri and environment is None:
        raise NotKnown("neither the skill's URLs nor the Lambda's environment are given")
    if len(clouds) == 1:
        return ok(f"all parts mean {next(iter(clouds))}")
    told = "; ".join(f"{' and '.join(who)}: {cloud}" for cloud, who in clouds.items())
    return problem(
        f"There are {len(clouds)} clouds. {told}.",
        "Set PARTICLE_API_URL of the Lambda, the two URLs of the skill and your own tools to the same cloud.",
        after=("L108", "L109", "L114"),
    )


_DEFAULT = "https://api.particle.io"


CHECK = Check("T209", "parts of the way talk to different clouds", Step.SETTINGS, look)
