"""What changes at the device reaches Alexa, without anybody asking."""

from __future__ import annotations

from collections import Counter
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import requests

from photonsim.consoles import function_arn
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


def reported_levels(house: SyncHouse) -> list[int]:
    """What Alexa took of the kitchen light's brightness, in turn."""
    reports = [entry.detail["message"]["event"] for entry in house.trace if entry.kind == "report"]
    return [
        each["value"]
        for report in reports
        if report["endpoint"]["endpointId"].endswith(":kitchen")
        for each in report["payload"]["change"]["properties"]
        if each["name"] == "brightness"
    ]


def test_what_a_busy_gateway_refused_is_reported_later_and_once(photon_house: SyncHouse) -> None:
    with photon_house.fault("gateway-busy"):
        assert photon_house.photon(0).call("brightness", "kitchen=40") == 40
        photon_house.clock.advance("10s")
        assert reported_levels(photon_house) == []
    photon_house.clock.advance("90s")
    assert reported_levels(photon_house) == [40]
    assert photon_house.alexa.truth() == []


def test_what_is_not_true_any_more_is_not_reported_late(photon_house: SyncHouse) -> None:
    with photon_house.fault("gateway-busy"):
        assert photon_house.photon(0).call("brightness", "kitchen=40") == 40
        photon_house.clock.advance("10s")
    assert photon_house.photon(0).call("brightness", "kitchen=70") == 70
    photon_house.clock.advance("90s")
    assert reported_levels(photon_house) == [70]
    assert photon_house.alexa.truth() == []


REGIONS = [("eu", "eu-west-1", "en-GB", "GB", 1), ("fe", "us-west-2", "ja-JP", "JP", 2)]


@pytest.mark.parametrize(("region", "aws", "language", "country", "wrong"), REGIONS)
def test_an_account_of_another_region_is_found_once_and_reported_to_there(
    region: str, aws: str, language: str, country: str, wrong: int
) -> None:
    """No directive names the account's region: the gateways are tried in turn, and the one that answers is kept."""
    with open_house(link=False) as made:
        house, arn = made._house, function_arn(aws)
        house.amazon = replace(house.amazon, region=region, language=language, country=country)
        house.manifest = replace(
            house.manifest, endpoints={"default": arn}, locales=(language,), countries=(country,)
        )
        house.function = replace(house.function, arn=arn)
        assert made.alexa.link().ok
        for _ in range(2):
            made.photon(0).press("A0", 0.1)
            made.clock.advance("3s")
        answers = ["SKILL_NEVER_ENABLED_EXCEPTION"] * wrong + ["202"] * 2
        assert list(house.alexa.gateway.answers) == answers
        assert made.alexa.truth() == []


def test_what_changed_and_the_rest_together_are_all_that_was_declared() -> None:
    with open_house(firmware=Path("photon-lights-rgbw")) as house:
        for sentence in ("set the led strip to blue", "set the led strip to white", "brighten the desk lamp"):
            assert house.alexa.say(sentence).ok
            house.clock.advance("3s")
        declared = {each.endpoint_id: each.properties for each in house.alexa.endpoints}
        reports = [e.detail["message"] for e in house.trace if e.kind == "report"]
        assert len(reports) >= 3
        for report in reports:
            event = report["event"]
            told = [*event["payload"]["change"]["properties"], *report["context"]["properties"]]
            names = {each["name"] for each in told}
            wanted = {name for names in declared[event["endpoint"]["endpointId"]].values() for name in names}
            if wanted >= (modes := {"color", "colorTemperatureInKelvin"}):
                assert len(names & modes) == 1, "the modes exclude each other"
                wanted -= modes - names
            assert names == wanted


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
