"""photonlink doctor --fix: what a program can mend, it mends; everything else it leaves alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from photonlink.doctor import all_checks
from photonlink.doctor.command import doctor
from photonsim.sync_house import SyncHouse

from .conftest import causes

MENDED = ("T205", "W403")


def test_these_and_no_others_can_be_mended() -> None:
    assert sorted(check.code for check in all_checks() if check.mend is not None) == sorted(MENDED)


@pytest.mark.parametrize("code", MENDED)
def test_what_can_be_mended_is_mended(photon_house: SyncHouse, code: str) -> None:
    photon_house.fault_on(code)
    assert causes(photon_house.doctor()) == [code]
    assert photon_house.doctor(fix=True).problems == []
    assert photon_house.alexa.say("turn on the kitchen light").ok, "Alexa's own token is still good"
    photon_house.clock.advance("3s")
    assert photon_house.alexa.truth() == []
    photon_house.fault_off(code)
    assert photon_house.doctor().problems == []


def test_without_the_word_nothing_is_changed(photon_house: SyncHouse) -> None:
    photon_house.fault_on("W403")
    photon_house.doctor()
    assert not [entry for entry in photon_house.trace if "DELETE" in entry.summary]


def test_what_cannot_be_mended_stays_a_problem(photon_house: SyncHouse) -> None:
    photon_house.fault_on("L108")
    assert causes(photon_house.doctor(fix=True)) == ["L108"]


def test_offline_nothing_is_changed(tmp_path: Path) -> None:
    path = tmp_path / "house.json"
    path.write_text(json.dumps({"skill": {"access_token_uri": "http://example.com/"}}))
    done = CliRunner().invoke(doctor, ["--config", str(path), "--offline", "--fix"])
    assert done.exit_code == 1
    assert "Nothing of it can be mended from here" in done.output
