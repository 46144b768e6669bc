"""What goes wrong, in the words of v2: one table from our exceptions to its error names and their payloads."""

from __future__ import annotations

from collections.abc import Mapping

from photonlink.alexa.payload import Json, Malformed, OutOfRange
from photonlink.alexa.v2.message import CONTROL, message
from photonlink.lights.state import LightRefused, Refusal, StateError
from photonlink.particle import errors as particle


class Unsupported(Exception):
    """A request that nothing here answers."""


class NoSuchTarget(Exception):
    """An appliance's id that cannot be one of ours."""


#: Our firmware has no version of its own towards Alexa; what counts is whether it shows the function `light`.
_OUTDATED: Json = {"minimumFirmwareVersion": "1", "currentFirmwareVersion": "0"}
#: 10,000 requests in 5 minutes (Particle's documentation).
_RATE: Json = {"rateLimit": "2000", "timeUnit": "MINUTE"}

#: Subclasses come before their bases.
ERRORS: Mapping[type[Exception], tuple[str, Json]] = {
    particle.TokenExpired: ("ExpiredAccessTokenError", {}),
    particle.TokenRefused: ("InvalidAccessTokenError", {}),
    particle.PermissionDenied: ("NoSuchTargetError", {}),
    particle.ScopeTooNarrow: ("UnsupportedOperationError", {}),
    particle.DeviceOffline: ("TargetOfflineError", {}),
    particle.DeviceSilent: ("TargetOfflineError", {}),
    particle.UnknownFunction: ("TargetFirmwareOutdatedError", _OUTDATED),
    particle.UnknownVariable: ("TargetFirmwareOutdatedError", _OUTDATED),
    particle.RateLimited: ("RateLimitExceededError", _RATE),
    particle.CloudUnreachable: (
        "DependentServiceUnavailableError",
        {"dependentServiceName": "Particle cloud"},
    ),
    StateError: ("TargetFirmwareOutdatedError", _OUTDATED),
    Unsupported: ("UnsupportedOperationError", {}),
    NoSuchTarget: ("NoSuchTargetError", {}),
}

REFUSALS: Mapping[int, tuple[str, Json]] = {
    Refusal.MALFORMED: ("UnexpectedInformationReceivedError", {"faultingParameter": "value"}),
    Refusal.UNKNOWN_LIGHT: ("NoSuchTargetError", {}),
    Refusal.OUT_OF_RANGE: ("UnexpectedInformationReceivedError", {"faultingParameter": "value"}),
    Refusal.NOT_ABLE: ("UnsupportedOperationError", {}),
    Refusal.WRONG_MODE: ("NotSupportedInCurrentModeError", {"currentDeviceMode": "COLOR"}),
}


def error_message(error: Exception) -> Json:
    """The error as a message; DriverInternalError for what nobody foresaw."""
    name, payload = _row(error)
    return message(CONTROL, name, dict(payload))


def _row(error: Exception) -> tuple[str, Json]:
    if isinstance(error, Malformed):
        return "UnexpectedInformationReceivedError", {"faultingParameter": error.name}
    if isinstance(error, OutOfRange):
        return "ValueOutOfRangeError", {"minimumValue": error.lowest, "maximumValue": error.highest}
    if isinstance(error, LightRefused):
        return REFUSALS.get(error.code, ("DriverInternalError", {}))
    rows = (row for cause, row in ERRORS.items() if isinstance(error, cause))
    return next(rows, ("DriverInternalError", {}))
