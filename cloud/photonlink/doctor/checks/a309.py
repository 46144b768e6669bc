"""The custom skill's application id is not the one that the function expects, or is not checked at all.

Whoever knows a function's ARN can point a skill of his own at it. That is why a custom skill compares the application
id of each request with its own: PHOTONLINK_SKILL_ID in the function's environment. A placeholder that was left in, a
blank pasted along or the id of another skill makes it refuse everything, and so does photonlink when none is set.

What you hear when you open the skill: "this request was made for another skill"; the function's log shows both ids.
Smart home directives are not concerned: Alexa's trigger guards those.
"""

from __future__ import annotations

from photonlink.doctor.case import Case
from photonlink.doctor.check import Check, Step
from photonlink.doctor.verdict import Finding, NotKnown, ok, problem


def look(case: Case) -> Finding:
    if case.given.skill.custom is None:
        raise NotKnown("whether the skill has the custom model is not given")
    if not case.given.skill.custom:
        return ok("the skill has no custom model")
    skill_id = case.need(case.given.skill.id, "the skill id")
    environment = case.given.function.environment
    if environment is None:
        environment = case.need(environment, "the Lambda's environment")
    if "PHOTONLINK_SKILL_ID" in (case.given.function.parameters or ()):
        raise NotKnown("PHOTONLINK_SKILL_ID is given when the stack is made")
    expected = environment.get("PHOTONLINK_SKILL_ID", "")
    if expected == skill_id:
        return ok(f"both have {skill_id!r}")
    fix = f"Set PHOTONLINK_SKILL_ID in the Lambda's environment to {skill_id.strip()} and nothing else."
    if not expected:
        return problem(f"The skill is {skill_id!r}, and PHOTONLINK_SKILL_ID is not set.", fix)
    blank = " They differ by blanks only." if expected.strip() == skill_id.strip() else ""
    return problem(f"The skill is {skill_id!r}, and the function expects {expected!r}.{blank}", fix)


CHECK = Check("A309", "the custom skill's application id is not the one expected", Step.SKILL, look)
