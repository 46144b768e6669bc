"""The function's answers are not in the form that Alexa demands.

Alexa compares each answer with a schema and throws away what does not fit: a time with more than three digits of a
second, a member that the schema does not know, a missing report of the endpoint's health. She tells nobody, and from
outside it looks as if the light had not answered.

What you hear: "isn't responding", though the light moved. The doctor asks the function for the state of each light,
which changes nothing, and compares the answers with the schema.
"""

from __future__ import annotations

from photonlink.doctor.case import CORRELATION_TOKEN, FUNCTION_CODES, Case
from photonlink.doctor.check import Check, Step
from photonlink.doctor.function import state_reports
from photonlink.doctor.messages import report_breaches
from photonlink.doctor.verdict import Finding, NotKnown, ok, problem


def look(case: Case) -> Finding:
    judged = 0
    for report in state_reports(case):
        if report.is_error or report.body is None:
            continue
        judged += 1
        wrong = report_breaches(report.body, report.endpoint_id, CORRELATION_TOKEN)
        if wrong:
            return problem(
                f"The answer about {report.name} breaks the schema: {wrong[0]}"
                f"{f', and {len(wrong) - 1} more' if len(wrong) > 1 else ''}.",
                "Deploy photonlink's own handler (`photonlink deploy package`); in one of your own, mend the member that "
                "is named here.",
            )
    if not judged:
        raise NotKnown("the function reports the state of no light", after=("A317", "D501", *FUNCTION_CODES))
    return ok(f"the answers about {judged} lights have the form that Alexa demands")


CHECK = Check("A310", "the function's answers break Alexa's schema", Step.SKILL, look)
