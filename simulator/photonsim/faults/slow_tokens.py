"""L113: the token endpoint is slower than Alexa waits."""

from __future__ import annotations

from photonsim.faults._setting import CloudSetting

FAULT = CloudSetting(
    "L113",
    "the token endpoint answers slower than Alexa waits (4.5 s)",
    "token_delay",
    bad=6.0,
    good=0.0,
    breaks_linking=True,
)
