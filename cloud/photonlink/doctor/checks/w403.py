"""Two webhooks fire for the same event.

Each change is then reported to Alexa twice, or, where both send the event's date, at least sent to the Lambda twice. A
second webhook comes from making one by hand beside the one that linking makes, or from two skills that use the same
Lambda.

What you see: doubled reports in the log, and routines that run twice.
"""

from __future__ import annotations

from photonlink.doctor.case import Case
from photonlink.doctor.check import Check, Step
from photonlink.doctor.reporting import STATE_EVENT, need_reports, watching
from photonlink.doctor.verdict import Finding, NotKnown, ok, problem


def look(case: Case) -> Finding:
    need_reports(case)
    hooks = watching(case)
    if not hooks:
        raise NotKnown(f"there is no webhook for {STATE_EVENT}", after=("W401",))
    if len(hooks) == 1:
        return ok(f"one webhook for {STATE_EVENT}")
    listed = ", ".join(f"{hook.get('id')} to {case.given.public(str(hook.get('url')))}" for hook in hooks)
    return problem(
        f"{len(hooks)} webhooks fire for {STATE_EVENT}: {listed}.",
        f"Delete all but the newest: `particle webhook delete {hooks[0].get('id')}`.",
    )


def mend(case: Case) -> str:
    """Delete all but the newest."""
    hooks = sorted(watching(case), key=lambda hook: str(hook.get("created_at", "")))
    for hook in hooks[:-1]:
        case.delete_webhook(str(hook.get("id")))
    return f"{len(hooks) - 1} of {len(hooks)} webhooks were deleted"


CHECK = Check("W403", "two webhooks on one event", Step.REPORTS, look, mend)
