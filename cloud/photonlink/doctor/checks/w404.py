"""Alexa's grant is gone, and the webhook still fires.

When somebody disables the skill, Alexa tells nobody. The next report is refused with 403 SKILL_DISABLED_EXCEPTION; the
handler then drops the grant and refuses the webhook, which goes on firing for nothing. A gateway of the wrong region
says the same (A312).

What you see: reports stop with 403 SKILL_DISABLED in the log. Enable the skill again, or delete the webhook.
"""

from __future__ import annotations

from photonlink.doctor.case import Case
from photonlink.doctor.check import Check, Step
from photonlink.doctor.reporting import need_reports
from photonlink.doctor.verdict import Finding, ok, problem


def look(case: Case) -> Finding:
    need_reports(case)
    errors = case.need(case.given.reports.errors, "how the event gateway answered")
    if not errors or errors[-1] != "SKILL_DISABLED_EXCEPTION":
        return ok("the event gateway knows the skill as enabled")
    return problem(
        "The event gateway answered the last report with 403 SKILL_DISABLED_EXCEPTION.",
        "Enable the skill again in the Alexa app (disable it first, if it is shown as enabled); or delete the webhook "
        "with `photonlink revoke`.",
        after=("A312",),
    )


CHECK = Check("W404", "Alexa's grant is gone, and the webhook still fires", Step.REPORTS, look)
