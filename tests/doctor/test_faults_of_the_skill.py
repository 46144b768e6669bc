"""Each fault of the skill or its function: the symptom, the doctor's verdict, and health when it is mended."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import pytest

from photonsim.sync_house import SyncHouse

from .conftest import causes


def linking(house: SyncHouse) -> str:
    """Why linking fails: the user reads one sentence, the trace has the reason."""
    house.alexa.unlink()
    linked = house.alexa.link()
    assert "unable to link" in linked.speech
    return linked.reason


def turning_on(house: SyncHouse) -> str:
    return house.alexa.say("turn on the kitchen light").speech


def discovery(house: SyncHouse) -> str:
    return house.alexa.discover().speech


def log(house: SyncHouse) -> str:
    """What the function's log has of a directive that was said to it."""
    before = len(house.trace)
    spoken = turning_on(house)
    assert "isn't responding" in spoken, spoken
    entries = house.trace[before:]
    return " ".join(entry.summary for entry in entries if entry.kind in ("lambda", "log"))


def nothing_in_the_log(house: SyncHouse) -> str:
    return log(house) or "nothing in the log"


def opening(house: SyncHouse) -> str:
    return house.alexa.say("open photon lights").speech


def certification(house: SyncHouse) -> str:
    return house.submission() or "taken"


class Row(NamedTuple):
    """`seen` gives what the user meets, `symptom` is in it; `evidence` is what the doctor shows."""

    code: str
    seen: Callable[[SyncHouse], str]
    symptom: str
    evidence: str


ROWS = [
    Row("A301", linking, "Invalid ARN for default region", "eu-central-1"),
    Row("A302", linking, "Please select a default endpoint", "no endpoint"),
    Row("A303", nothing_in_the_log, "nothing in the log", "alexa-connectedhome.amazon.com) is missing"),
    Row("A304", log, "Unable to import module 'photonlnk.aws'", "Unable to import module"),
    Row("A306", linking, "AcceptGrant failed", "KeyError"),
    Row("A307", linking, "AcceptGrant failed", "lacks ALEXA_CLIENT_ID and ALEXA_CLIENT_SECRET"),
    Row("A309", opening, "made for another skill", "'amzn1.ask.skill.YOUR-SKILL-ID'"),
    Row("A311", certification, "privacy policy URL", "no privacy policy URL"),
]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.code)
def test_a_fault_of_the_skill_is_named(photon_house: SyncHouse, row: Row) -> None:
    photon_house.fault_on(row.code)
    assert row.symptom in row.seen(photon_house)
    found = photon_house.doctor()
    assert causes(found) == [row.code]
    assert found.first == row.code
    verdict = next(verdict for verdict in found.verdicts if verdict.code == row.code)
    assert row.evidence in verdict.evidence
    assert verdict.fix
    photon_house.fault_off(row.code)
    photon_house.alexa.link()
    assert photon_house.alexa.say("turn on the kitchen light").ok
    assert photon_house.doctor().problems == []
