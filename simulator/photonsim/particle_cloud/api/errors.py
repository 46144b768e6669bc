"""Errors in the four shapes that Particle's cloud uses; clients know all of them.

Every answer that is no success has a JSON body: particle-api-js parses it, and hides the real error otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.responses import Response

from photonsim.particle_cloud.api.answers import answer


class ApiError(Exception):
    """An answer that ends a request; `body` is sent as JSON."""

    def __init__(
        self, status: int, body: Mapping[str, Any], headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(f"{status} {body}")
        self.status, self.body, self.headers = status, body, headers

    def response(self) -> Response:
        return answer(self.body, self.status, headers=self.headers)


def refused(status: int, error: str) -> ApiError:
    """`{"ok": false, "error": …}`"""
    return ApiError(status, {"ok": False, "error": error})


def failed(status: int, *errors: Any, code: int | None = None) -> ApiError:
    """`{"ok": false, "errors": […]}`, with the `code` that some answers repeat."""
    body: dict[str, Any] = {"ok": False, "errors": list(errors)}
    if code is not None:
        body = {"ok": False, "code": code, "errors": list(errors)}
    return ApiError(status, body)


def denied(info: str) -> ApiError:
    """`{"error": "Permission Denied", "info": …}`"""
    return ApiError(403, {"error": "Permission Denied", "info": info})


def no_such_device() -> ApiError:
    """Unknown and another account's device are told in the same words (recorded), so ids can't be probed."""
    return denied(
        "I didn't recognize that device name or ID, try opening "
        "https://api.particle.io/v1/devices?access_token=undefined"
    )


def not_found() -> ApiError:
    return refused(404, "Not found.")


def bad_request(why: str) -> ApiError:
    return refused(400, why)


def rate_limited() -> ApiError:
    return ApiError(429, {"error": "rate_limit_exceeded", "error_description": "Too many requests"})


def operations_used_up(error: Exception) -> ApiError:
    """What the real cloud says then is not published; this is the shape of its other refusals."""
    return denied(f"Data operations limit reached: {error}")


def server_failed() -> ApiError:
    return failed(500, "Internal server error", code=500)
