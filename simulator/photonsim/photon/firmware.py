"""Firmware images as something that boards run: each is compiled once in a process."""

from __future__ import annotations

from photonsim.photon import wasm
from photonsim.photon.host import DeviceHost

_loaded: dict[bytes, wasm.Firmware] = {}


def load_firmware(image: bytes) -> wasm.Firmware:
    """The firmware in `image`. Raises wasm.FirmwareError."""
    if image not in _loaded:
        _loaded[image] = wasm.Firmware(image, DeviceHost)
    return _loaded[image]
