"""OAuth2 libraries that check strictly, and a Particle client for Python, against the simulated cloud."""

from __future__ import annotations

import importlib
import re
from html import unescape
from typing import Any
from urllib.parse import urljoin

import pytest
import requests

from photonsim.particle_cloud import OAuthClient

from ..particle_cloud.conftest import DEVICE, PASSWORD, USER
from .live import OFFLINE, LiveCloud
from .tools import cannot_run

pytestmark = pytest.mark.slow

#: Loopback is the one place where OAuth2 libraries may be told to do without TLS.
REDIRECT = "http://127.0.0.1:1/callback"


@pytest.fixture(autouse=True)
def _plain_http(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")
    monkeypatch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")


@pytest.fixture
def client(live: LiveCloud) -> OAuthClient:
    return live.do(live.cloud.create_client, USER, "script", "web", REDIRECT)


def log_in_and_allow(url: str) -> str:
    """What a person does in a browser; returns the address that the browser is sent to."""
    session = requests.Session()
    page = session.get(url)
    for values in ({"username": USER, "password": PASSWORD}, {"decision": "allow"}):
        action = re.search(r'<form method="post" action="([^"]*)"', page.text)
        assert action is not None
        hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page.text))
        address = urljoin(page.url, unescape(action[1]))
        page = session.post(address, data={**hidden, **values}, allow_redirects="username" in values)
    assert page.status_code == 302
    return page.headers["location"]


def test_requests_oauthlib_links_refreshes_and_reads(live: LiveCloud, client: OAuthClient) -> None:
    oauth = _module("requests_oauthlib")
    session = oauth.OAuth2Session(client.id, redirect_uri=REDIRECT)
    url, state = session.authorization_url(f"{live.url}/oauth/authorize")
    back = log_in_and_allow(url)
    assert f"state={state}" in back
    token = session.fetch_token(
        f"{live.url}/oauth/token", authorization_response=back, client_secret=client.secret
    )
    assert token["expires_in"] == 7_776_000
    assert {device["id"] for device in session.get(f"{live.url}/v1/devices").json()} == {DEVICE, OFFLINE}
    credentials = {"client_id": client.id, "client_secret": client.secret}
    fresh = session.refresh_token(f"{live.url}/oauth/token", **credentials)
    assert fresh["access_token"] != token["access_token"]
    assert session.get(f"{live.url}/v1/user").json()["username"] == USER


def test_requests_oauthlib_raises_the_clouds_error(live: LiveCloud, client: OAuthClient) -> None:
    oauth = _module("requests_oauthlib")
    session = oauth.OAuth2Session(client.id, redirect_uri=REDIRECT)
    back = log_in_and_allow(session.authorization_url(f"{live.url}/oauth/authorize")[0])
    arguments = {"authorization_response": back, "client_secret": client.secret}
    session.fetch_token(f"{live.url}/oauth/token", **arguments)
    with pytest.raises(Exception, match=r"invalid_grant.*Invalid code"):
        session.fetch_token(f"{live.url}/oauth/token", **arguments)


@pytest.mark.parametrize("method", ["client_secret_basic", "client_secret_post"])
def test_authlib_links_and_refreshes(live: LiveCloud, client: OAuthClient, method: str) -> None:
    authlib = _module("authlib.integrations.requests_client")
    session = authlib.OAuth2Session(
        client.id, client.secret, redirect_uri=REDIRECT, token_endpoint_auth_method=method
    )
    url, state = session.create_authorization_url(f"{live.url}/oauth/authorize")
    token = session.fetch_token(
        f"{live.url}/oauth/token", authorization_response=log_in_and_allow(url), state=state
    )
    assert token["token_type"] == "bearer"
    fresh = session.refresh_token(f"{live.url}/oauth/token", refresh_token=token["refresh_token"])
    assert fresh["refresh_token"] != token["refresh_token"]
    assert session.get(f"{live.url}/v1/user").json()["username"] == USER


def test_authlib_logs_in_with_a_password(live: LiveCloud) -> None:
    authlib = _module("authlib.integrations.requests_client")
    session = authlib.OAuth2Session("particle", "particle")
    token = session.fetch_token(f"{live.url}/oauth/token", username=USER, password=PASSWORD)
    assert token["expires_in"] == 7_776_000


def test_pyparticleio_lists_calls_reads_and_publishes(live: LiveCloud) -> None:
    module = _module("pyparticleio.ParticleCloud")
    cloud = module.ParticleCloud(live.token, api_prefix=f"{live.url}/v1")
    devices = {device.device_id: device for device in cloud.devices_list}
    assert {device_id: device.connected for device_id, device in devices.items()} == {
        DEVICE: True,
        OFFLINE: False,
    }
    kitchen = cloud.kitchen
    assert kitchen.toggle("on") == 1
    assert live.session.calls[-1] == ("toggle", "on")
    assert kitchen.answer == 42
    kitchen.publish("hello", "x")
    assert ("hello", "x") in live.session.events


def _module(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ImportError as error:
        cannot_run(f"{name.split('.')[0]} is not installed: {error}")
