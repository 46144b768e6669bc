"""What can go wrong between this client and a device, told apart as far as Particle's answers allow.

Statuses and words were recorded from the real cloud, unless a comment says otherwise. No text holds a token.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from photonlink.logs import redact


class ParticleError(Exception):
    """Base of all errors of the client."""


class TokenRefused(ParticleError):
    """401: the cloud does not know this access token (revoked, or of another cloud)."""


class TokenExpired(TokenRefused):
    """401: the cloud says that this access token has expired."""


class PermissionDenied(ParticleError):
    """403: the device is not this account's, or does not exist; the cloud does not tell which."""


class ScopeTooNarrow(ParticleError):
    """403: the token is good, but its scope does not allow this."""


class DeviceOffline(ParticleError):
    """The cloud knows that the device is not there (400 or 408 "Timed out.")."""


class DeviceSilent(ParticleError):
    """No answer in time. The device may count as online, and may still do what it was asked."""


class UnknownFunction(ParticleError):
    """404: the device's firmware has no such function."""


class UnknownVariable(ParticleError):
    """404: the device's firmware has no such variable."""


class RateLimited(ParticleError):
    """429: too many requests from this address or account."""


class CloudUnreachable(ParticleError):
    """No connection to the cloud, or it answered 5xx: nothing is known of the device."""


class UnexpectedAnswer(ParticleError):
    """An answer of a shape or status that this client does not know."""


def error_for(status: int, body: bytes) -> ParticleError:
    """The exception for an answer that is not 2xx."""
    content = _content(body)
    words = "no JSON object in the answer" if content is None else _words(content)
    # Without the cloud's JSON it was somebody between here and there who refused, and nothing is known of the token.
    if status == 401 and content is not None:
        return TokenExpired(words) if "expired" in words else TokenRefused(words)
    if status == 403:
        return ScopeTooNarrow(words) if "scope" in words else PermissionDenied(words)
    if status in (400, 408) and "Timed out" in words:
        return DeviceOffline(words)
    if status == 404 and words.startswith("Function "):
        return UnknownFunction(words)
    if status == 404 and words.startswith("Variable "):
        return UnknownVariable(words)
    if status == 429:
        return RateLimited(words)
    if status >= 500:
        return CloudUnreachable(f"the Particle cloud answered {status}: {words}")
    return UnexpectedAnswer(f"the Particle cloud answered {status}: {words}")


def _content(body: bytes) -> Mapping[str, object] | None:
    """The JSON object that is the body of each of the cloud's errors; None where there is none."""
    try:
        content = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return content if isinstance(content, Mapping) else None


def _words(content: Mapping[str, object]) -> str:
    """The human part of an error: clients know four shapes of it."""
    parts = [content.get(name) for name in ("error", "error_description", "info", "errors")]
    # With a colon, the first word after "invalid_token" would count as a token and be masked.
    # Some explanations quote the request's URL, which may have held a token.
    return redact(" - ".join(str(part)[:200] for part in parts if part)) or "no explanation"
