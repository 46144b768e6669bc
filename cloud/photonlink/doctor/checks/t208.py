"""The refresh token itself has expired.

With Particle a refresh token lives 14 days longer than its access token. A link that nobody used for more than three
months can therefore not be renewed; with other providers a refresh token may be bound to a login session that ended.

What you see: the link is lost after weeks or months of silence. The token endpoint says invalid_grant "Refresh token
has expired".
"""

from __future__ import annotations

from photonlink.doctor.case import Case
from photonlink.doctor.check import Check, Step
from photonlink.doctor.verdict import Finding, NotKnown, ok, problem


def look(case: Case) -> Finding:
    error = case.given.linking.refresh_error
    if error is None:
        if case.given.linking.linked:
            return ok("no refresh has been refused")
        raise NotKnown("no refresh has been seen")
    if "Refresh token has expired" not in error:
        raise NotKnown(
            f"the last refresh was refused for another reason: {error[:120]}", after=("T203", "L104")
        )
    return problem(
        "The token endpoint refused the last refresh: Refresh token has expired.",
        "Disable the skill in the Alexa app and enable it again. Used once in three months, a link stays alive.",
    )


CHECK = Check("T208", "the refresh token has expired", Step.TOKENS, look)
