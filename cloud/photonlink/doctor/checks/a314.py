"""The Alexa account is not the one that develops the skill, so the skill is not there.

A skill in development is seen by one Amazon account only: the one with which you are logged in at
developer.amazon.com. The app and the Echo must be registered to that same account. With a second account, perhaps of a
partner or of another country, the skill does not exist, and nothing says why.

What you see: the skill is not in the app under Your Skills > Dev, or only one of two Echos knows it.
"""

from __future__ import annotations

from photonlink.doctor.case import Case
from photonlink.doctor.check import Check, Step
from photonlink.doctor.verdict import Finding, ok, problem


def look(case: Case) -> Finding:
    stage = case.need(case.given.skill.stage, "the stage of the skill (development or live)")
    if stage != "development":
        return ok(f"the skill is {stage}: every account of its countries sees it")
    user = case.need(case.given.amazon.email, "the e-mail of the Alexa account")
    developer = case.need(case.given.amazon.developer_email, "the e-mail of the developer account")
    if user.strip().lower() == developer.strip().lower():
        return ok(f"{user} develops the skill and uses it")
    return problem(
        f"The skill is in development at {developer}, and the Alexa app is signed in as {user}.",
        f"Sign in to the Alexa app and register the Echo with {developer}; or invite {user} to a beta test of the skill "
        "(developer console, Distribution > Availability).",
    )


CHECK = Check("A314", "the Alexa account is not the developer's", Step.SKILL, look)
