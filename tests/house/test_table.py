"""A light that is added, renamed and taken away on a running Photon is what Alexa knows, without another discovery."""

from __future__ import annotations

import json

import pytest
import requests

from photonlink.lights.manifest import parse_manifest
from photonsim.sync_house import SyncHouse


def call(house: SyncHouse, line: str) -> int:
    """The function `table` of the first Photon, by Particle's cloud, as particle-cli calls it."""
    base_url, token = house.particle
    device = house.state()["devices"][0]["id"]
    answer = requests.post(
        f"{base_url}/v1/devices/{device}/table",
        data={"arg": line},
        headers={"Authorization": f"Bearer {token}"},
        timeout=30,
    )
    answer.raise_for_status()
    value: int = answer.json()["return_value"]
    return value


def known(house: SyncHouse) -> set[str]:
    return {endpoint.friendly_name for endpoint in house.alexa.endpoints}


def test_alexa_finds_a_light_that_was_added_and_dims_it(photon_house: SyncHouse) -> None:
    assert not photon_house.alexa.say("set the shelf light to 40 percent").ok
    assert call(photon_house, "shelf=dimmable,WKP,shelf light") == 5
    photon_house.clock.advance("5s")
    assert "shelf light" in known(photon_house)
    answer = photon_house.alexa.say("set the shelf light to 40 percent")
    assert answer.ok, answer.speech
    photon_house.clock.advance("3s")
    shelf = photon_house.photon(0).light("shelf")
    assert shelf["device"] == shelf["particle"] == shelf["alexa"] == {"power": "ON", "brightness": 40}
    assert photon_house.photon(0).pin("A7")["pwm"] > 0
    assert photon_house.alexa.truth() == []


def test_alexa_forgets_a_light_that_was_removed(photon_house: SyncHouse) -> None:
    assert "kitchen light" in known(photon_house)
    assert call(photon_house, "kitchen=remove") == 3
    photon_house.clock.advance("5s")
    assert "kitchen light" not in known(photon_house)
    assert not photon_house.alexa.say("turn on the kitchen light").ok
    assert photon_house.alexa.say("turn on the hall light").ok


def test_alexa_takes_a_new_kind_and_a_new_name(photon_house: SyncHouse) -> None:
    assert call(photon_house, "kitchen=tunable,WKP,A5,2700,6500,ceiling lamp") == 4
    photon_house.clock.advance("5s")
    assert photon_house.alexa.say("set the ceiling lamp to warm white").ok
    photon_house.clock.advance("3s")
    assert photon_house.photon(0).light("kitchen")["device"]["kelvin"] == pytest.approx(2700, abs=50)
    assert photon_house.alexa.truth() == []


def test_a_photon_without_any_light_is_a_house_without_endpoints(photon_house: SyncHouse) -> None:
    for key in ("kitchen", "accent", "desk", "hall"):
        assert call(photon_house, f"{key}=") >= 0
    photon_house.clock.advance("8s")
    assert known(photon_house) == set()
    assert parse_manifest("[1]") == ()
    assert photon_house.state()["devices"][0]["lights"] == []
    assert call(photon_house, "=reset") == 4
    photon_house.clock.advance("8s")
    assert "kitchen light" in known(photon_house)
    assert json.dumps(photon_house.state())
