"""What goes wrong, in Alexa's words: one table from our exceptions to her error types."""

from __future__ import annotations

from collections.abc import Mapping

from photonlink.alexa.payload import Malformed, OutOfRange
from photonlink.alexa.reports.errors import GrantError
from photonlink.lights.state import LightRefused, Refusal, StateError
from photonlink.particle import errors as particle


class AlexaError(Exception):
    """An ErrorResponse to be: its type, its message (logged by Amazon, never spoken), and further members."""

    def __init__(self, type_: str, message: str, **payload: object) -> None:
        super().__init__(message)
        self.type = type_
        self.message = message
        self.payload = payload


def malformed(message: str) -> AlexaError:
    """The directive is not what Amazon's schema says, or nothing here answers it."""
    return AlexaError("INVALID_DIRECTIVE", message)


#: Subclasses come before their bases. The two ..._AUTHORIZATION_CREDENTIAL make Alexa drop the token and unlink
#: the account (Amazon's page on validating tokens), so only an answer of the cloud itself that refuses the token
#: leads to them.
PARTICLE: Mapping[type[particle.ParticleError], str] = {
    particle.TokenExpired: "EXPIRED_AUTHORIZATION_CREDENTIAL",
    particle.TokenRefused: "INVALID_AUTHORIZATION_CREDENTIAL",
    particle.PermissionDenied: "NO_SUCH_ENDPOINT",
    particle.ScopeTooNarrow: "INSUFFICIENT_PERMISSIONS",
    particle.DeviceOffline: "ENDPOINT_UNREACHABLE",
    particle.DeviceSilent: "ENDPOINT_UNREACHABLE",
    particle.UnknownFunction: "FIRMWARE_OUT_OF_DATE",
    particle.UnknownVariable: "FIRMWARE_OUT_OF_DATE",
    particle.RateLimited: "RATE_LIMIT_EXCEEDED",
    particle.CloudUnreachable: "BRIDGE_UNREACHABLE",
    particle.UnexpectedAnswer: "INTERNAL_ERROR",
}

REFUSALS: Mapping[int, str] = {
    Refusal.MALFORMED: "INVALID_VALUE",
    Refusal.UNKNOWN_LIGHT: "NO_SUCH_ENDPOINT",
    Refusal.OUT_OF_RANGE: "VALUE_OUT_OF_RANGE",
    Refusal.NOT_ABLE: "INVALID_DIRECTIVE",
    Refusal.WRONG_MODE: "NOT_SUPPORTED_IN_CURRENT_MODE",
}


def translate(error: Exception) -> AlexaError:
    """The error in Alexa's words; INTERNAL_ERROR for what nobody foresaw."""
    if isinstance(error, AlexaError):
        return error
    if isinstance(error, Malformed):
        return malformed(_message(error))
    if isinstance(error, OutOfRange):
        limits = {"minimumValue": error.lowest, "maximumValue": error.highest}
        return AlexaError("VALUE_OUT_OF_RANGE", _message(error), validRange=limits)
    if isinstance(error, particle.ParticleError):
        type_ = next((name for cause, name in PARTICLE.items() if isinstance(error, cause)), "INTERNAL_ERROR")
        return AlexaError(type_, _message(error))
    if isinstance(error, LightRefused):
        type_ = REFUSALS.get(error.code, "INTERNAL_ERROR")
        # The only mode that refuses anything is the colour mode, which has no steps of white.
        mode = {"currentDeviceMode": "COLOR"} if type_ == "NOT_SUPPORTED_IN_CURRENT_MODE" else {}
        return AlexaError(type_, _message(error), **mode)
    if isinstance(error, GrantError):
        return AlexaError("ACCEPT_GRANT_FAILED", _message(error))
    if isinstance(error, StateError):
        return AlexaError("FIRMWARE_OUT_OF_DATE", _message(error))
    return AlexaError("INTERNAL_ERROR", f"unforeseen {type(error).__name__}; the log has the rest")


def _message(error: Exception) -> str:
    return str(error) or type(error).__name__
