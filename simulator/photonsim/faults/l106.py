"""L106: the skill is offered in two regions, with one client; the account is in the other one."""

from __future__ import annotations

from photonsim.consoles import function_arn
from photonsim.faults._console import ConsoleEntries

FAULT = ConsoleEntries(
    "L106",
    "the skill serves North America and Europe with one OAuth client, and the account is European",
    skill=lambda house: {"redirect_uri": house.addresses.redirect_uri_of("eu")},
    manifest=lambda house: {
        "locales": ("en-US", "en-GB"),
        "countries": ("US", "GB"),
        "endpoints": {"default": function_arn("us-east-1"), "eu": function_arn("eu-west-1")},
    },
    amazon=lambda house: {"region": "eu", "country": "GB", "language": "en-GB"},
    breaks_linking=True,
)
