"""The two pairs of id and secret are mixed up.

A skill that reports changes has two pairs. One is the OAuth client of Particle (an id such as photonlink-4821): it
belongs on the Account Linking page. The other is the messaging pair of Alexa (amzn1.application-oa2-client...), found
on the Permissions page: it belongs into the Lambda's environment as ALEXA_CLIENT_ID and ALEXA_CLIENT_SECRET.

What you see: with the messaging pair in the linking form, an error page before the login. With Particle's pair in the
Lambda, AcceptGrant fails, and Alexa reports that as "linking was unsuccessful".
"""

from __future__ import annotations

from photonlink.doctor.case import Case
from photonlink.doctor.check import Check, Step
from photonlink.doctor.verdict import Finding, NotKnown, ok, problem

_AMAZON = "amzn1.application-oa2-client."


def look(case: Case) -> Finding:
    linking = case.given.skill.client_id
    environment = case.given.function.environment or {}
    messaging = environment.get("ALEXA_CLIENT_ID") or case.given.skill.messaging_client_id
    if linking is None and messaging is None:
        raise NotKnown("neither the client id of the skill nor the messaging client id is given")
    if linking is not None and linking.startswith(_AMAZON) and case.is_particle_login:
        return problem(
            f"The client id of the linking form is {linking[:36]}…, which is Alexa's messaging client.",
            "Paste the id and secret of your OAuth client at Particle into the Account Linking page; the messaging pair "
            "goes into the Lambda's environment (ALEXA_CLIENT_ID, ALEXA_CLIENT_SECRET).",
        )
    if messaging and not messaging.startswith(_AMAZON):
        return problem(
            f"ALEXA_CLIENT_ID is {messaging!r}, which is no messaging client of Alexa ({_AMAZON}…).",
            "Copy Alexa Client Id and Alexa Client Secret from the skill's Permissions page into the Lambda's "
            "environment; the pair of the linking form stays where it is.",
        )
    return ok("each pair is where it belongs")


CHECK = Check("L116", "the pair of the linking form and the messaging pair are mixed up", Step.SETTINGS, look)
