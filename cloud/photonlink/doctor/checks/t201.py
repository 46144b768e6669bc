"""The access token has expired, and was not refreshed.

Particle's tokens live for 90 days. Alexa refreshes hers before they end, with the refresh token that came along at
linking. When that does not happen, everything stops at once, three months after linking.

What you see: every light offline in the app, "isn't responding" or, only sometimes, "please re-link your account".
"""

from __future__ import annotations

from datetime import UTC, datetime

from photonlink.doctor.case import Case
from photonlink.doctor.check import Check, Step
from photonlink.doctor.verdict import Finding, NotKnown, ok, problem

#: The year 9999 ends here, in Unix seconds: what lies beyond was no date to begin with.
_END_OF_DATES = 253_402_300_800


def look(case: Case) -> Finding:
    reply = case.alexas_token
    if reply.status == 401 and "expired" in reply.error[1]:
        return problem(
            f"Particle says of the token that Alexa holds: {reply.error[1]}{_dates(case)}",
            "Disable the skill in the Alexa app and enable it again. If it happens again after 90 days, see T202 and T203.",
            after=("T202", "T203", "T208", "L110", "L113"),
        )
    if reply.status == 200:
        return ok("the token that Alexa holds is good")
    raise NotKnown(f"Particle answers {reply.shown}", after=("T204", "L115", "T209"))


def _dates(case: Case) -> str:
    dates = {"linked": case.given.linking.linked_at, "ended": case.given.linking.expires_at}
    told = [
        f"{what} {datetime.fromtimestamp(when, UTC):%Y-%m-%d}"
        for what, when in dates.items()
        if when is not None and 0 <= when < _END_OF_DATES
    ]
    return f" ({', '.join(told)})" if told else ""


CHECK = Check("T201", "the access token has expired and was not refreshed", Step.TOKENS, look)
