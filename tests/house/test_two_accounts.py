"""Two people, each with Photons and an Echo of their own, on one Lambda: neither sees anything of the other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import requests

from photonsim.pytest_plugin import open_house
from photonsim.sync_house import SyncHouse

ANN, BOB = "ann@example.com", "bob@example.com"

pytestmark = pytest.mark.slow


@pytest.fixture
def house() -> Iterator[SyncHouse]:
    """The house's own account, which has one Photon of three, Ann's and Bob's."""
    with open_house(devices=3, owners=[ANN, BOB]) as house:
        yield house


def endpoints(house: SyncHouse, who: str) -> dict[str, str]:
    return {each.endpoint_id: each.friendly_name for each in house.alexa_of(who).endpoints}


def reports(house: SyncHouse) -> list[dict[str, Any]]:
    return [entry.detail["message"]["event"] for entry in house.trace if entry.kind == "report"]


def breaches(house: SyncHouse) -> list[str]:
    return [entry.summary for entry in house.trace if entry.kind in ("breach", "error", "lambda")]


def test_each_discovers_their_own_lights_only(house: SyncHouse) -> None:
    for who, device in ((ANN, 0), (BOB, 1)):
        found = endpoints(house, who)
        assert {each.split(":")[0] for each in found} == {house.photon(device).id}
        assert "kitchen light" in found.values()
    assert {each.endpoint_id.split(":")[0] for each in house.alexa.endpoints} == {house.photon(2).id}


def test_the_same_sentence_means_another_light_for_each(house: SyncHouse) -> None:
    assert house.alexa_of(ANN).say("set the kitchen light to 40 percent").ok
    assert house.alexa_of(BOB).say("set the kitchen light to 70 percent").ok
    house.clock.advance("3s")
    levels = [house.photon(number).light("kitchen")["device"] for number in range(3)]
    assert [each["power"] for each in levels if isinstance(each, dict)] == ["ON", "ON", "OFF"]
    assert [each.get("brightness") for each in levels[:2] if isinstance(each, dict)] == [40, 70]
    assert [str(each) for who in (ANN, BOB) for each in house.alexa_of(who).truth()] == []
    assert breaches(house) == []


def test_a_button_is_reported_to_its_owners_alexa_only(house: SyncHouse) -> None:
    for number, who, other in ((0, ANN, BOB), (1, BOB, ANN)):
        before, theirs = len(reports(house)), house.alexa_of(other).truth()
        house.photon(number).press("A0", 0.1)
        house.clock.advance("2s")
        (report,) = reports(house)[before:]
        assert report["endpoint"]["endpointId"] == f"{house.photon(number).id}:kitchen"
        light = house.photon(number).light("kitchen")
        assert light["device"] == light["alexa"] == {"power": "ON", "brightness": 100}
        assert house.alexa_of(who).truth() == []
        assert house.alexa_of(other).truth() == theirs
    assert breaches(house) == []


def test_a_strangers_endpoint_is_none_even_for_who_knows_its_id(house: SyncHouse) -> None:
    exchange = house.alexa_of(ANN).directive(
        "Alexa.PowerController", "TurnOn", f"{house.photon(1).id}:kitchen", {}
    )
    assert exchange.error == "NO_SUCH_ENDPOINT"
    assert exchange.breaches == ()
    house.clock.advance("3s")
    state = house.photon(1).light("kitchen")["device"]
    assert isinstance(state, dict)
    assert state["power"] == "OFF"


def test_who_unlinks_takes_nothing_from_the_other(house: SyncHouse) -> None:
    house.alexa_of(ANN).unlink()
    before = len(reports(house))
    for number in (0, 1):
        house.photon(number).press("A0", 0.1)
        house.clock.advance("3s")
    assert [each["endpoint"]["endpointId"] for each in reports(house)[before:]] == [
        f"{house.photon(1).id}:kitchen"
    ]
    assert not house.alexa_of(ANN).linked
    assert house.alexa_of(BOB).linked
    assert house.alexa_of(BOB).say("turn off the kitchen light").ok
    assert house.alexa_of(ANN).link().ok
    assert house.alexa_of(ANN).say("turn on the kitchen light").ok


def test_neither_lists_the_others_webhook(house: SyncHouse) -> None:
    base = house.particle.base_url
    seen = []
    for who in (ANN, BOB):
        answer = requests.get(
            f"{base}/v1/integrations", headers={"authorization": f"Bearer {house.token_of(who)}"}, timeout=10
        )
        (webhook,) = answer.json()
        assert webhook["event"] == "photonlink/"
        seen.append(webhook["id"])
    assert len(set(seen)) == 2
