"""L110: the provider takes the client's credentials in the body only, and the skill sends them by Basic."""

from __future__ import annotations

from photonsim.faults._setting import CloudSetting

FAULT = CloudSetting(
    "L110",
    "the token endpoint takes client id and secret in the body only; the skill uses HTTP Basic",
    "credentials_in_body_only",
    breaks_linking=True,
)
