"""There is no webhook that tells of changes.

A light that is switched by its button, or by another program, publishes an event at Particle. A webhook brings that
event to the Lambda, which reports the change to Alexa. Each linked account gets its own webhook when it links; it may
have been deleted since, by hand or with "delete all integrations".

What you see: voice works, and the app shows old states. Disable the skill and enable it again: linking makes a new
webhook.
"""

from __future__ import annotations

from photonlink.doctor.case import Case
from photonlink.doctor.check import Check, Step
from photonlink.doctor.reporting import STATE_EVENT, WHY_NO_GRANT, need_reports, watching
from photonlink.doctor.verdict import Finding, ok, problem


def look(case: Case) -> Finding:
    need_reports(case)
    hooks = watching(case)
    if hooks:
        return ok(f"{len(hooks)} for {STATE_EVENT}")
    return problem(
        f"The account has {len(case.webhooks)} webhooks, and none for {STATE_EVENT}.",
        "Disable the skill in the Alexa app and enable it again: linking makes the webhook.",
        after=WHY_NO_GRANT[:3],
    )


CHECK = Check("W401", "no webhook for photonlink/state", Step.REPORTS, look)
