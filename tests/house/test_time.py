"""Weeks in a moment: what 91 days do to tokens of 90."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import requests

if TYPE_CHECKING:
    from photonsim.sync_house import ParticleAccess, SyncHouse


def log_in(particle: ParticleAccess) -> str:
    """An access token for 90 days, by name and password, as particle-cli gets one."""
    answer = requests.post(
        f"{particle.base_url}/oauth/token",
        auth=("particle", "particle"),
        data={"grant_type": "password", "username": particle.user, "password": particle.password},
        timeout=10,
    )
    assert answer.json()["expires_in"] == 90 * 86_400
    return str(answer.json()["access_token"])


def devices(particle: ParticleAccess, token: str) -> requests.Response:
    """The answer to a list of devices with this token."""
    bearer = {"authorization": f"Bearer {token}"}
    return requests.get(f"{particle.base_url}/v1/devices", headers=bearer, timeout=10)


def test_after_91_days_a_token_of_90_gets_401_while_the_link_refreshes_its_own(
    photon_house: SyncHouse,
) -> None:
    particle = photon_house.particle
    token = log_in(particle)
    photon_house.clock.advance("89d")
    assert devices(particle, token).status_code == 200

    linked = len(photon_house.trace)
    photon_house.clock.advance("2d")

    answer = devices(particle, token)
    assert (answer.status_code, answer.json()["error"]) == (401, "invalid_token")
    assert devices(particle, particle.token).status_code == 200  # the house's own never expires
    assert photon_house.alexa.say("set the kitchen light to 40 percent").ok
    photon_house.clock.advance("1s")
    assert photon_house.photon(0).light("kitchen")["device"] == {"power": "ON", "brightness": 40}
    refreshed = [e for e in photon_house.trace[linked:] if e.kind == "link" and "refreshed" in e.summary]
    assert len(refreshed) == 1


def test_91_days_take_about_a_second(photon_house: SyncHouse) -> None:
    now, began = photon_house.clock.now, time.process_time()
    photon_house.clock.advance("91d")
    assert photon_house.clock.now - now >= 91 * 86_400
    # Processor time, so that other work on the machine does not count; usually some milliseconds.
    assert time.process_time() - began < 2
    assert photon_house.photon(0).online
