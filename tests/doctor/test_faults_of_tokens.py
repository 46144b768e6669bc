"""Each fault of tokens: what Alexa says, the doctor's verdict, and health when it is mended."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from photonsim.sync_house import SyncHouse

from .conftest import causes

pytestmark = pytest.mark.slow


class Row(NamedTuple):
    """`said`: what Alexa says to "turn on the kitchen light"; `evidence`: what the doctor shows."""

    code: str
    said: str
    evidence: str


ROWS = [
    Row("T201", "re-link", "has expired"),
    Row("T202", "OK", "no refresh_token"),
    Row("T203", "Link the skill", "Invalid refresh token"),
    Row("T204", "re-link", "is invalid"),
    Row("T205", "OK", "access tokens of photonlink-"),
    Row("T206", "couldn't find", "bob@example.com's"),
    Row("T207", "OK", "MY_PARTICLE_TOKEN"),
    Row("T208", "Link the skill", "Refresh token has expired"),
    Row("T209", "isn't responding", "127.0.0.1:9"),
]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.code)
def test_a_fault_of_tokens_is_named(photon_house: SyncHouse, row: Row) -> None:
    photon_house.fault_on(row.code)
    assert row.said in photon_house.alexa.say("turn on the kitchen light").speech
    found = photon_house.doctor()
    assert causes(found) == [row.code]
    verdict = next(verdict for verdict in found.verdicts if verdict.code == row.code)
    assert row.evidence in verdict.evidence
    assert verdict.fix
    photon_house.fault_off(row.code)
    photon_house.alexa.link()
    assert photon_house.alexa.say("turn on the kitchen light").ok
    assert photon_house.doctor().problems == []
