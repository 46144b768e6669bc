"""The redirect URI registered at Particle is not the one that Alexa uses.

When you enable the skill, Alexa sends you to Particle's login and tells it where to send you back: the redirect
URI. Particle compares it character by character with the one that was registered when the OAuth client was made,
and refuses every difference: another host, another vendor id, http for https, a slash at the end.

Which redirect URI Alexa uses depends on the country and language of your Amazon account, not on where you are:
pitangui.amazon.com serves North and South America, layla.amazon.com Europe and India, alexa.amazon.co.jp Japan and
Australia. The Alexa developer console lists all three under Account Linking.

What you see: an error page in place of Particle's login page, "redirect_uri does not match", or a blank page.

A client has one redirect URI and it cannot be changed: make a new client with `photonlink setup`, and paste its id
and secret into the skill.
"""

from __future__ import annotations

from photonlink.doctor.addresses import address
from photonlink.doctor.case import Case
from photonlink.doctor.check import Check, Step
from photonlink.doctor.verdict import Finding, NotKnown, ok, problem

#: The host of the redirect URI for each region of Alexa, and what people call the region.
REGIONS = {
    "pitangui.amazon.com": ("na", "North America"),
    "layla.amazon.com": ("eu", "Europe"),
    "alexa.amazon.co.jp": ("fe", "Japan and Australia"),
}


def look(case: Case) -> Finding:
    used = case.given.public(case.redirect_uri)
    home = case.given.amazon.region
    wanted = REGIONS.get(address(used).host, (None, ""))[0]
    if home is not None and wanted is not None and home != wanted:
        return problem(
            f"Your Amazon account is at home in {_named(home)}, and {used} serves {_named(wanted)}.",
            f"Make a client for that region, `photonlink setup --region {home}`, and paste its id and secret "
            "into the skill.",
        )
    registered = case.client.get("redirect_uri")
    if not isinstance(registered, str):
        raise NotKnown(f"the client {case.client_id} has no redirect URI", after=("L101",))
    registered = case.given.public(registered)
    if registered == used:
        return ok(f"registered and used: {used}")
    region = f" --region {wanted}" if wanted else ""
    return problem(
        f"Registered: {registered}  Alexa uses: {used}  ({difference(registered, used)})",
        f"A client keeps its redirect URI: make a new one with `photonlink setup{region}`, and paste its id and "
        "secret into the skill's Account Linking page.",
        after=("L106",),
    )


def difference(registered: str, used: str) -> str:
    """Where two URIs part, in words."""
    one, other = address(registered), address(used)
    if one.scheme != other.scheme:
        return f"{one.scheme} where Alexa uses {other.scheme}"
    if one.host != other.host:
        there = REGIONS.get(one.host, ("", ""))[1]
        return f"another host{', that of ' + there if there else ''}"
    if registered.rstrip("/") == used.rstrip("/"):
        return "a slash at the end"
    at = next((i for i, (a, b) in enumerate(zip(registered, used, strict=False)) if a != b), None)
    if at is None:
        at = min(len(registered), len(used))
    return f"they differ from character {at + 1} on: {registered[at : at + 12]!r}, not {used[at : at + 12]!r}"


def _named(region: str) -> str:
    return next((name for code, name in REGIONS.values() if code == region), region)


CHECK = Check("L105", "the registered redirect URI is not the one that Alexa uses", Step.LOGIN, look)
