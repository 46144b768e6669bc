"""What the answers to directives are made with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from photonlink.operations import Lights

if TYPE_CHECKING:
    from photonlink.alexa.reports.grants import Grants
    from photonlink.lights.scenes import Scene


class Services(NamedTuple):
    """Made once for each Lambda process; holds nothing that belongs to one user."""

    lights: Lights
    #: Made when a grant comes: that happens once in a linking, and not in this process as a rule.
    grants: Callable[[], Grants]
    #: Whether Alexa hears of changes that she did not ask for.
    reports_changes: bool
    #: The custom skill's id; empty if there is none.
    skill_id: str
    #: Scenes of the configuration, by endpoint id.
    scenes: Mapping[str, Scene] = {}  # never changed
