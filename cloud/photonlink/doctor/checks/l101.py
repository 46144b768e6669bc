"""The OAuth client at Particle is of the type "installed" (Particle's console once called it "app"), not "web".

Alexa sends people to Particle's login page and then exchanges a code for a token. That exchange, the grant
"authorization_code", is allowed to clients of the type "web" only. Old guides say to choose "app"; that advice is out
of date.

What you see: without a redirect URI, an error page ("redirect_uri does not match", code 400) in place of the login
page. With one, the login works, and then "linking was unsuccessful", because the token endpoint answers 400
invalid_client "The grant type is unauthorised for this client_id".

That text alone proves nothing: it was also seen with a web client whose code had been used already. So the doctor
reads the client's type from your account before it blames it.
"""

from __future__ import annotations

from photonlink.doctor.case import Case
from photonlink.doctor.check import Check, Step
from photonlink.doctor.verdict import Finding, NotKnown, ok, problem, unknown


def look(case: Case) -> Finding:
    try:
        type_ = case.client.get("type")
    except NotKnown as missing:
        return _from_the_answer(case, missing)
    if type_ is None:
        raise NotKnown("the type of the client is not given")
    name = case.client.get("id") or case.client_id
    if type_ == "web":
        return ok(f"{name} is of type web")
    return problem(
        f"{name} is of type {type_}.",
        "The type cannot be changed: make a client of type web with `photonlink setup`, and paste its id and secret "
        "into the skill's Account Linking page.",
    )


def _from_the_answer(case: Case, missing: NotKnown) -> Finding:
    """The token endpoint's words, where the client itself cannot be read."""
    last = case.given.linking.token_error or ""
    if "grant type is unauthorised" in last or (not case.probes.offline and case.token_step() == "grant"):
        return unknown(
            "The token endpoint says that the grant type is unauthorised for this client: either its type is not "
            "web, or the code had been used before (a code works once), or the request was malformed.",
            fix="Give the doctor an access token of the account that made the client, so that it can read the type; "
            "and try again with a fresh code.",
        )
    raise missing


CHECK = Check("L101", "the OAuth client is of type installed (app), not web", Step.LOGIN, look)
