"""The redirect URI has a query, and Particle appends a second one.

When the login is done, Particle adds "?code=..." to the redirect URI as text. Where the URI already has a question
mark, as Alexa's old form "...account-linking-status.html?vendorId=M2A..." has, the code becomes a part of the vendor
id and Alexa finds none.

What you see: the login works, then "linking was unsuccessful", and the token endpoint is never asked. The form
".../api/skill/link/<vendor id>", which the console shows today, has no query and works.
"""

from __future__ import annotations

from photonlink.doctor.case import Case
from photonlink.doctor.check import Check, Step
from photonlink.doctor.verdict import Finding, NotKnown, ok, problem


def look(case: Case) -> Finding:
    try:
        uri = str(case.client.get("redirect_uri") or case.redirect_uri)
    except NotKnown:
        uri = case.redirect_uri
    if "?" not in uri:
        return ok("the redirect URI has no query")
    shown = case.given.public(uri)
    return problem(
        f"Particle would send people to {shown}?code=…&state=…: two question marks, so no code is found.",
        "Register the redirect URI of the form https://…/api/skill/link/<vendor id>, which the Alexa console lists: "
        "`photonlink setup` makes such a client.",
    )


CHECK = Check("L107", "the redirect URI has a query of its own", Step.LOGIN, look)
