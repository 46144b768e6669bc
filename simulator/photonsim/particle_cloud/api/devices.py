"""Devices, their functions and their variables."""

from __future__ import annotations

from typing import Any

from starlette.responses import PlainTextResponse, Response

from photonsim.particle_cloud.api.answers import answer
from photonsim.particle_cloud.api.endpoint import Call
from photonsim.particle_cloud.api.errors import (
    ApiError,
    bad_request,
    denied,
    failed,
    no_such_device,
    operations_used_up,
    refused,
)
from photonsim.particle_cloud.exceptions import (
    DeviceBelongsToSomebodyElse,
    DeviceDoesNotExist,
    DeviceOffline,
    DeviceTimedOut,
    Invalid,
    NoSuchDevice,
    OperationsUsedUp,
    UnknownFunction,
    UnknownVariable,
)
from photonsim.particle_cloud.model.fleet import Device, Fleet
from photonsim.particle_cloud.model.ids import iso
from photonsim.particle_cloud.platforms import DEFAULT_VERSION


def addressed(call: Call) -> Device:
    """The device of the path, by id or name. Raises ApiError (403)."""
    try:
        return call.state.fleet.find(call.user.id, call.path("device"))
    except NoSuchDevice as error:
        raise no_such_device() from error


def summary(fleet: Fleet, device: Device) -> dict[str, Any]:
    """A device as the list shows it. `connected` is the old name of `online`; both are sent."""
    online = fleet.online(device.id)
    version = device.system_version
    return {
        "id": device.id,
        "name": device.name,
        "last_app": None,
        "last_ip_address": "127.0.0.1" if device.last_heard else None,
        "last_heard": _moment(device.last_heard),
        "last_handshake_at": _moment(device.last_handshake_at),
        "product_id": device.platform_id,
        "online": online,
        "connected": online,
        "platform_id": device.platform_id,
        "cellular": False,
        "notes": device.notes,
        "status": "normal",
        "serial_number": device.serial_number,
        "current_build_target": version,
        "system_firmware_version": version,
        "default_build_target": DEFAULT_VERSION,
    }


def description(fleet: Fleet, device: Device) -> dict[str, Any]:
    """A device in full; functions and variables are null while it is offline (recorded)."""
    session = fleet.session(device.id)
    return {
        **summary(fleet, device),
        "variables": None if session is None else dict(session.variables),
        "functions": None if session is None else list(session.functions),
    }


def _moment(when: float | None) -> str | None:
    return None if when is None else iso(when)


async def list_devices(call: Call) -> Response:
    fleet = call.state.fleet
    return answer([summary(fleet, device) for device in fleet.owned_by(call.user.id)])


async def get_device(call: Call) -> Response:
    return answer(description(call.state.fleet, addressed(call)))


async def claim_device(call: Call) -> Response:
    device_id = call.body.text("id")
    if not device_id:
        raise failed(400, "arg.deviceID is empty")
    try:
        device = call.state.fleet.claim(call.user.id, device_id)
    except DeviceDoesNotExist as error:
        raise failed(404, "device does not exist") from error
    except DeviceOffline as error:
        raise failed(404, ["Core isn't online", 404]) from error
    except DeviceBelongsToSomebodyElse as error:
        # particle-cli recognises the refusal by its first sentence.
        raise failed(
            403,
            "That belongs to someone else. To request a transfer add ?request_transfer=true to the URL.",
        ) from error
    return answer({"user_id": call.user.id, "id": device.id, "connected": True, "ok": True})


async def release_device(call: Call) -> Response:
    call.state.fleet.release(addressed(call))
    return answer({"ok": True})


async def change_device(call: Call) -> Response:
    """Rename, take notes, or signal: by what the body holds."""
    device = addressed(call)
    if call.body.has("signal"):
        return _signal(call, device)
    if call.body.has("name"):
        try:
            call.state.fleet.rename(device, call.body.text("name"))
        except Invalid as error:
            raise bad_request(str(error)) from error
        return answer({"name": device.name, "id": device.id})
    if "notes" in call.body.fields:
        device.notes = call.body.text("notes") or None
        call.state.fleet.save(device)
        return answer({"id": device.id, "notes": device.notes})
    raise bad_request("Nothing to do?")


def _signal(call: Call, device: Device) -> Response:
    on = call.body.flag("signal")
    try:
        call.state.fleet.signal(device, on)
    except DeviceOffline as error:
        silent = {"error": "Timed out, didn't hear back from device service"}
        raise failed(500, silent, code=500) from error
    return answer({"id": device.id, "connected": True, "signaling": on})


async def ping_device(call: Call) -> Response:
    return answer({"online": await call.state.fleet.ping(addressed(call)), "ok": True})


async def call_function(call: Call) -> Response:
    device, name = addressed(call), call.path("function")
    # "arg" is documented; particle-api-js and particle-cli send "args".
    argument = call.body.text("arg") if call.body.has("arg") else call.body.text("args")
    try:
        value = await call.state.fleet.call_function(device, name, argument)
    except UnknownFunction as error:
        raise refused(404, f"Function {name} not found") from error
    except (DeviceOffline, DeviceTimedOut) as error:
        raise refused(400, "Timed out.") from error
    except OperationsUsedUp as error:
        raise operations_used_up(error) from error
    return answer(
        {"id": device.id, "name": device.name, "last_app": "", "connected": True, "return_value": value}
    )


async def read_variable(call: Call) -> Response:
    device, name = addressed(call), call.path("variable")
    try:
        value = await call.state.fleet.read_variable(device, name)
    except UnknownVariable as error:
        raise refused(404, "Variable not found") from error
    except (DeviceOffline, DeviceTimedOut) as error:
        raise ApiError(408, {"error": "Timed out."}) from error
    except OperationsUsedUp as error:
        raise operations_used_up(error) from error
    if call.query.get("format") == "raw":
        return PlainTextResponse(str(value).lower() if isinstance(value, bool) else str(value))
    return answer(
        {
            "cmd": "VarReturn",
            "name": name,
            "result": value,
            "coreInfo": {
                "name": device.name,
                "last_app": "",
                "last_heard": _moment(device.last_heard),
                "connected": True,
                "last_handshake_at": _moment(device.last_handshake_at),
                "deviceID": device.id,
                "product_id": device.platform_id,
            },
        }
    )


async def new_claim_code(call: Call) -> Response:
    fleet = call.state.fleet
    owned = [device.id for device in fleet.owned_by(call.user.id)]
    return answer({"claim_code": fleet.new_claim_code(call.user.id), "device_ids": owned})


async def provision(call: Call) -> Response:
    """A device's public key. The simulated handshake needs none, so it is only checked."""
    if not call.body.text("publicKey"):
        raise bad_request("No key provided")
    device = call.state.fleet.get(call.path("device").lower())
    if device is not None and device.owner_id not in (None, call.user.id):
        raise denied("You don't have permission to change the key of that device")
    return answer("Success!")
