"""What changes at the device reaches Alexa, without anybody asking."""

from __future__ import annotations

from collections import Counter
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest
import requests

from photonsim.pytest_plugin import open_house

if TYPE_CHECKING:
    from photonsim.sync_house import SyncHouse


def breaches(house: SyncHouse) -> list[str]:
    return [entry.summary for entry in house.trace if entry.kind in ("breach", "error", "lambda")]


def test_a_button_changes_what_alexa_believes_within_two_seconds(photon_house: SyncHouse) -> None:
    photon_house.photon(0).press("A0", 0.1)
    photon_house.clock.advance("1900ms")
    light = photon_house.photon(0).light("kitchen")
    assert light["device"] == light["alexa"] == {"power": "ON", "brightness": 100}
    reports = [entry for entry in photon_house.trace if entry.kind == "report"]
    assert "PHYSICAL_INTERACTION" in str(reports[-1].detail)
    assert breaches(photon_house) == []


def test_a_call_from_a_script_is_an_app_interaction(photon_house: SyncHouse) -> None:
    particle = photon_house.particle
    requests.post(
        f"{particle.base_url}/v1/devices/photon/color",
        data={"arg": "accent=#ff0000"},
        headers={"authorization": f"Bearer {particle.token}"},
        timeout=10,
    )
    photon_house.clock.advance("2s")
    light = photon_house.photon(0).light("accent")
    assert light["alexa"] is not None
    assert light["alexa"]["color"] == {"hue": 0, "saturation": 1.0, "brightness": 1.0}
    reports = [entry for entry in photon_house.trace if entry.kind == "report"]
    assert "APP_INTERACTION" in str(reports[-1].detail)
    assert breaches(photon_house) == []


def test_a_rename_reaches_alexa_as_a_new_name(photon_house: SyncHouse) -> None:
    photon_house.photon(0).call("name", "kitchen=Stove")
    photon_house.clock.advance("3s")
    assert "Stove" in {endpoint.friendly_name for endpoint in photon_house.alexa.endpoints}
    assert photon_house.alexa.say("turn on the stove").ok
    assert breaches(photon_house) == []


@pytest.mark.parametrize("faults", [(), ("events-doubled",), ("events-reordered",)], ids=str)
def test_fifty_lights_at_once_are_each_reported_once(faults: tuple[str, ...]) -> None:
    with open_house(devices=13) as house, ExitStack() as stack:
        house.clock.advance("5s")
        for fault in faults:
            stack.enter_context(house.fault(fault))
        before = len([entry for entry in house.trace if entry.kind == "report"])
        for number in range(13):
            for key in ("kitchen", "accent", "desk", "hall"):
                assert house.photon(number).call("power", f"{key}=on") == 1
        house.clock.advance("2s")
        assert [str(each) for each in house.alexa.truth()] == []
        reports = [entry for entry in house.trace if entry.kind == "report"][before:]
        told = Counter(entry.detail["message"]["event"]["endpoint"]["endpointId"] for entry in reports)
        assert len(told) == 52
        assert set(told.values()) == {1}
        assert breaches(house) == []


def test_without_the_link_nothing_is_reported(photon_house: SyncHouse) -> None:
    photon_house.alexa.unlink()
    before = len([entry for entry in photon_house.trace if entry.kind == "report"])
    photon_house.photon(0).press("A0", 0.1)
    photon_house.clock.advance("5s")
    assert len([entry for entry in photon_house.trace if entry.kind == "report"]) == before


def test_old_webhooks_go_in_an_invocation_of_their_own_and_one_is_left(photon_house: SyncHouse) -> None:
    for _ in range(2):
        photon_house.alexa.unlink()
        photon_house.clock.advance("1s")
        assert photon_house.alexa.link().ok
    photon_house.clock.advance("5s")
    begun = [
        entry for entry in photon_house.trace if "asynchronous invocation of photonlink" in entry.summary
    ]
    assert len(begun) == 3, "one for each linking"
    base, token = photon_house.particle
    answer = requests.get(f"{base}/v1/integrations", headers={"authorization": f"Bearer {token}"}, timeout=10)
    assert len(answer.json()) == 1
    assert breaches(photon_house) == []
