"""An access token lies in clear where others can read it.

A token of Particle opens the whole account: every device, its name, its firmware. In a file that other users of the
machine can read, in a repository, or among a function's environment variables it is one careless moment away from
being public.

What you see: nothing at all, until somebody uses it. Revoke such a token (`photonlink tokens revoke`) and make a new
one.
"""

from __future__ import annotations

import re

from photonlink.doctor.case import Case
from photonlink.doctor.check import Check, Step
from photonlink.doctor.masking import masked
from photonlink.doctor.verdict import Finding, NotKnown, ok, problem

_TOKEN = re.compile(r"(?<![0-9a-f])[0-9a-f]{40}(?![0-9a-f])")
#: A variable in which a token is meant to be: whoever set it has accepted what follows from it.
_ACCEPTED = ("PHOTONLINK_SHARED_PARTICLE_TOKEN",)


def look(case: Case) -> Finding:
    looked = 0
    for path in case.given.files:
        looked += 1
        if path.is_file() and path.stat().st_mode & 0o044:
            for number, line in enumerate(path.read_text(errors="replace").splitlines(), 1):
                found = _TOKEN.search(line)
                if found:
                    return problem(
                        f"{path.name}, line {number}, holds {masked(found[0])}, and others may read the file.",
                        f"chmod 600 {path}; and if it was ever in a repository, revoke it: `photonlink tokens revoke`.",
                    )
    environment = case.given.function.environment or {}
    for name, value in environment.items():
        looked += 1
        if name not in _ACCEPTED and _TOKEN.fullmatch(value) and value == case.given.particle.access_token:
            return problem(
                f"The Lambda's environment variable {name} holds an access token, {masked(value)}.",
                "The Lambda needs none: it gets one with each directive. Take the variable out and revoke the token.",
            )
    if not looked:
        raise NotKnown("no file and no environment was given to look through")
    return ok("no token lies where others can read it")


CHECK = Check("T207", "a token lies in clear where others can read it", Step.SETTINGS, look)
