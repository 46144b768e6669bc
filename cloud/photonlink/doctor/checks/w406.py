"""The Lambda has no grant of Alexa for this account.

Alexa gives the grant once, with the directive AcceptGrant, when the skill is enabled, and at no other time. When "Send
Alexa Events" was switched on after linking, or the table of grants is new or empty, there is none.

What you see: voice works, the app shows old states, and no report is ever sent. Disable the skill in the Alexa app and
enable it again.
"""

from __future__ import annotations

from photonlink.doctor.case import Case
from photonlink.doctor.check import Check, Step
from photonlink.doctor.reporting import need_reports
from photonlink.doctor.verdict import Finding, ok, problem


def look(case: Case) -> Finding:
    need_reports(case)
    grants = case.need(case.given.reports.grants, "the number of grants in the Lambda's table")
    if grants:
        return ok("a grant is stored")
    return problem(
        "The account is linked, and the Lambda's table has no grant for it.",
        "Disable the skill in the Alexa app and enable it again: AcceptGrant comes only then.",
        after=("A306", "A307", "A320", "W404", "W407"),
    )


CHECK = Check("W406", "no grant of Alexa is stored", Step.REPORTS, look)
