"""The access token was revoked in the account.

A new password, "sign out everywhere", or a row deleted in the list of tokens takes tokens back, Alexa's too.

What you see: the lights don't respond, and Alexa asks to link again. Disable the skill and enable it again.
"""

from __future__ import annotations

from photonlink.doctor.case import Case
from photonlink.doctor.check import Check, Step
from photonlink.doctor.verdict import Finding, NotKnown, ok, problem


def look(case: Case) -> Finding:
    reply = case.alexas_token
    if reply.status == 200:
        return ok("the token that Alexa holds is good")
    if reply.status == 401 and "expired" not in reply.error[1]:
        return problem(
            f"Particle says of the token that Alexa holds: {reply.error[1] or reply.shown}",
            "Disable the skill in the Alexa app and enable it again.",
            after=("L115", "T209", "T203", "T208"),
        )
    raise NotKnown(f"Particle answers {reply.shown}", after=("T201", "L115", "T209"))


CHECK = Check("T204", "the access token was revoked in the account", Step.TOKENS, look)
