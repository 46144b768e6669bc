"""One OAuth client is used for several regions of Alexa, and all but one of them have no client.

Alexa comes back to another redirect URI in each of its regions (North America, Europe with India, Japan with
Australia), a Particle client has one redirect URI, and a skill has one client id. So one skill can link accounts of
one region only.

What you see: linking works for accounts in the US, say, and fails for those in Europe, Japan or Australia with an
error page in place of the login.

Each further region is a second skill with a client of its own: `photonlink setup --region eu` makes it. Or leave the
other regions' languages and countries out of this skill.
"""

from __future__ import annotations

from photonlink.doctor.addresses import address
from photonlink.doctor.case import Case
from photonlink.doctor.check import Check, Step
from photonlink.doctor.checks.l105 import REGIONS
from photonlink.doctor.verdict import Finding, ok, problem

#: The region of Alexa that serves a language (Amazon's table of Lambda regions for smart home skills).
REGION_OF = {
    "en-US": "na", "en-CA": "na", "fr-CA": "na", "es-MX": "na", "es-US": "na", "pt-BR": "na",
    "en-GB": "eu", "en-IN": "eu", "hi-IN": "eu", "de-DE": "eu", "es-ES": "eu", "fr-FR": "eu", "it-IT": "eu",
    "ja-JP": "fe", "en-AU": "fe",
}  # fmt: skip


def look(case: Case) -> Finding:
    locales = case.need(case.given.skill.locales, "the list of the skill's languages")
    regions = sorted({REGION_OF[locale] for locale in locales if locale in REGION_OF})
    if len(regions) < 2:
        return ok(f"the skill's languages are all of one region: {', '.join(locales)}")
    registered = case.client.get("redirect_uri")
    served = REGIONS.get(address(case.given.public(str(registered))).host, (None, ""))[0]
    without = [region for region in regions if region != served]
    return problem(
        f"The skill's languages ({', '.join(locales)}) belong to {len(regions)} regions, and its client "
        f"{case.client_id} has the redirect URI of {served or 'none of them'}. Without a client: "
        f"{', '.join(without)}.",
        "Make a second skill for each further region, with a client of its own: "
        + " and ".join(f"`photonlink setup --region {region}`" for region in without)
        + ". Or take those languages out of this skill.",
    )


CHECK = Check("L106", "several regions of Alexa share one OAuth client", Step.LOGIN, look)
