"""A Particle cloud that real clients accept: OAuth, devices, events, webhooks."""

from photonsim.particle_cloud.builds import Build, Builder, BuildFailed
from photonsim.particle_cloud.cloud import ParticleCloud
from photonsim.particle_cloud.model.clients import OAuthClient
from photonsim.particle_cloud.observations import (
    EventPublished,
    FunctionCalled,
    Observation,
    Observer,
    VariableRead,
)
from photonsim.particle_cloud.settings import CloudFaults, CloudSettings

__all__ = [
    "Build",
    "BuildFailed",
    "Builder",
    "CloudFaults",
    "CloudSettings",
    "EventPublished",
    "FunctionCalled",
    "OAuthClient",
    "Observation",
    "Observer",
    "ParticleCloud",
    "VariableRead",
]
