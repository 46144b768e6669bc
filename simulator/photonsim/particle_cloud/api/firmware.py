"""Compiling, downloading and flashing firmware."""

from __future__ import annotations

from starlette.responses import Response

from photonsim.particle_cloud.api.answers import answer
from photonsim.particle_cloud.api.devices import addressed, change_device
from photonsim.particle_cloud.api.endpoint import Call
from photonsim.particle_cloud.api.errors import ApiError, failed, refused
from photonsim.particle_cloud.api.uploads import Upload, is_upload, read_upload
from photonsim.particle_cloud.builds import Build, BuildFailed
from photonsim.particle_cloud.exceptions import DeviceOffline, DeviceTimedOut, UpdateRefused
from photonsim.particle_cloud.model.fleet import Device
from photonsim.particle_cloud.model.ids import iso
from photonsim.particle_cloud.model.state import CloudState
from photonsim.particle_cloud.platforms import DEFAULT_VERSION, PHOTON, VERSIONS

_NO_BINARY = "build didn't produce binary"


async def compile_sources(call: Call) -> Response:
    upload = await read_upload(call.request, call.state.settings.upload_limit)
    try:
        build = await _build(call.state, upload, PHOTON)
    except BuildFailed as error:
        # Newer servers answer 200; older ones 406 (recorded), which every client understands as an error.
        body = {
            "ok": False,
            "code": 200,
            "output": _NO_BINARY,
            "stdout": error.stdout,
            "errors": error.errors,
        }
        raise ApiError(406, body) from error
    binary = call.state.binaries.add(call.user.id, build)
    return answer(
        {
            "ok": True,
            "binary_id": binary.id,
            "binary_url": f"/v1/binaries/{binary.id}",
            "expires_at": iso(binary.expires_at),
            "sizeInfo": build.size_info,
        }
    )


async def download(call: Call) -> Response:
    binary = call.state.binaries.find(call.user.id, call.path("binary"))
    if binary is None:
        raise refused(404, "Binary not found")
    return Response(binary.build.image, media_type="application/binary")


async def change_or_flash(call: Call) -> Response:
    """PUT on a device: files flash it, anything else changes what the cloud remembers of it."""
    if not is_upload(call.request):
        return await change_device(call)
    device = addressed(call)
    upload = await read_upload(call.request, call.state.settings.upload_limit)
    if not call.state.fleet.online(device.id):
        raise failed(500, "Request Timed Out", code=500)
    binaries = [image for path, image in upload.files.items() if path.endswith(".bin")]
    try:
        image = binaries[0] if binaries else (await _build(call.state, upload, device.platform_id)).image
    except BuildFailed as error:
        return answer({"ok": False, "output": _NO_BINARY, "stdout": error.stdout, "errors": error.errors})
    call.state.background(_flash(call.state, device, image))
    return answer({"ok": True, "id": device.id, "status": "Update started", "message": "Update started"})


async def _build(state: CloudState, upload: Upload, platform: int) -> Build:
    """Raises BuildFailed, and ApiError where nothing can be built."""
    if not upload.files:
        raise failed(400, "No files to compile", code=400)
    if state.builder is None:
        raise failed(503, "build service not available", code=503)
    platform_text = upload.fields.get("platform_id", str(platform))
    version = upload.fields.get("build_target_version", DEFAULT_VERSION)
    if version == "latest" or upload.fields.get("latest") == "true":
        version = DEFAULT_VERSION
    if version not in VERSIONS or platform_text not in map(str, VERSIONS[version]):
        known = ", ".join(VERSIONS)
        raise failed(400, f"Device OS {version} for platform {platform_text} can't be built; known: {known}")
    return await state.builder.compile(upload.files, int(platform_text), version)


async def _flash(state: CloudState, device: Device, image: bytes) -> None:
    """Send an image, telling about it as the real cloud does; a failure leaves the old firmware running."""
    fleet = state.fleet
    fleet.announce(device, "spark/flash/status", "started ")
    try:
        await fleet.update(device, image)
    except (DeviceOffline, DeviceTimedOut, UpdateRefused):
        fleet.announce(device, "spark/flash/status", "failed ")
    else:
        fleet.announce(device, "spark/flash/status", "success ")
