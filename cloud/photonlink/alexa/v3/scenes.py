"""Alexa.SceneController: scenes of the configuration as endpoints of their own (Amazon's page on the interface)."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from photonlink import __version__
from photonlink.alexa.payload import Json
from photonlink.alexa.services import Services
from photonlink.alexa.v3.errors import AlexaError, malformed
from photonlink.alexa.v3.message import Directive, event, timestamp
from photonlink.clock import Deadline
from photonlink.logs import log
from photonlink.operations import FoundLight

if TYPE_CHECKING:
    from photonlink.lights.scenes import Scene

INTERFACE = "Alexa.SceneController"


def endpoints(scenes: Mapping[str, Scene], found: Iterable[FoundLight]) -> list[Json]:
    """The scenes of an account: those all of whose lights it has."""
    lights = {str(each.address): each.light.name.lower() for each in found}
    offered = [scene for scene in scenes.values() if lights.keys() >= set(scene.lights)]
    for scene in offered:
        if scene.name.lower() in lights.values():
            log(logging.WARNING, "a scene and a light share a name: rename one of them", name=scene.name)
    return [_endpoint(scene) for scene in offered]


def _endpoint(scene: Scene) -> Json:
    return {
        "endpointId": scene.endpoint_id,
        "manufacturerName": "photonlink",
        "friendlyName": scene.name,
        "description": f"Scene of {len(scene.lights)} lights by photonlink",
        "displayCategories": ["SCENE_TRIGGER"],
        "additionalAttributes": {"manufacturer": "photonlink", "softwareVersion": __version__},
        "capabilities": [
            {"type": "AlexaInterface", "interface": "Alexa", "version": "3"},
            {
                "type": "AlexaInterface",
                "interface": INTERFACE,
                "version": "3",
                "supportsDeactivation": False,
                "proactivelyReported": False,
            },
        ],
    }


def activate(services: Services, directive: Directive, deadline: Deadline) -> Json:
    """Set every light of the scene; ActivationStarted only if each device said so.

    Raises AlexaError for an unknown scene, and what the first light that failed raises: some may have changed then.
    """
    if not directive.endpoint_id:
        raise malformed("the directive has no valid endpointId")
    scene = services.scenes.get(directive.endpoint_id)
    if scene is None:
        raise AlexaError("NO_SUCH_ENDPOINT", "there is no scene with this endpointId")
    ended = services.lights.set_scene(directive.token(), scene.lights, deadline)
    payload: Json = {"cause": {"type": "VOICE_INTERACTION"}, "timestamp": timestamp(ended)}
    return {
        **event(INTERFACE, "ActivationStarted", payload, directive, endpoint_id=directive.endpoint_id),
        "context": {"properties": []},
    }
