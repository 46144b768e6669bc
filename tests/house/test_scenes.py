"""Scenes through the whole path: one sentence, several lights of several Photons."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from photonsim.house import device_ids
from photonsim.pytest_plugin import open_house
from photonsim.sync_house import SyncHouse

FIRST, SECOND = device_ids(2)
SCENES = {
    "movie night": {
        f"{FIRST}:kitchen": {"brightness": 10},
        f"{FIRST}:accent": {"color": [240, 100, 100], "brightness": 30},
        f"{FIRST}:hall": {"power": "off"},
        f"{SECOND}:desk": {"temperature": 2700, "brightness": 20},
    },
    "of another house": {"0123456789abcdef01234567:kitchen": {"power": "on"}},
}


@pytest.fixture
def house() -> Iterator[SyncHouse]:
    with open_house(devices=2, environment={"PHOTONLINK_SCENES": json.dumps(SCENES)}) as made:
        yield made


def test_a_scene_is_discovered_where_its_lights_are(house: SyncHouse) -> None:
    scenes = [each for each in house.alexa.endpoints if each.can("Alexa.SceneController")]
    assert [(each.endpoint_id, each.friendly_name, each.categories) for each in scenes] == [
        ("scene:movie-night", "movie night", ("SCENE_TRIGGER",))
    ]
    assert len(house.alexa.endpoints) == 9


@pytest.mark.parametrize("sentence", ["turn on movie night", "activate movie night"])
def test_a_sentence_sets_all_its_lights(house: SyncHouse, sentence: str) -> None:
    assert house.alexa.say("turn on the hall light").ok
    answer = house.alexa.say(sentence)
    assert answer.ok, answer.speech
    (response,) = answer.responses
    assert response is not None
    assert response["event"]["header"]["name"] == "ActivationStarted"
    house.clock.advance("3s")
    shown = {key: house.photon(0).light(key)["device"] for key in ("kitchen", "accent", "hall")}
    assert shown["kitchen"] == {"power": "ON", "brightness": 10}
    assert shown["accent"] == {
        "power": "ON",
        "brightness": pytest.approx(30, abs=1),
        "color": {"hue": 240.0, "saturation": 1.0, "brightness": 1.0},
    }
    assert shown["hall"] == {"power": "OFF"}
    desk = house.photon(1).light("desk")["device"]
    assert desk == {"power": "ON", "brightness": 20, "kelvin": pytest.approx(2700, rel=0.02)}
    assert house.alexa.truth() == [], "the changes were reported"


def test_a_scene_with_a_light_that_does_not_answer_is_no_success(house: SyncHouse) -> None:
    house.photon(1).unplug()
    house.clock.advance("60s")
    answer = house.alexa.say("turn on movie night")
    assert not answer.ok
    assert "movie night isn't responding" in answer.speech
    house.clock.advance("3s")
    assert house.photon(0).light("kitchen")["device"] == {"power": "ON", "brightness": 10}, "the others did"


def test_a_scene_cannot_be_dimmed_nor_switched_off(house: SyncHouse) -> None:
    assert "doesn't support that" in house.alexa.say("turn off movie night").speech
    assert "doesn't support that" in house.alexa.say("set movie night to 40 percent").speech
    exchange = house.alexa.directive("Alexa.SceneController", "Deactivate", "scene:movie-night", {})
    assert exchange.error == "INVALID_DIRECTIVE"
    exchange = house.alexa.directive("Alexa.SceneController", "Activate", "scene:nothing", {})
    assert exchange.error == "NO_SUCH_ENDPOINT"


def test_a_house_without_scenes_has_none(photon_house: SyncHouse) -> None:
    assert not any(each.can("Alexa.SceneController") for each in photon_house.alexa.endpoints)
