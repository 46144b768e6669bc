"""L105: the account is European, and the OAuth client was made with the redirect URI of North America."""

from __future__ import annotations

from photonsim.faults._console import ConsoleEntries

FAULT = ConsoleEntries(
    "L105",
    "Alexa uses another redirect URI (layla) than the one that the OAuth client has (pitangui)",
    skill=lambda house: {"redirect_uri": house.addresses.redirect_uri_of("eu")},
    amazon=lambda house: {"region": "eu", "country": "DE", "language": "de-DE"},
    breaks_linking=True,
)
