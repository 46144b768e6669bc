"""The skill has no endpoint: the Lambda's ARN was never saved together with the rest of the form.

The developer console keeps what is typed on one page until that page's own Save button is pressed, and Account Linking
is another page than the endpoint. An ARN that was typed in and not saved is gone, and the skill has nothing that it
could call. The manifest tells: apis.smartHome.endpoint.uri is missing or empty.

What you see: a cryptic error when you save or enable the skill, "please select a default endpoint", "regionalized
endpoints must not be empty" or "skill is not ready for enablement".
"""

from __future__ import annotations

from photonlink.doctor.case import Case
from photonlink.doctor.check import Check, Step
from photonlink.doctor.verdict import Finding, NotKnown, ok, problem


def look(case: Case) -> Finding:
    endpoints = case.given.skill.endpoints
    if endpoints is None:
        raise NotKnown("the skill's endpoints are not given")
    empty = sorted(region for region, arn in endpoints.items() if not arn.strip())
    if not endpoints or empty:
        what = f"its endpoint {', '.join(empty)} is empty" if empty else "it has no endpoint"
        arn = case.given.function.arn or "the function's ARN"
        return problem(
            f"The skill's manifest lacks the Lambda: {what}.",
            f"In the developer console, Build > Smart Home, paste {arn} as the default endpoint and press Save on that "
            "page, before you go on to Account Linking.",
        )
    return ok(f"endpoints saved: {', '.join(sorted(endpoints))}")


CHECK = Check("A302", "the Lambda's ARN is not saved in the skill", Step.SKILL, look)
