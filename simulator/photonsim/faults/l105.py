"""L105: the account is European, and the OAuth client was made with the redirect URI of North America."""

from __future__ import annotations

from photonsim.consoles import function_arn
from photonsim.faults._console import ConsoleEntries

FAULT = ConsoleEntries(
    "L105",
    "Alexa uses another redirect URI (layla) than the one that the OAuth client has (pitangui)",
    skill=lambda house: {"redirect_uri": house.addresses.redirect_uri_of("eu")},
    manifest=lambda house: {
        "locales": ("en-GB",),
        "countries": ("GB",),
        "endpoints": {"default": function_arn("eu-west-1")},
    },
    function=lambda house: {"arn": function_arn("eu-west-1")},
    amazon=lambda house: {"region": "eu", "country": "GB", "language": "en-GB"},
    breaks_linking=True,
)
