"""The skill asks for a scope that the provider refuses.

The field "Scope" of the Account Linking page names what the skill may do. A Particle client that was made without a
scope takes any word there ("profile" does), and an empty field too. A client that was made with a scope takes only
words of that scope.

What you see: refused at the login, "the authorization server returned with an error parameter"; refused at the token
endpoint, "linking was unsuccessful". The word invalid_scope stands in the trace only. With Login with Amazon the same
is seen when the security profile has no privacy notice URL.
"""

from __future__ import annotations

from contextlib import suppress

from photonlink.doctor.case import Case
from photonlink.doctor.check import Check, Step
from photonlink.doctor.verdict import Finding, NotKnown, ok, problem


def look(case: Case) -> Finding:
    reply = case.login
    location = next((value for name, value in reply.headers.items() if name.lower() == "location"), "")
    if "error=invalid_scope" not in location and reply.error[0] != "invalid_scope":
        return ok("the login page takes the scope")
    scopes = " ".join(case.given.skill.scopes or ()) or "(none)"
    allowed = ""
    with suppress(NotKnown):
        if case.client.get("scope"):
            allowed = f" The client {case.client_id} is limited to: {case.client['scope']}."
    return problem(
        f"The skill asks for the scope {scopes}, and the login answers invalid_scope.{allowed}",
        "Use a client that was made without a scope (`photonlink setup` makes one), or enter a scope that the client has.",
    )


CHECK = Check("L111", "the skill asks for a scope that the provider refuses", Step.LOGIN, look)
