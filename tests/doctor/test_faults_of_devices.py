"""Each fault of a device: what Alexa says, the doctor's verdict, and health when it is mended."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from photonsim.sync_house import SyncHouse

from .conftest import causes

pytestmark = pytest.mark.slow


class Row(NamedTuple):
    """`symptom`: what Alexa says to "turn on the kitchen light"; `evidence`: what the doctor shows."""

    code: str
    symptom: str
    evidence: str


ROWS = [
    Row("D501", "isn't responding", "photon is offline, last heard"),
    Row("D502", "needs a firmware update", "digitalread"),
    Row("D503", "needs a firmware update", "it has Light"),
    Row("D504", "OK", "622 bytes"),
    Row("D505", "OK", "is on D5"),
    Row("D506", "OK", "hall on D2"),
    Row("D507", "isn't responding", "takes its time"),
    Row("D508", "couldn't find", "403 Permission Denied"),
    Row("D509", "OK", "begins Serial1"),
    Row("D510", "needs a firmware update", "magenta"),
    Row("D511", "OK", "refused"),
    Row("D512", "needs a firmware update", "bytes"),
    Row("D513", "isn't responding", "orange flashes"),
    Row("D514", "OK", "is on at 1 %"),
    Row("D515", "OK", "is on A6"),
    Row("D517", "needs a firmware update", "described no function"),
    Row("D516", "OK", "lost its connection 5 times"),
    Row("D518", "couldn't find", "are used up"),
]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.code)
def test_a_fault_of_a_device_is_named(photon_house: SyncHouse, row: Row) -> None:
    photon_house.fault_on(row.code)
    assert row.symptom in photon_house.alexa.say("turn on the kitchen light").speech
    found = photon_house.doctor()
    assert causes(found) == [row.code]
    verdict = next(verdict for verdict in found.verdicts if verdict.code == row.code)
    assert row.evidence in verdict.evidence
    assert verdict.fix
    photon_house.fault_off(row.code)
    photon_house.alexa.link()
    assert photon_house.alexa.say("turn on the kitchen light").ok
    assert photon_house.doctor().problems == []
