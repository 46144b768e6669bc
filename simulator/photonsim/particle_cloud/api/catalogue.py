"""What the cloud offers apart from devices: build targets, Device OS versions; and politely, what it hasn't."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from photonsim.particle_cloud.api.answers import answer
from photonsim.particle_cloud.api.endpoint import Call
from photonsim.particle_cloud.api.errors import refused
from photonsim.particle_cloud.platforms import DEFAULT_VERSION, PLATFORMS, VERSIONS


async def build_targets(call: Call) -> Response:
    wanted = call.query.get("platform_id") or call.query.get("platformId")
    targets = [
        {
            "platforms": list(platforms),
            "prereleases": [],
            "firmware_vendor": "Particle",
            "version": version,
        }
        for version, platforms in VERSIONS.items()
        if wanted is None or wanted in map(str, platforms)
    ]
    defaults = {str(platform): DEFAULT_VERSION for platform in VERSIONS[DEFAULT_VERSION]}
    return answer({"targets": targets, "platforms": PLATFORMS, "default_versions": defaults})


def _release(version: str) -> dict[str, Any]:
    return {
        "version": version,
        "internal_version": _internal(version),
        "supported_platforms": list(VERSIONS[version]),
        "prerelease": False,
        "modules": [],
    }


def _internal(version: str) -> int:
    """Device OS' module version number: 100 steps for each part (2.3.1 is 2301)."""
    major, minor, patch = map(int, version.split("."))
    return major * 1000 + minor * 100 + patch


async def device_os_versions(call: Call) -> Response:
    platform = call.query.get("platformId") or call.query.get("platform_id")
    internal = call.query.get("internalVersion") or call.query.get("internal_version")
    return answer(
        [
            _release(version)
            for version, platforms in VERSIONS.items()
            if (platform is None or platform in map(str, platforms))
            and (internal is None or internal == str(_internal(version)))
        ]
    )


async def device_os_version(call: Call) -> Response:
    version = call.path("version")
    if version not in VERSIONS:
        raise refused(404, "Device OS version not found")
    return answer(_release(version))


async def no_products(_: Call) -> Response:
    return answer({"products": []})


async def no_such_product(_: Call) -> Response:
    """Whatever is asked of a product: this cloud has none."""
    raise refused(404, "Product not found.")


async def no_organizations(_: Call) -> Response:
    return answer({"organizations": []})


async def no_such_organization(_: Call) -> Response:
    raise refused(404, "Organization not found.")
