"""T209: the Lambda talks to another Particle cloud."""

from __future__ import annotations

from photonsim.faults._console import ConsoleEntries

FAULT = ConsoleEntries(
    "T209",
    "the Lambda's PARTICLE_API_URL is another cloud's",
    # Nobody listens on port 9 (discard), where somebody once did.
    environment=lambda house: {"PARTICLE_API_URL": "http://127.0.0.1:9"},
)
