"""A call that the Photon hasn't got."""

from __future__ import annotations

from collections.abc import Iterator

from photonsim.firmware_check.finding import Found, Rule
from photonsim.firmware_check.sketch import Sketch


def find(sketch: Sketch) -> Iterator[Found]:
    for call in sketch.cloud_calls("keepAlive"):
        yield Found(
            call.node, "Particle.keepAlive is for cellular boards: for a Photon this does not compile"
        )


RULE = Rule("keep-alive", "leave it out: a Photon keeps its connection by a ping each 15 seconds", find)
