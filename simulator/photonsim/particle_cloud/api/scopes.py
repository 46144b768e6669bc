"""What a token of limited scope may do.

Names of scopes: Particle's list for API users ("devices.function:call"). A client made with such a scope gives out
tokens that are limited to it; a token whose scope has no such name, as "profile", may do everything. How the real
cloud words its refusal is not published: this is the shape of RFC 6750, section 3.1.
"""

from __future__ import annotations

from photonsim.particle_cloud.api.errors import ApiError

#: By method and path of a route. What is not listed is open to every token of the account.
NEEDED = {
    ("POST", "/v1/devices/{device}/{function}"): "devices.function:call",
    ("GET", "/v1/devices/{device}/{variable}"): "devices.variable:get",
    ("GET", "/v1/devices"): "devices:list",
    ("GET", "/v1/devices/{device}"): "devices:get",
    ("PUT", "/v1/devices/{device}"): "devices:update",
    ("DELETE", "/v1/devices/{device}"): "devices:release",
    ("PUT", "/v1/devices/{device}/ping"): "devices:ping",
    ("POST", "/v1/devices"): "devices:claim",
    ("POST", "/v1/devices/events"): "events:send",
    **{
        ("GET", path): "events:get"
        for base in ("/v1/events", "/v1/devices/events", "/v1/devices/{device}/events")
        for path in (base, f"{base}/{{prefix:path}}")
    },
    **{
        (method, f"/v1/{base}{rest}"): f"integrations:{action}"
        for base in ("webhooks", "integrations")
        for method, rest, action in (
            ("POST", "", "create"),
            ("GET", "", "list"),
            ("GET", "/{webhook}", "get"),
            ("PUT", "/{webhook}", "update"),
            ("DELETE", "/{webhook}", "remove"),
        )
    },
}


def check_scope(scope: str | None, needed: str | None) -> None:
    """Raises ApiError (403) when a token's scope names actions, and not the one that is needed."""
    actions = {word for word in (scope or "").split() if ":" in word}
    if actions and needed is not None and needed not in actions:
        raise ApiError(
            403,
            {
                "error": "insufficient_scope",
                "error_description": f"The request requires higher privileges than the access token has: {needed}",
            },
        )
