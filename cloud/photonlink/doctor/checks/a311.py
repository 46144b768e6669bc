"""The skill has no privacy policy that can be read.

A skill with account linking has to name the address of a privacy policy, in each of its languages, and Amazon's
certification opens it. A missing address, or a page that is not there, stops the skill
from being published; while it is in development, for you alone, everything works without.

What you see: certification refuses the skill, "please provide a privacy policy URL" or "the link does not work".
"""

from __future__ import annotations

from photonlink.doctor.addresses import address
from photonlink.doctor.case import Case
from photonlink.doctor.check import Check, Step
from photonlink.doctor.verdict import Finding, NotKnown, ok, problem


def look(case: Case) -> Finding:
    url = case.given.skill.privacy_policy_url
    if url is None:
        raise NotKnown("the address of the privacy policy is not given")
    shown = case.given.public(url)
    parts = address(shown)
    if not url.strip():
        return problem("The skill's manifest has no privacy policy URL.", _FIX)
    if parts.scheme not in ("http", "https") or "." not in parts.host:
        return problem(f"The privacy policy URL {shown!r} is no address of a web page.", _FIX)
    reply = case.probes.ask("the privacy policy", "GET", url)
    if reply.status >= 400:
        return problem(f"The privacy policy {shown} is not there: {reply.status}.", _FIX)
    return ok(f"{shown} answers {reply.status}")


_FIX = (
    "Publish the page that `photonlink deploy render --pages-url URL` writes, for example with GitHub Pages, and enter its "
    "address under Distribution > Privacy & Compliance. In development the skill works without."
)


CHECK = Check("A311", "the skill's privacy policy cannot be read", Step.SKILL, look)
