"""T202: tokens are given without a refresh token."""

from __future__ import annotations

from photonsim.faults._setting import CloudSetting

FAULT = CloudSetting(
    "T202",
    "the token endpoint gives no refresh token",
    "no_refresh_tokens",
    breaks_linking=True,
    relink_after=True,
)
