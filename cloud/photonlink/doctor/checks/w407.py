"""The grant is stored, and cannot be refreshed.

Reports carry a token of Login with Amazon that lives for an hour and is refreshed with the messaging pair (Alexa
Client Id and Secret). When that pair was renewed in the console, belongs to another skill, or the grant is that of an
earlier linking, Amazon refuses the refresh.

What you see: reports worked for an hour or for weeks, then each is refused with 401
INVALID_ACCESS_TOKEN_EXCEPTION, while voice still works.
"""

from __future__ import annotations

from photonlink.doctor.case import Case
from photonlink.doctor.check import Check, Step
from photonlink.doctor.reporting import need_reports
from photonlink.doctor.verdict import Finding, NotKnown, ok, problem


def look(case: Case) -> Finding:
    need_reports(case)
    error = case.given.reports.refresh_error
    if not error:
        if case.given.reports.grants is None:
            raise NotKnown("no refresh of the grant has been seen")
        return ok("Amazon has refused no refresh of the grant")
    fix = (
        "Copy Alexa Client Id and Secret from the skill's Permissions page into the Lambda's environment"
        if "invalid_client" in error
        else "Disable the skill in the Alexa app and enable it again, for a new grant"
    )
    return problem(
        f"Amazon's token endpoint refused the last refresh: {error[:160]}.", f"{fix}.", after=("W404",)
    )


CHECK = Check("W407", "the grant of Alexa cannot be refreshed", Step.REPORTS, look)
