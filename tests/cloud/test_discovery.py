from __future__ import annotations

import json
import threading
from collections.abc import Iterable, Mapping
from typing import Any

import pytest

from photonlink.aws import make_handler
from photonlink.store import MemoryStore, StoreError

from .conftest import ENVIRON, Say
from .messages import check, discover, error_type
from .stand_in import DEVICE, OTHER_DEVICE, Context, InOrder, StandIn, device

ALL_KINDS = (
    '[1,["hall","hall light","s"],["kitchen","kitchen light","d"],["accent","accent light","c"],'
    '["strip","strip","w",2700,6500],["desk","desk lamp","t",2000,9000]]'
)
ONE = '[1,["kitchen","kitchen light","d"]]'
UNKNOWN_VARIABLE = (404, {"ok": False, "error": "Variable not found"})


def endpoints(answer: dict[str, Any]) -> list[dict[str, Any]]:
    assert answer["event"]["header"]["name"] == "Discover.Response", answer
    found: list[dict[str, Any]] = answer["event"]["payload"]["endpoints"]
    return found


def ids(answer: dict[str, Any]) -> list[str]:
    return [each["endpointId"] for each in endpoints(answer)]


def test_each_kind_of_light_has_the_interfaces_that_fit_it(say: Say, particle: StandIn) -> None:
    particle.devices(device())
    particle.manifest(ALL_KINDS)
    found = endpoints(say(discover()))
    interfaces = {
        each["endpointId"].split(":")[1]: {capability["interface"] for capability in each["capabilities"]}
        for each in found
    }
    common = {"Alexa", "Alexa.EndpointHealth", "Alexa.PowerController"}
    dims, color = "Alexa.BrightnessController", "Alexa.ColorController"
    white = "Alexa.ColorTemperatureController"
    assert interfaces == {
        "hall": common,
        "kitchen": common | {dims},
        "accent": common | {dims, color},
        "strip": common | {dims, color, white},
        "desk": common | {dims, white},
    }


def test_a_light_is_described_by_its_device(say: Say, particle: StandIn) -> None:
    particle.devices(device(name="attic", system_firmware_version="2.3.1", serial_number="PH-1"))
    particle.manifest(ONE)
    (light,) = endpoints(say(discover()))
    assert light["friendlyName"] == "kitchen light"
    assert light["description"] == "dimmable light on Photon attic"
    assert light["displayCategories"] == ["LIGHT"]
    attributes = light["additionalAttributes"]
    assert (attributes["manufacturer"], attributes["model"]) == ("Particle", "Photon")
    assert (attributes["firmwareVersion"], attributes["serialNumber"]) == ("2.3.1", "PH-1")


def test_ids_do_not_change_when_a_light_or_its_device_is_renamed(say: Say, particle: StandIn) -> None:
    particle.devices(device(name="attic"))
    particle.manifest(ONE)
    before = ids(say(discover()))
    particle.devices(device(name="cellar"))
    particle.manifest('[1,["kitchen","breakfast lamp","d"]]')
    after = say(discover())
    assert ids(after) == before == [f"{DEVICE}:kitchen"]
    assert endpoints(after)[0]["friendlyName"] == "breakfast lamp"


def test_an_account_without_devices_gets_an_empty_list(say: Say, particle: StandIn) -> None:
    particle.devices()
    assert endpoints(say(discover())) == []


def test_a_device_that_went_offline_keeps_its_endpoints_and_is_not_asked(say: Say, particle: StandIn) -> None:
    particle.devices(device())
    particle.manifest(ONE)
    say(discover())
    particle.calls.clear()
    particle.devices(device(online=False, connected=False))
    assert ids(say(discover())) == [f"{DEVICE}:kitchen"]
    assert [call.path for call in particle.calls] == ["/v1/devices"]


@pytest.mark.parametrize(
    "trouble",
    [
        (408, {"error": "Timed out."}),
        (500, {}),
        (429, {}),
        (200, {"result": '[1,["kitchen","kitc'}),
        (200, {"no": "result"}),
    ],
)
def test_a_device_that_cannot_be_read_keeps_its_endpoints(
    say: Say, particle: StandIn, trouble: tuple[int, object]
) -> None:
    particle.devices(device(), device(OTHER_DEVICE))
    particle.manifest(ONE)
    particle.manifest('[1,["hall","hall light","s"]]', OTHER_DEVICE)
    before = ids(say(discover()))
    particle.on("GET", f"/v1/devices/{DEVICE}/lights", *trouble)
    assert ids(say(discover())) == before


def test_a_device_with_other_firmware_has_no_lights_any_more(say: Say, particle: StandIn) -> None:
    particle.devices(device())
    particle.manifest(ONE)
    say(discover())
    particle.on("GET", f"/v1/devices/{DEVICE}/lights", *UNKNOWN_VARIABLE)
    assert ids(say(discover())) == []
    particle.devices(device(online=False))
    assert ids(say(discover())) == [], "what has gone does not come back when the device goes offline"


def test_a_device_that_is_listed_without_our_variable_is_not_asked(say: Say, particle: StandIn) -> None:
    particle.devices(device(variables={"temperature": "double"}))
    assert ids(say(discover())) == []
    assert len(particle.calls) == 1


def test_a_token_that_is_refused_half_way_fails_the_discovery(say: Say, particle: StandIn) -> None:
    particle.devices(device())
    particle.on("GET", f"/v1/devices/{DEVICE}/lights", 401, {"error": "invalid_token"})
    assert error_type(say(discover())) == "INVALID_AUTHORIZATION_CREDENTIAL"


def test_an_account_never_gets_the_lights_of_another_accounts_device(say: Say, particle: StandIn) -> None:
    particle.devices(device())
    particle.manifest(ONE)
    say(discover())
    particle.devices(device(OTHER_DEVICE, online=False))
    assert ids(say(discover())) == []


def test_two_lights_of_one_name_are_both_offered_and_the_log_says_so(
    say: Say, particle: StandIn, log: pytest.LogCaptureFixture
) -> None:
    particle.devices(device(), device(OTHER_DEVICE))
    particle.manifest(ONE)
    particle.manifest('[1,["k","Kitchen  Light","d"]]', OTHER_DEVICE)
    assert len(ids(say(discover()))) == 2
    (warning,) = [record for record in log.records if "share a name" in record.message]
    assert warning.fields["lights"] == [f"{DEVICE}:kitchen", f"{OTHER_DEVICE}:k"]  # type: ignore[attr-defined]


def test_a_scene_of_a_lights_name_is_offered_and_the_log_says_so(
    session: Any, particle: StandIn, clock: Any, log: pytest.LogCaptureFixture
) -> None:
    scenes = json.dumps({"Kitchen light": {f"{DEVICE}:kitchen": {"power": "on"}}})
    environ = {**ENVIRON, "PHOTONLINK_SCENES": scenes}
    particle.devices(device())
    particle.manifest(ONE)
    answer = make_handler(environ, session=session, clock=clock, executor=InOrder)(discover(), Context())
    assert ids(answer) == [f"{DEVICE}:kitchen", "scene:kitchen-light"]
    (warning,) = [record for record in log.records if "share a name" in record.message]
    assert warning.fields["name"] == "Kitchen light"  # type: ignore[attr-defined]


def test_a_profile_takes_the_place_of_a_light_with_its_key_and_reports_nothing_by_itself(
    session: Any, particle: StandIn, clock: Any
) -> None:
    """Both have one id towards Alexa, which drops a whole list for an id that stands twice."""
    profiles = json.dumps({DEVICE: {"kitchen": {"name": "sink", "profile": "tinker", "pin": "D7"}}})
    environ = {**ENVIRON, "PHOTONLINK_PROFILES": profiles, "PHOTONLINK_WEBHOOK_URL": "https://hooks.example"}
    particle.devices(device())
    particle.manifest('[1,["kitchen","kitchen light","d"],["hall","hall light","s"]]')
    answer = make_handler(environ, session=session, clock=clock, executor=InOrder)(discover(), Context())
    check(answer)
    reporting = {
        each["friendlyName"]: any(
            c.get("properties", {}).get("proactivelyReported") for c in each["capabilities"]
        )
        for each in answer["event"]["payload"]["endpoints"]
    }
    assert reporting == {"hall light": True, "sink": False}


def test_more_lights_than_alexa_takes_are_cut_and_the_log_names_them(
    say: Say, particle: StandIn, log: pytest.LogCaptureFixture
) -> None:
    particle.crowd(devices=31, lights=10)
    assert len(ids(say(discover()))) == 300
    (error,) = [record for record in log.records if "rest is left out" in record.message]
    assert len(error.fields["lights"]) == 10  # type: ignore[attr-defined]


def test_no_more_devices_are_asked_than_fill_an_answer(
    say: Say, particle: StandIn, log: pytest.LogCaptureFixture
) -> None:
    """With thousands of devices Alexa would hear nothing at all within her 8 seconds."""
    devices = [f"{number:024x}" for number in range(700)]
    # The first hundred have none of our firmware, so that one round of questions is not enough.
    particle.devices(*(device(each, variables={} if n < 100 else None) for n, each in enumerate(devices)))
    for number, each in enumerate(devices[100:]):
        particle.manifest(f'[1,["lamp","lamp {number}","d"]]', each)
    found = ids(say(discover()))
    assert found == [f"{each}:lamp" for each in devices[100:400]]
    asked = [call for call in particle.calls if call.path.endswith("/lights")]
    assert len(asked) == 500
    assert "100 devices were not asked" in log.text


class BrokenStore(MemoryStore):
    def load(self, kind: str, keys: Iterable[str]) -> dict[str, str]:
        raise StoreError("disk on fire")

    def save(self, kind: str, items: Mapping[str, str]) -> None:
        raise StoreError("disk on fire")


def test_a_broken_store_costs_offline_devices_only(session: Any, particle: StandIn, clock: Any) -> None:
    particle.devices(device(), device(OTHER_DEVICE, online=False))
    particle.manifest(ONE)
    handler = make_handler(ENVIRON, session=session, clock=clock, executor=InOrder, store=BrokenStore())
    answer = handler(discover(), Context())
    check(answer)
    assert ids(answer) == [f"{DEVICE}:kitchen"]


def test_devices_are_read_side_by_side(session: Any, particle: StandIn) -> None:
    devices = [f"{number:024x}" for number in range(8)]
    particle.devices(*(device(each) for each in devices))
    together = threading.Barrier(len(devices), timeout=10)

    def read(call: object) -> tuple[int, object]:
        together.wait()
        return 200, {"result": ONE}

    for each in devices:
        particle.script["GET", f"/v1/devices/{each}/lights"] = read
    answer = make_handler(ENVIRON, session=session)(discover(), Context())
    assert ids(answer) == [f"{each}:kitchen" for each in devices]
