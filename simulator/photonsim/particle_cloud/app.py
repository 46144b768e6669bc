"""The ASGI application: which path is answered by what."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from photonsim.http import ASGIApp
from photonsim.particle_cloud.api import (
    access_tokens,
    catalogue,
    clients,
    devices,
    diagnostics,
    events,
    firmware,
    users,
    webhooks,
)
from photonsim.particle_cloud.api.endpoint import Endpoint, Handler, PublicEndpoint, PublicHandler
from photonsim.particle_cloud.api.errors import not_found
from photonsim.particle_cloud.api.scopes import NEEDED
from photonsim.particle_cloud.model.state import CloudState
from photonsim.particle_cloud.oauth.authorize import AuthorizationEndpoint
from photonsim.particle_cloud.oauth.pages import style
from photonsim.particle_cloud.oauth.token import token
from photonsim.particle_cloud.oauth.visits import Visits

_ALL = ["GET", "POST", "PUT", "PATCH", "DELETE"]


def _webhook_routes(base: str) -> list[tuple[str, str, Handler]]:
    one = webhooks.get_webhook if base == "webhooks" else webhooks.get_integration
    return [
        ("POST", f"/v1/{base}", webhooks.create_webhook),
        ("GET", f"/v1/{base}", webhooks.list_webhooks),
        ("GET", f"/v1/{base}/{{webhook}}", one),
        ("PUT", f"/v1/{base}/{{webhook}}", webhooks.change_webhook),
        ("DELETE", f"/v1/{base}/{{webhook}}", webhooks.delete_webhook),
    ]


#: In order: the first that fits answers. What a house does most often comes first.
_ROUTES: list[tuple[str, str, Handler]] = [
    ("POST", "/v1/devices/{device}/{function}", devices.call_function),
    ("GET", "/v1/devices", devices.list_devices),
    ("GET", "/v1/devices/events", events.account_stream),
    ("GET", "/v1/devices/events/{prefix:path}", events.account_stream),
    ("GET", "/v1/devices/{device}", devices.get_device),
    ("GET", "/v1/devices/{device}/events", events.device_stream),
    ("GET", "/v1/devices/{device}/events/{prefix:path}", events.device_stream),
    ("GET", "/v1/devices/{device}/{variable}", devices.read_variable),
    ("POST", "/v1/devices/events", events.publish),
    ("POST", "/v1/devices", devices.claim_device),
    ("PUT", "/v1/devices/{device}", firmware.change_or_flash),
    ("DELETE", "/v1/devices/{device}", devices.release_device),
    ("PUT", "/v1/devices/{device}/ping", devices.ping_device),
    ("GET", "/v1/diagnostics/{device}/last", diagnostics.last_vitals),
    ("POST", "/v1/device_claims", devices.new_claim_code),
    ("POST", "/v1/provisioning/{device}", devices.provision),
    ("GET", "/v1/events", events.account_stream),
    ("GET", "/v1/events/{prefix:path}", events.account_stream),
    ("POST", "/v1/clients", clients.create_client),
    ("GET", "/v1/clients", clients.list_clients),
    ("PUT", "/v1/clients/{client}", clients.update_client),
    ("DELETE", "/v1/clients/{client}", clients.delete_client),
    *(route for base in ("webhooks", "integrations") for route in _webhook_routes(base)),
    ("POST", "/v1/binaries", firmware.compile_sources),
    ("GET", "/v1/binaries/{binary}", firmware.download),
    ("GET", "/v1/access_tokens/current", access_tokens.current_token),
    ("DELETE", "/v1/access_tokens/current", access_tokens.delete_current_token),
    ("DELETE", "/v1/access_tokens", access_tokens.delete_all_tokens),
    ("GET", "/v1/user", users.get_user),
    ("PUT", "/v1/user", users.change_user),
    ("DELETE", "/v1/user", users.delete_user),
    ("GET", "/v1/user/mfa-enable", users.begin_mfa),
    ("POST", "/v1/user/mfa-enable", users.confirm_mfa),
    ("PUT", "/v1/user/mfa-disable", users.disable_mfa),
    ("GET", "/v1/user/products", catalogue.no_products),
    ("GET", "/v1/build_targets", catalogue.build_targets),
    ("GET", "/v1/device-os/versions", catalogue.device_os_versions),
    ("GET", "/v1/device-os/versions/{version}", catalogue.device_os_version),
    ("GET", "/v1/products", catalogue.no_products),
    *((method, "/v1/products/{rest:path}", catalogue.no_such_product) for method in _ALL),
    ("GET", "/v1/orgs", catalogue.no_organizations),
    *((method, "/v1/orgs/{rest:path}", catalogue.no_such_organization) for method in _ALL),
]

_PUBLIC_ROUTES: list[tuple[str, str, PublicHandler]] = [
    ("POST", "/v1/users", users.create_user),
    ("POST", "/v1/user/password-reset", users.reset_password),
    ("GET", "/v1/access_tokens", access_tokens.list_tokens),
    ("DELETE", "/v1/access_tokens/{token}", access_tokens.delete_token),
]


def make_app(state: CloudState) -> ASGIApp:
    """The whole cloud as one application, for a socket server or for calls in-process."""
    visits = Visits(state.clock, state.users, state.settings.login_lifetime)
    routes = [
        Route(path, Endpoint(state, handler, NEEDED.get((method, path))), methods=[method])
        for method, path, handler in _ROUTES
    ]
    authorize = PublicEndpoint(state, AuthorizationEndpoint(visits), json=False)
    routes.append(Route("/oauth/authorize", authorize, methods=["GET", "POST"]))
    routes.append(Route("/oauth/token", PublicEndpoint(state, token, json=False), methods=_ALL))
    routes += [
        Route(path, PublicEndpoint(state, handler), methods=[method])
        for method, path, handler in _PUBLIC_ROUTES
    ]
    routes.append(Route("/oauth/style.css", style))
    return Starlette(
        routes=routes,
        middleware=[
            Middleware(
                CORSMiddleware,
                allow_origins=["*"],
                allow_methods=_ALL,
                allow_headers=["*"],
                expose_headers=["*"],
            )
        ],
        exception_handlers={HTTPException: _nothing_there},
    )


async def _nothing_there(request: Request, error: Exception) -> Response:
    return not_found().response()
