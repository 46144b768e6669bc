"""An address that the skill names cannot be reached from Amazon's servers.

The login page is opened by your own browser, the token endpoint by Amazon's servers. Both need an address that the
whole world can reach, by https with a certificate of a known authority, on port 443. An address of your own network
(192.168..., localhost, a name that only your router knows) works in your browser and nowhere else.

What you see: an error page in the web view; or, when your own browser gets through and Amazon does not, a login that
works and then "linking was unsuccessful".

That an address answers from your house proves nothing: the doctor says unknown until it was tried from outside. A
port other than 443 alone is a warning, since it has worked for some.
"""

from __future__ import annotations

import ipaddress

from photonlink.doctor.addresses import address
from photonlink.doctor.case import Case
from photonlink.doctor.check import Check, Step
from photonlink.doctor.verdict import Finding, NotKnown, problem, unknown


def look(case: Case) -> Finding:
    skill, warnings, judged = case.given.skill, [], 0
    named = {"authorization URI": skill.authorization_uri, "access token URI": skill.access_token_uri}
    for what, uri in named.items():
        if not uri:
            continue
        shown = case.given.public(uri)
        if not case.given.is_public(uri) and case.given.stands_for:
            continue  # an address of a simulated house that plays no public one
        judged += 1
        wrong = _wrong(shown)
        if wrong:
            return problem(
                f"The {what} {shown} {wrong}.",
                "Use an https address that is reachable from everywhere; for Particle these are "
                "https://api.particle.io/oauth/authorize and https://api.particle.io/oauth/token.",
            )
        if address(shown).port not in (None, 443):
            warnings.append(f"the {what} uses port {address(shown).port}, which Amazon may not take")
    if not judged:
        raise NotKnown("neither the authorization URI nor the access token URI is known by a public name")
    told = "; ".join(warnings) or "both addresses are public ones"
    return unknown(f"{told}; whether Amazon reaches them can only be seen from outside")


def _wrong(uri: str) -> str:
    parts = address(uri)
    host = parts.host
    if parts.scheme != "https":
        return "is not https"
    if host == "localhost" or host.endswith((".local", ".lan", ".home", ".internal")) or "." not in host:
        return "is a name that only your own network knows"
    try:
        number = ipaddress.ip_address(host)
    except ValueError:
        return ""
    return "" if number.is_global else "is an address of a private network"


CHECK = Check("L114", "an address of the skill cannot be reached from Amazon", Step.LOGIN, look)
