"""The state does not come back as it was sent.

Alexa sends a long text, `state`, along to the login, and takes an answer only if it brings back exactly that text. A
provider that decodes it, turns a plus into a blank, cuts it, encodes it twice or leaves it out breaks linking.
Particle returns it as it came; a proxy or a login page of your own in between may not.

What you see: the login works, then "linking was unsuccessful", and the token endpoint is never asked.
"""

from __future__ import annotations

from photonlink.doctor.case import Case
from photonlink.doctor.check import Check, Step
from photonlink.doctor.verdict import Finding, NotKnown, ok, problem


def look(case: Case) -> Finding:
    sent, returned = case.given.linking.state_sent, case.given.linking.state_returned
    if sent is None:
        raise NotKnown("no attempt to link has been seen")
    if returned is None:
        raise NotKnown(
            "nothing came back from the login", after=("L101", "L102", "L104", "L105", "L109", "L111")
        )
    if returned == sent:
        return ok("the state came back as it was sent")
    at = next((i for i, (a, b) in enumerate(zip(sent, returned, strict=False)) if a != b), None)
    if at is None:
        seen = f"{len(sent)} characters were sent, {len(returned)} came back"
    else:
        seen = (
            f"from character {at + 1} on: {sent[at : at + 8]!r} was sent, {returned[at : at + 8]!r} came back"
        )
    return problem(
        f"The state came back changed: {seen}.",
        "Particle returns it unchanged: look for what stands between (a proxy, a login page of your own), and have it "
        "hand `state` on as it is.",
    )


CHECK = Check("L117", "the state does not come back as it was sent", Step.LOGIN, look)
