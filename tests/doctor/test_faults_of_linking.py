"""Each fault of linking: the symptom that the user sees, the doctor's verdict, and health when it is mended."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from photonsim.sync_house import SyncHouse

from .conftest import causes

pytestmark = pytest.mark.slow


class Row(NamedTuple):
    """`symptom`: what the trace says of the attempt to link; `evidence`: what the doctor shows."""

    code: str
    symptom: str
    evidence: str


ROWS = [
    Row("L101", "The grant type is unauthorised for this client_id", "of type installed"),
    Row("L102", "Invalid client credentials", "your user name at Particle"),
    Row("L103", "Client credentials are invalid", "is an access token"),
    Row("L104", "Client credentials are invalid", "refuses the secret"),
    Row("L105", "redirect_uri does not match", "layla.amazon.com"),
    Row("L106", "redirect_uri does not match", "Without a client: eu"),
    Row("L107", "the redirect carries no code", "two question marks"),
    Row("L108", "/v1/access_tokens answered", "https://api.particle.io/v1/access_tokens"),
    Row("L109", "the web view shows an error page", "https://api.particle.io/oauth/token"),
    Row("L110", "invalid_client", "HTTP Basic"),
    Row("L111", "the authorization server returned an error: invalid_scope", "profile"),
    Row("L112", "Code has expired", "45 s after the login"),
    Row("L113", "did not answer within 4.5 s", "Alexa waits 4.5 s"),
    Row("L114", "cannot be reached", "your own network"),
    Row("L116", "Invalid client credentials", "messaging client"),
    Row("L117", "state came back changed", "128 came back"),
]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.code)
def test_a_fault_of_linking_is_named(photon_house: SyncHouse, row: Row) -> None:
    photon_house.fault_on(row.code)
    linked = photon_house.alexa.link()
    assert not linked.ok
    assert row.symptom in linked.reason
    found = photon_house.doctor()
    assert found.first == row.code
    assert causes(found) == [row.code]
    verdict = next(verdict for verdict in found.verdicts if verdict.code == row.code)
    assert row.evidence in verdict.evidence
    assert verdict.fix
    photon_house.fault_off(row.code)
    assert photon_house.alexa.linked
    assert photon_house.alexa.say("turn on the kitchen light").ok
    assert photon_house.doctor().problems == []


def test_login_with_amazon_links_and_finds_nothing(photon_house: SyncHouse) -> None:
    with photon_house.fault("L115"):
        assert photon_house.alexa.discover().ok is False
        assert photon_house.alexa.endpoints == []
        found = photon_house.doctor()
        assert causes(found) == ["L115"]
    assert photon_house.alexa.say("turn on the kitchen light").ok
    assert photon_house.doctor().problems == []


def test_a_healthy_house_has_no_problem(photon_house: SyncHouse) -> None:
    found = photon_house.doctor()
    assert found.problems == []
    assert found.first is None


def test_one_fault_after_the_other_leaves_nothing_behind(photon_house: SyncHouse) -> None:
    for name in ("L101", "L102", "L108", "L110", "L113") * 2:
        with photon_house.fault(name):
            pass
    assert photon_house.alexa.linked
    assert photon_house.doctor().problems == []
