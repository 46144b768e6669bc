"""A house that remembers: `--state FILE`, killed at any moment."""

from __future__ import annotations

import signal
from collections.abc import Callable
from pathlib import Path

import pytest
import requests

from .conftest import RunningHouse

pytestmark = pytest.mark.slow


def bearer(house: RunningHouse) -> dict[str, str]:
    return {"authorization": f"Bearer {house.facts['particle']['access_token']}"}


def call(house: RunningHouse, function: str, argument: str) -> int:
    url = f"{house.facts['particle']['api']}/v1/devices/photon/{function}"
    value: int = requests.post(url, data={"arg": argument}, headers=bearer(house), timeout=30).json()[
        "return_value"
    ]
    return value


def test_a_killed_house_comes_back_with_all_that_it_acknowledged(
    start_house: Callable[..., RunningHouse], tmp_path: Path
) -> None:
    state = tmp_path / "house.db"
    first = start_house("--state", str(state))
    assert call(first, "name", "kitchen=Stove") == 0
    first.command("say", "turn on the hall light")
    assert (
        first.command("clock", "advance", "10s").returncode == 0
    )  # until the firmware has written its EEPROM
    made = requests.post(
        f"{first.facts['particle']['api']}/v1/clients",
        json={"name": "mine", "type": "installed"},
        headers=bearer(first),
        timeout=10,
    ).json()["client"]["id"]
    assert first.command("clock", "advance", "30d").returncode == 0
    then = first.state()["time"]
    first.stop(signal.SIGKILL)
    assert state.stat().st_mode & 0o077 == 0, "readable by its owner only"

    second = start_house("--state", str(state))
    for name in ("dashboard", "particle", "alexa", "lambda", "oauth_client"):
        assert second.facts[name] == first.facts[name], name
    assert second.state()["time"] >= then, "time goes on from where it was"
    kitchen = second.facts["devices"][0]["lights"][0]
    assert (kitchen["key"], kitchen["name"]) == ("kitchen", "Stove")
    clients = requests.get(
        f"{second.facts['particle']['api']}/v1/clients", headers=bearer(second), timeout=10
    ).json()
    assert made in [client["id"] for client in clients["clients"]]
    hall = next(light for light in second.state()["devices"][0]["lights"] if light["key"] == "hall")
    assert hall["device"] == {"power": "ON"}
    assert second.command("say", "turn off the hall light").returncode == 0
    trace = second.command("trace", "--kind", "link").stdout
    assert "the account is linked" not in trace, "it was linked before and is still"


def test_what_changes_is_still_reported_after_a_restart(
    start_house: Callable[..., RunningHouse], tmp_path: Path
) -> None:
    """Amazon does not forget the grant because the house was switched off."""
    state = str(tmp_path / "house.db")
    start_house("--state", state).stop()
    house = start_house("--state", state)
    assert call(house, "brightness", "kitchen=40") == 40
    assert house.command("clock", "advance", "2s").returncode == 0
    kitchen = house.state()["devices"][0]["lights"][0]
    assert kitchen["alexa"] == {"power": "ON", "brightness": 40}
    assert house.command("trace", "--kind", "breach").stdout == "", (
        "what the start reported was of known lights"
    )


def test_the_password_does_not_stand_in_the_file(
    start_house: Callable[..., RunningHouse], tmp_path: Path
) -> None:
    state = tmp_path / "house.db"
    house = start_house("--state", str(state), "--no-link")
    password = house.facts["particle"]["password"]
    house.stop()
    for file in tmp_path.glob("house.db*"):
        assert password.encode() not in file.read_bytes()


def test_a_file_that_is_no_state_is_left_alone_with_exit_code_2(tmp_path: Path) -> None:
    from .test_bad_input import photonlink

    other = tmp_path / "notes.txt"
    other.write_text("my shopping list, which is long enough not to be taken for an empty database\n" * 20)
    before = other.read_bytes()
    said = photonlink("run", "--json", "--state", str(other))
    assert said.returncode == 2
    assert "notes.txt" in said.stderr
    assert "Traceback" not in said.stderr
    assert other.read_bytes() == before


def test_a_house_file_says_which_devices_there_are(
    start_house: Callable[..., RunningHouse], tmp_path: Path
) -> None:
    file = tmp_path / "house.toml"
    file.write_text(
        '[[device]]\nname = "attic"\n\n[[device]]\nname = "cellar"\nsystem_version = "3.3.1"\n'
        'id = "0123456789abcdef01234567"\n\n[groups]\ndownstairs = ["kitchen light 2", "hall light 2"]\n'
    )
    house = start_house("--house", str(file), "--virtual-time")
    assert [device["name"] for device in house.facts["devices"]] == ["attic", "cellar"]
    assert house.facts["devices"][1]["id"] == "0123456789abcdef01234567"
    assert house.command("say", "turn on downstairs").stdout == "OK\n"
    house.command("clock", "advance", "1s")
    on = [
        light["name"]
        for device in house.state()["devices"]
        for light in device["lights"]
        if light["device"]["power"] == "ON"
    ]
    assert on == ["kitchen light 2", "hall light 2"]


def test_a_wrong_house_file_is_explained(tmp_path: Path) -> None:
    from .test_bad_input import photonlink

    for content, complaint in (
        ("[[device]]\nnme = 'x'\n", "'nme' is not known"),
        ("[[device]]\nid = 'x'\n", "24 small hex digits"),
        ("device = 3\n", "device is a list"),
        ("= nonsense", "no TOML file"),
        ("faults = ['X999']\n", "no fault named"),
    ):
        file = tmp_path / "house.toml"
        file.write_text(content)
        said = photonlink("run", "--json", "--house", str(file))
        assert said.returncode == 2, content
        assert complaint in said.stderr, said.stderr
