"""Named faults: each has its symptom, and taking it away heals the house."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from photonsim.faults import UnknownFault, fault_names, find_fault

pytestmark = pytest.mark.slow

if TYPE_CHECKING:
    from photonsim.sync_house import SyncHouse

SENTENCE = "turn on the kitchen light"


@pytest.mark.parametrize("name", fault_names())
def test_every_fault_can_be_taken_away_and_leaves_a_healthy_house(photon_house: SyncHouse, name: str) -> None:
    assert find_fault(name).summary
    with photon_house.fault(name):
        assert photon_house.faults == [name]
        photon_house.alexa.say(SENTENCE)
    assert photon_house.faults == []
    assert photon_house.alexa.linked or photon_house.alexa.link().ok
    assert photon_house.alexa.say(SENTENCE).ok


@pytest.mark.parametrize(
    ("name", "speech"),
    [
        (
            "D501",
            "Sorry, kitchen light isn't responding. Please check its network connection and power supply.",
        ),
        ("T204", "Please re-link your account in the Alexa app."),
        (
            "cloud-down",
            "Sorry, the hub kitchen light is connected to isn't responding. "
            "Please check its network connection and power supply.",
        ),
    ],
)
def test_a_fault_has_its_symptom(photon_house: SyncHouse, name: str, speech: str) -> None:
    with photon_house.fault(name):
        answer = photon_house.alexa.say(SENTENCE)
        assert (answer.ok, answer.speech) == (False, speech)


def test_a_slow_token_endpoint_makes_linking_fail(photon_house: SyncHouse) -> None:
    photon_house.alexa.unlink()
    with photon_house.fault("L113"):
        result = photon_house.alexa.link()
        assert not result.ok
        assert "within 4.5 s" in result.reason
    assert photon_house.alexa.link().ok


def test_doubled_and_reordered_events_leave_alexa_with_the_truth(photon_house: SyncHouse) -> None:
    for name in ("events-doubled", "events-reordered"):
        with photon_house.fault(name):
            photon_house.photon(0).press("A0", 0.1)
            photon_house.clock.advance("3s")
            light = photon_house.photon(0).light("kitchen")
            assert light["alexa"] == light["device"], name


def test_an_unknown_fault_is_named(photon_house: SyncHouse) -> None:
    with pytest.raises(UnknownFault, match="no fault named 'X999'"), photon_house.fault("X999"):
        pass
