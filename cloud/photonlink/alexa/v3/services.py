"""What the answers to directives are made with."""

from __future__ import annotations

from dataclasses import dataclass

from photonlink.alexa.grants import Grants
from photonlink.operations import Lights


@dataclass(frozen=True)
class Services:
    """Made once for each Lambda process; holds nothing that belongs to one user."""

    lights: Lights
    grants: Grants
