"""L117: the authorization endpoint cuts the state."""

from __future__ import annotations

from photonsim.faults._setting import CloudSetting

FAULT = CloudSetting(
    "L117",
    "the login returns only the first 128 characters of `state`",
    "state_cut",
    bad=128,
    good=0,
    breaks_linking=True,
)
