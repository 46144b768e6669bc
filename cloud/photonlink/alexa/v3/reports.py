"""Reports to Alexa that nobody asked for: a light changed, lights came or went.

The account's token is put in when they are sent.
"""

from __future__ import annotations

from collections.abc import Iterable

from photonlink.alexa.payload import Json
from photonlink.alexa.v3.capabilities import all_capabilities
from photonlink.alexa.v3.discovery import endpoint
from photonlink.alexa.v3.message import event
from photonlink.lights.events import Change
from photonlink.operations import Address, FoundLight

#: What the firmware says of a change's cause, in Alexa's words.
CAUSES = {
    "voice": "VOICE_INTERACTION",
    "cloud": "APP_INTERACTION",
    "button": "PHYSICAL_INTERACTION",
    # Somebody has switched the power on again.
    "restored": "PHYSICAL_INTERACTION",
}
#: How long before its event a change may have happened, in seconds: devices gather changes for a second.
UNCERTAINTY = 1.0


def change_report(address: Address, change: Change, time: float) -> Json | None:
    """A ChangeReport; None if nothing of what changed is a property now. `time`: when it was told, in Unix seconds."""
    changed: list[Json] = []
    others: list[Json] = []
    for capability in all_capabilities():
        target = changed if capability.word in change.changed else others
        target.extend(each.render(time, UNCERTAINTY) for each in capability.report(change.state))
    if not changed:
        return None
    payload: Json = {"change": {"cause": {"type": CAUSES[change.cause]}, "properties": changed}}
    message = event("Alexa", "ChangeReport", payload, endpoint_id=str(address))
    return {**message, "context": {"properties": others}}


def add_or_update_report(found: Iterable[FoundLight]) -> Json:
    """An AddOrUpdateReport: these lights are new, or described anew."""
    endpoints = [endpoint(each, proactively=True) for each in found]
    return event("Alexa.Discovery", "AddOrUpdateReport", {"endpoints": endpoints})


def delete_report(addresses: Iterable[Address]) -> Json:
    """A DeleteReport: these lights are gone."""
    endpoints = [{"endpointId": str(address)} for address in addresses]
    return event("Alexa.Discovery", "DeleteReport", {"endpoints": endpoints})
