"""The fixture `photon_house`, as other people's tests use it."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import requests

from photonsim.pytest_plugin import open_house

if TYPE_CHECKING:
    from photonsim.sync_house import SyncHouse

EXAMPLES = Path(__file__).parents[2] / "firmware" / "examples"


def test_a_sentence_lights_a_pin(photon_house: SyncHouse) -> None:
    answer = photon_house.alexa.say("set the kitchen light to 40 percent")
    assert (answer.ok, answer.speech) == (True, "OK")
    photon_house.clock.advance("1s")
    light = photon_house.photon(0).light("kitchen")
    assert light["device"] == light["particle"] == {"power": "ON", "brightness": 40}
    assert photon_house.photon("photon").pin("A5")["resolution"] == 15


def test_a_house_is_fresh_for_every_test_and_starts_in_well_under_a_second() -> None:
    with open_house():  # compiles the module once in a process
        pass
    began = time.perf_counter()
    with open_house() as house:
        assert house.photon(0).light("kitchen")["device"] == {"power": "OFF", "brightness": 0}
        assert len(house.alexa.endpoints) == 4
    assert time.perf_counter() - began < 5


def test_one_function_call_is_all_that_a_directive_costs(photon_house: SyncHouse) -> None:
    before = len(photon_house.trace)
    photon_house.alexa.say("set the kitchen light to 55 percent")
    calls = [e.summary for e in photon_house.trace[before:] if e.summary.startswith("lambda -> particle")]
    assert len(calls) == 1
    assert calls[0].startswith("lambda -> particle: POST /v1/devices/")


def test_a_cold_lambda_knows_a_light_by_its_endpoint_id_alone(photon_house: SyncHouse) -> None:
    endpoint = f"{photon_house.photon(0).id}:kitchen"
    photon_house.cold_start()
    exchange = photon_house.alexa.directive("Alexa.PowerController", "TurnOn", endpoint)
    assert exchange.ok, exchange


def test_buttons_press_and_the_device_tells(photon_house: SyncHouse) -> None:
    photon_house.photon(0).press("A0", 0.1)
    photon_house.clock.advance("2s")
    light = photon_house.photon(0).light("kitchen")
    assert light["device"] == light["particle"] == {"power": "ON", "brightness": 100}


def test_a_pulled_plug_is_told_truthfully_and_mended(photon_house: SyncHouse) -> None:
    photon_house.alexa.say("set the kitchen light to 30 percent")
    photon_house.clock.advance("10s")
    with photon_house.fault("D501"):
        assert photon_house.faults == ["D501"]
        answer = photon_house.alexa.say("turn off the kitchen light")
        assert not answer.ok
        assert "isn't responding" in answer.speech
        assert photon_house.photon(0).status_led["meaning"] == "no power"
    assert photon_house.faults == []
    photon_house.clock.advance("1s")
    assert photon_house.photon(0).light("kitchen")["device"] == {"power": "ON", "brightness": 30}
    assert photon_house.alexa.say("turn off the kitchen light").ok


def test_an_offline_photon_keeps_its_endpoints(photon_house: SyncHouse) -> None:
    photon_house.photon(0).unplug()
    photon_house.clock.advance("60s")
    photon_house.alexa.discover()
    assert {endpoint.friendly_name for endpoint in photon_house.alexa.endpoints} >= {
        "kitchen light",
        "hall light",
    }


def test_unlinking_and_linking_again(photon_house: SyncHouse) -> None:
    photon_house.alexa.unlink()
    assert photon_house.alexa.endpoints == []
    assert not photon_house.alexa.say("turn on the hall light").ok
    assert photon_house.alexa.link().ok
    assert photon_house.alexa.say("turn on the hall light").ok


def test_a_real_client_reaches_particles_cloud_on_a_socket(photon_house: SyncHouse) -> None:
    url, token = photon_house.particle
    answer = requests.post(
        f"{url}/v1/devices/photon/brightness",
        data={"arg": "kitchen=25"},
        headers={"authorization": f"Bearer {token}"},
        timeout=10,
    )
    assert answer.json()["return_value"] == 25
    photon_house.clock.advance("1s")
    assert photon_house.photon(0).light("kitchen")["device"] == {"power": "ON", "brightness": 25}


@pytest.mark.parametrize(("body", "headers"), [({"arg": "kitchen=+10"}, {}), ({"args": "kitchen=+10"}, {})])
def test_a_plus_arrives_as_a_plus_by_form_and_by_json(
    photon_house: SyncHouse, body: dict[str, str], headers: dict[str, str]
) -> None:
    particle = photon_house.particle
    url = f"{particle.base_url}/v1/devices/photon/brightness"
    bearer = {"authorization": f"Bearer {particle.token}", **headers}
    assert requests.post(url, data=body, headers=bearer, timeout=10).json()["return_value"] == 10
    assert requests.post(url, json=body, headers=bearer, timeout=10).json()["return_value"] == 20
    # A client that does not encode its form turns the plus into a blank: malformed, never absolute.
    careless = {**bearer, "content-type": "application/x-www-form-urlencoded"}
    answer = requests.post(url, data=b"arg=kitchen=+10", headers=careless, timeout=10)
    assert answer.json()["return_value"] == -1


@pytest.mark.slow
def test_a_sketch_without_a_manifest_has_its_functions_and_pins_and_no_lights() -> None:
    with open_house(firmware=EXAMPLES / "tinker") as house:
        assert house.alexa.endpoints == []
        assert house.photon(0).call("digitalwrite", "D7,HIGH") == 1
        assert house.state()["devices"][0]["lights"] == []
        assert house.photon(0).pin("D7")["digital"] == 1
        answer = requests.post(
            f"{house.particle.base_url}/v1/devices/photon/analogwrite",
            data={"arg": "A5,94"},
            headers={"authorization": f"Bearer {house.particle.token}"},
            timeout=10,
        )
        assert answer.json()["return_value"] == 1
        assert house.photon(0).pin("A5")["pwm"] == 94


def test_white_reaches_lights_of_each_kind_in_their_own_way(photon_house: SyncHouse) -> None:
    answer = photon_house.alexa.say("set all lights to white")
    assert answer.ok, answer.speech
    sent = {each["directive"]["endpoint"]["endpointId"][25:]: each["directive"] for each in answer.directives}
    assert {key: each["header"]["name"] for key, each in sent.items()} == {
        "desk": "SetColorTemperature",
        "accent": "SetColor",
    }
    assert sent["accent"]["payload"]["color"]["saturation"] == 0
