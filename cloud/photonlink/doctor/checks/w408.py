"""A report is malformed, or tells of what was never discovered.

The event gateway takes a report only if each of its members has the form that the schema wants (three digits of a
second at most, a value for each property), and Alexa uses it only for endpoints and properties that were discovered
as proactively reported.

What you see: 400 INVALID_REQUEST_EXCEPTION in the log; or 202, and yet the app shows the old state and routines do
not start. Discover devices again, and update the Lambda's package.
"""

from __future__ import annotations

from photonlink.doctor.case import Case
from photonlink.doctor.check import Check, Step
from photonlink.doctor.reporting import need_reports
from photonlink.doctor.verdict import Finding, ok, problem


def look(case: Case) -> Finding:
    need_reports(case)
    errors = case.need(case.given.reports.errors, "how the event gateway answered")
    if not errors or errors[-1] != "INVALID_REQUEST_EXCEPTION":
        return ok("the event gateway has refused no report for its form")
    return problem(
        "The event gateway answered the last report with 400 INVALID_REQUEST_EXCEPTION.",
        'Say "Alexa, discover devices", and deploy the newest package: `photonlink deploy package`.',
    )


CHECK = Check("W408", "a report is malformed, or tells of what was never discovered", Step.REPORTS, look)
