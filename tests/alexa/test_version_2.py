"""Skills whose manifest still names version 2 of the smart home messages."""

from __future__ import annotations

import pytest

from photonsim.alexa_service.version_2 import answer_of, request_of
from photonsim.sync_house import SyncHouse

SENT = {"header": {"name": "TurnOnRequest", "payloadVersion": "2"}, "payload": {}}


def test_our_handler_answers_a_skill_of_version_2(photon_house: SyncHouse) -> None:
    photon_house.rewrite_manifest(payload_version="2")
    photon_house.alexa.unlink()
    assert "I found 4 devices" in photon_house.alexa.link().speech
    for sentence in (
        "turn on the kitchen light",
        "set the kitchen light to 40 percent",
        "brighten the kitchen light by 10 percent",
        "set the accent light to blue",
        "set the desk lamp to warm white",
        "make the desk lamp cooler",
        "turn off the hall light",
    ):
        assert photon_house.alexa.say(sentence).ok, sentence
    photon_house.clock.advance("5s")
    assert photon_house.photon().light("kitchen")["device"] == {"power": "ON", "brightness": 50}
    verdict = next(each for each in photon_house.doctor().verdicts if each.code == "A305")
    assert verdict.verdict == "ok"


def test_version_2_tells_of_a_light_that_is_away(photon_house: SyncHouse) -> None:
    photon_house.rewrite_manifest(payload_version="2")
    photon_house.photon().unplug()
    assert "isn't responding" in photon_house.alexa.say("turn on the kitchen light").speech


def test_version_2_has_no_state_reports() -> None:
    directive = {"header": {"namespace": "Alexa", "name": "ReportState"}, "endpoint": {}, "payload": {}}
    assert request_of({"directive": directive}) is None


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ([], "no header and payload"),
        ({"event": {"header": {}}}, "no header and payload"),
        ({"header": {"name": "TurnOnConfirmation", "payloadVersion": "3"}, "payload": {}}, "not '2'"),
        ({"header": {"name": "TurnOffConfirmation", "payloadVersion": "2"}, "payload": {}}, "no answer to"),
    ],
)
def test_what_is_no_answer_of_version_2_is_named(answer: object, why: str) -> None:
    read = answer_of(SENT, answer)
    assert isinstance(read, str)
    assert why in read
