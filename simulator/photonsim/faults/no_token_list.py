"""no-token-list: the cloud no longer lists access tokens."""

from __future__ import annotations

from photonsim.faults._setting import CloudSetting

FAULT = CloudSetting(
    "no-token-list",
    "GET /v1/access_tokens is refused (404), as by a cloud that took it out",
    "token_listing_gone",
)
