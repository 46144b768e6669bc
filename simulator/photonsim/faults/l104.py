"""L104: the secret in the skill is that of another client."""

from __future__ import annotations

import hashlib

from photonsim.faults._console import ConsoleEntries

FAULT = ConsoleEntries(
    "L104",
    "the client secret in the skill is not that of the client",
    skill=lambda house: {"client_secret": hashlib.sha1(house.client.secret.encode()).hexdigest()},
    breaks_linking=True,
)
