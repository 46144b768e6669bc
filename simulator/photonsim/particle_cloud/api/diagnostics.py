"""Device vitals: what a device measured of itself, and the cloud of its connection.

Source of the path and of the members: Particle's reference, "Get last known device vitals".
"""

from __future__ import annotations

from starlette.responses import Response

from photonsim.particle_cloud.api.answers import answer
from photonsim.particle_cloud.api.devices import addressed
from photonsim.particle_cloud.api.endpoint import Call
from photonsim.particle_cloud.api.errors import failed
from photonsim.particle_cloud.model.ids import iso
from photonsim.ports import HasVitals


async def last_vitals(call: Call) -> Response:
    """Of a device that is offline the cloud knows its own part only."""
    device, fleet = addressed(call), call.state.fleet
    session, drops = fleet.session(device.id), fleet.drops(device)
    if session is None and not drops:
        raise failed(404, "No diagnostics found")
    measured: dict[str, object] = {"cloud": {"connection": {"disconnects": len(drops)}}}
    if isinstance(session, HasVitals):
        vitals = session.vitals()
        measured["cloud"] = {
            "connection": {"status": "connected", "disconnects": len(drops)},
            "publish": {"rate_limited": vitals.rate_limited},
        }
        measured["system"] = {"uptime": vitals.uptime}
    return answer(
        {
            "diagnostics": {
                "deviceID": device.id,
                "updated_at": iso(call.state.clock.now()),
                "payload": {"device": measured},
            }
        }
    )
