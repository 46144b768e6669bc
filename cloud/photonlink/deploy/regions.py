"""Alexa's three regions, and what each asks for.

Sources: Amazon's pages "Configure an Authorization Code Grant" (redirect URIs), "Host a Custom Skill as a Lambda
Function" and "Steps to Build a Smart Home Skill" (AWS regions by locale), "Send Events to the Alexa Event Gateway".
"""

from __future__ import annotations

from typing import NamedTuple


class Region(NamedTuple):
    """One of Alexa's regions: `name` is "na", "eu" or "fe".

    `host` serves the redirect URI, `aws` is where the Lambda must be, `manifest` is its name in a skill's manifest;
    `locales` are the English ones, with the country that each is for.
    """

    name: str
    title: str
    host: str
    aws: str
    manifest: str
    locales: dict[str, str]

    def redirect_uri(self, vendor_id: str) -> str:
        """The redirect URI that Alexa uses for accounts of this region."""
        return f"https://{self.host}/api/skill/link/{vendor_id}"


REGIONS = {
    region.name: region
    for region in (
        Region(
            "na",
            "North and South America",
            "pitangui.amazon.com",
            "us-east-1",
            "NA",
            {"en-US": "US", "en-CA": "CA"},
        ),
        Region(
            "eu", "Europe and India", "layla.amazon.com", "eu-west-1", "EU", {"en-GB": "GB", "en-IN": "IN"}
        ),
        Region("fe", "Japan and Australia", "alexa.amazon.co.jp", "us-west-2", "FE", {"en-AU": "AU"}),
    )
}

#: Locales of other languages, by the region that serves them.
LOCALES_OF_OTHER_LANGUAGES = {
    "na": ("es-MX", "es-US", "fr-CA", "pt-BR"),
    "eu": ("de-DE", "es-ES", "fr-FR", "hi-IN", "it-IT"),
    "fe": ("ja-JP",),
}


def region_named(name: str) -> Region:
    """The region "na", "eu" or "fe". Raises KeyError."""
    return REGIONS[name]


def region_of_redirect_uri(uri: str) -> Region | None:
    """The region whose accounts come back to this URI; None for any other address."""
    for region in REGIONS.values():
        if uri.startswith(f"https://{region.host}/"):
            return region
    return None


def why_one_skill_each() -> str:
    """Why a second region is a second skill."""
    return (
        "A client at Particle has exactly one redirect URI, Alexa uses another one in each region, and a skill has "
        "one client id for all its regions. So each region is a skill of its own, with a client of its own; the "
        "Lambda's code is the same."
    )
