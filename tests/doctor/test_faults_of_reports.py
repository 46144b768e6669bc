"""Each fault of reports: what the Alexa app shows, the doctor's verdict, and health when it is mended."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from photonsim.sync_house import SyncHouse

from .conftest import causes

pytestmark = pytest.mark.slow


class Row(NamedTuple):
    """`reports`: how many ChangeReports a press of a button brings to Alexa; `evidence`: what the doctor shows."""

    code: str
    reports: int
    evidence: str


ROWS = [
    Row("W401", 0, "none for photonlink/state"),
    Row("W402", 0, "webhook-of-yesterday"),
    Row("W403", 2, "2 webhooks fire"),
    Row("W404", 0, "SKILL_DISABLED_EXCEPTION"),
    Row("W405", 0, "Too many errors"),
    Row("W406", 0, "no grant"),
    Row("W407", 0, "invalid_client"),
    Row("W408", 0, "INVALID_REQUEST_EXCEPTION"),
]


def reports_of_a_press(house: SyncHouse) -> int:
    """Somebody presses the hall light's button: how many reports of it does Alexa take?"""
    before = len([entry for entry in house.trace if entry.kind == "report"])
    house.photon(0).press("D4")
    house.clock.advance("3s")
    return len([entry for entry in house.trace if entry.kind == "report"]) - before


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.code)
def test_a_fault_of_reports_is_named(photon_house: SyncHouse, row: Row) -> None:
    photon_house.fault_on(row.code)
    found = photon_house.doctor()
    assert causes(found) == [row.code]
    verdict = next(verdict for verdict in found.verdicts if verdict.code == row.code)
    assert row.evidence in verdict.evidence
    assert verdict.fix
    assert reports_of_a_press(photon_house) == row.reports
    assert photon_house.alexa.say("turn on the kitchen light").ok, "voice still works"
    photon_house.fault_off(row.code)
    assert reports_of_a_press(photon_house) == 1
    assert photon_house.doctor().problems == []
