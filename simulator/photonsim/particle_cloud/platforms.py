"""Platforms and Device OS versions that the cloud offers to build for."""

from __future__ import annotations

#: Particle's platform ids of the boards that a hobbyist may still have (Device OS, build/platform-id.mk).
PLATFORMS = {"Core": 0, "Photon": 6, "P1": 8, "Electron": 10, "Argon": 12, "Boron": 13}

PHOTON = 6
DEFAULT_VERSION = "2.3.1"

#: Device OS versions with the platforms each one supports.
VERSIONS: dict[str, tuple[int, ...]] = {
    "3.3.1": (6, 8, 10, 12, 13),
    "2.3.1": (6, 8, 10, 12, 13),
}
