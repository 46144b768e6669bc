"""The skill sends events, and the function has no messaging client to get its grant with.

"Send Alexa Events" is switched on on the skill's Permissions page, which also shows a pair: Alexa Client Id and Alexa
Client Secret. The function needs both, as ALEXA_CLIENT_ID and ALEXA_CLIENT_SECRET in its environment, to turn the code
of AcceptGrant into tokens. Without them it cannot answer AcceptGrant.

What you see: "linking was unsuccessful", since Alexa reports a failed AcceptGrant as a failed linking.
"""

from __future__ import annotations

from photonlink.doctor.case import Case
from photonlink.doctor.check import Check, Step
from photonlink.doctor.verdict import Finding, ok, problem

PAIR = ("ALEXA_CLIENT_ID", "ALEXA_CLIENT_SECRET")


def look(case: Case) -> Finding:
    if case.need(case.given.skill.send_events, 'whether "Send Alexa Events" is on') is False:
        return ok('"Send Alexa Events" is off: no messaging client is needed')
    environment = case.given.function.environment
    if environment is None:
        environment = case.need(environment, "the Lambda's environment")
    given = case.given.function.parameters or ()
    missing = [name for name in PAIR if not environment.get(name, "").strip() and name not in given]
    if missing:
        return problem(
            f'"Send Alexa Events" is on, and the Lambda\'s environment lacks {" and ".join(missing)}.',
            "Copy Alexa Client Id and Alexa Client Secret from the skill's Permissions page (Alexa Skill Messaging) into "
            "the Lambda's environment, and link again. Or switch 'Send Alexa Events' off there.",
        )
    return ok("the Lambda's environment has the messaging pair")


CHECK = Check("A307", "events are on, and the Lambda has no messaging client", Step.SKILL, look)
