"""Particle has stopped calling the webhook for a while, after many errors.

A webhook whose target fails again and again is throttled: events are dropped, and the message is "Too many errors,
sleeping". The cause lies before that, in what the target answered.

What you see: reports stop, and come back by themselves some time after the target has been mended.
"""

from __future__ import annotations

from photonlink.doctor.case import Case
from photonlink.doctor.check import Check, Step
from photonlink.doctor.reporting import STATE_EVENT, WHY_NO_GRANT, errors_of, need_reports, watching
from photonlink.doctor.verdict import Finding, NotKnown, ok, problem


def look(case: Case) -> Finding:
    need_reports(case)
    hooks = watching(case)
    if not hooks:
        raise NotKnown(f"there is no webhook for {STATE_EVENT}", after=("W401",))
    for hook in hooks:
        errors = errors_of(case, hook)
        if errors and "sleeping" in errors[-1]:
            before = next((error for error in reversed(errors) if "sleeping" not in error), "unknown")
            return problem(
                f"Particle lets the webhook rest: {errors[-1]}. The error before: {before}.",
                "Mend what the target answered; Particle calls it again some minutes later.",
                after=(*WHY_NO_GRANT, "W408"),
            )
    return ok("no webhook is throttled")


CHECK = Check("W405", "the webhook is throttled after many errors", Step.REPORTS, look)
