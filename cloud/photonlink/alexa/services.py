"""What the answers to directives are made with."""

from __future__ import annotations

from typing import NamedTuple

from photonlink.alexa.reports.grants import Grants
from photonlink.operations import Lights


class Services(NamedTuple):
    """Made once for each Lambda process; holds nothing that belongs to one user."""

    lights: Lights
    grants: Grants
    #: Whether Alexa hears of changes that she did not ask for.
    reports_changes: bool
    #: The custom skill's id; empty if there is none.
    skill_id: str
