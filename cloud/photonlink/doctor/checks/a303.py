"""The function does not let Alexa call it: its trigger is missing, or is another one.

A Lambda function has a policy that says who may call it. Alexa's smart home calls as alexa-connectedhome.amazon.com,
a custom skill as alexa-appkit.amazon.com ("Alexa Skills Kit"), each in the name of one skill id. A trigger of the other
kind, with another skill's id, or on another version or alias than the ARN in the skill names, does not let Alexa in.

What you see: the console refuses to save, "make sure that Alexa Smart Home is selected for the event source type". If
it was saved before, you hear "isn't responding", no devices are found, and nothing at all is in the function's log.
"""

from __future__ import annotations

from photonlink.doctor.case import Case
from photonlink.doctor.check import Check, Step
from photonlink.doctor.configuration import Trigger
from photonlink.doctor.function import Arn, endpoint_of_account
from photonlink.doctor.verdict import Finding, NotKnown, ok, problem

SMART_HOME, CUSTOM = "alexa-connectedhome.amazon.com", "alexa-appkit.amazon.com"


def look(case: Case) -> Finding:
    triggers = case.given.function.triggers
    if triggers is None:
        raise NotKnown("the function's policy (its triggers) is not given")
    skill_id = case.given.skill.id
    arn = Arn.read(endpoint_of_account(case) or case.given.function.arn or "")
    qualifier = arn.qualifier if arn else None
    wanted = {SMART_HOME: "Alexa Smart Home"}
    if case.given.skill.custom:
        wanted[CUSTOM] = "Alexa Skills Kit"
    for principal, name in wanted.items():
        wrong = _wrong(triggers, principal, skill_id, qualifier)
        if wrong:
            return problem(
                f"The function's trigger for {name} ({principal}) {wrong}.",
                f"In the AWS console, open the function{_at(qualifier)} and add the trigger Alexa, {name}, with the skill "
                f"id {skill_id or 'of this skill'}; remove the wrong one. The rendered template has it: `photonlink deploy render`.",
            )
    if skill_id is None:
        raise NotKnown("the triggers are of the right kind; the skill id, which they must name, is not given")
    return ok(f"{' and '.join(wanted.values())} may call it for {skill_id}")


def _wrong(triggers: tuple[Trigger, ...], principal: str, skill_id: str | None, qualifier: str | None) -> str:
    mine = [each for each in triggers if each.principal == principal]
    if not mine:
        others = sorted({each.principal for each in triggers})
        return f"is missing; there is {', '.join(others) or 'none at all'}"
    fitting = [each for each in mine if skill_id is None or each.event_source_token in (None, skill_id)]
    if any(each.qualifier == qualifier for each in fitting):
        return ""
    for near in fitting:
        return f"is on{_at(near.qualifier) or ' the function itself'}, and the skill calls{_at(qualifier) or ' the function itself'}"
    return f"is for the skill {mine[0].event_source_token!r}, and this skill is {skill_id!r}"


def _at(qualifier: str | None) -> str:
    return f" its version or alias {qualifier}" if qualifier else ""


CHECK = Check("A303", "the function's trigger does not let this skill in", Step.SKILL, look)
