"""The token endpoint answers more slowly than Alexa waits.

Amazon gives an access token URI about four and a half seconds. A provider that is asleep, overloaded or far away
misses that now and then.

What you see: "linking was unsuccessful", now and then, with everything typed in correctly; and later a link that is
lost because a refresh came too late.
"""

from __future__ import annotations

from contextlib import suppress

from photonlink.doctor.case import Case
from photonlink.doctor.check import Check, Step
from photonlink.doctor.verdict import Finding, NotKnown, ok, problem

#: How long Amazon waits for a token endpoint, in seconds.
LIMIT_S = 4.5


def look(case: Case) -> Finding:
    seconds = case.given.linking.token_seconds
    if case.given.skill.access_token_uri and not case.probes.offline:
        with suppress(NotKnown):
            seconds = max(seconds or 0.0, case.token_answer().seconds)
    if seconds is None:
        raise NotKnown("no answer of the token endpoint has been measured", after=("L108", "L114"))
    if seconds < LIMIT_S:
        return ok(f"the token endpoint answers within {seconds:.1f} s")
    return problem(
        f"The token endpoint took {seconds:.1f} s; Alexa waits {LIMIT_S} s.",
        "Try again later; if it stays so, see whether the provider reports an outage.",
    )


CHECK = Check("L113", "the token endpoint is slower than Alexa waits", Step.TOKENS, look)
