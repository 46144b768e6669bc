"""`photonlink setup` at a terminal, against a simulated house: the first time, again, and interrupted."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from tests.house.conftest import RunningHouse
from tests.setup.terminal import SKILL, Terminal, copy_back, log_in

pytestmark = pytest.mark.slow

SETUP = ("setup", "--house", "--region", "na")


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    house = RunningHouse(tmp_path, "--no-link")
    try:
        yield Terminal(house, tmp_path)
    finally:
        house.stop()


def first_run(terminal: Terminal) -> str:
    """The whole wizard; returns the client's secret."""
    child = terminal.start(*SETUP)
    log_in(terminal, child)
    child.expect("Alexa Redirect URL: ")
    child.sendline(terminal.redirect_uri)
    child.expect("Skill ID")
    child.sendline(SKILL)
    secret = copy_back(terminal, child)
    child.expect("All of it is as it should be")
    assert terminal.finish(child) == 0
    return secret


def test_from_nothing_to_a_lit_lamp(terminal: Terminal) -> None:
    secret = first_run(terminal)
    client_id = terminal.remembered()["regions"]["na"]["client_id"]
    made = next(client for client in terminal.clients() if client["id"] == client_id)
    assert (made["type"], made["redirect_uri"]) == ("web", terminal.redirect_uri)
    # What it said to paste is pasted, and Alexa links with it.
    dashboard = terminal.house.facts["dashboard"]
    fields = {"client_id": client_id, "client_secret": secret}
    assert requests.post(f"{dashboard}/api/console", json=fields, timeout=10).ok
    assert requests.post(f"{dashboard}/api/link", json={}, timeout=30).json()["ok"] is True
    assert terminal.house.command("say", "set the kitchen light to 40 percent").stdout == "OK\n"
    template = (terminal.folder / "deploy" / "na" / "template.yaml").read_text()
    assert SKILL in template


def test_secrets_are_in_one_file_for_its_owner_and_nowhere_else(terminal: Terminal) -> None:
    secret = first_run(terminal)
    kept = terminal.config / "credentials.json"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    token = next(value for name, value in terminal.secrets().items() if name.endswith("token"))
    password = terminal.house.facts["particle"]["password"]
    for path in terminal.folder.rglob("*"):
        if path.is_file() and path != kept:
            content = path.read_bytes()
            assert not [each for each in (secret, token, password) if each.encode() in content], path
    assert terminal.screen.count(secret) == 1
    assert token not in terminal.screen
    assert password not in terminal.screen


def test_the_second_run_asks_nothing_that_is_done(terminal: Terminal) -> None:
    first_run(terminal)
    clients, remembered = terminal.clients(), terminal.remembered()
    child = terminal.start("setup", "--house")
    child.expect("Logged in at")
    child.expect("made by an earlier run")
    child.expect("checked in an earlier run")
    assert terminal.finish(child) == 0
    assert terminal.clients() == clients
    assert terminal.remembered() == remembered


def test_interrupted_after_the_client_it_goes_on_with_the_same_client(terminal: Terminal) -> None:
    child = terminal.start(*SETUP)
    log_in(terminal, child)
    child.expect("Alexa Redirect URL: ")
    child.sendline(terminal.redirect_uri)
    child.expect("Skill ID")
    terminal.interrupt(child)
    assert terminal.finish(child) == 130
    clients = terminal.clients()
    child = terminal.start("setup", "--house")
    child.expect("made by an earlier run")
    child.expect("Skill ID")
    child.sendline(SKILL)
    copy_back(terminal, child)
    assert terminal.finish(child) == 0
    assert terminal.clients() == clients


def test_a_client_whose_secret_is_lost_is_replaced_and_deleted(terminal: Terminal) -> None:
    first_run(terminal)
    lost = terminal.remembered()["regions"]["na"]["client_id"]
    (terminal.config / "credentials.json").unlink()
    child = terminal.start(*SETUP)
    log_in(terminal, child)
    child.expect("its secret is not kept here any more")
    child.expect("Delete it")
    child.sendline("y")
    copy_back(terminal, child)
    assert terminal.finish(child) == 0
    ids = [client["id"] for client in terminal.clients()]
    assert lost not in ids
    assert terminal.remembered()["regions"]["na"]["client_id"] in ids


def test_what_was_pasted_wrong_is_named_and_asked_for_again(terminal: Terminal) -> None:
    child = terminal.start(*SETUP)
    log_in(terminal, child)
    child.expect("Alexa Redirect URL: ")
    child.sendline(terminal.redirect_uri.replace("pitangui.amazon.com", "layla.amazon.com"))
    child.expect("That one is for Europe and India")
    child.sendline(terminal.redirect_uri)
    child.expect("Skill ID")
    child.sendline("amzn1.ask.skill.123")
    child.expect("Copy Skill ID")
    child.sendline("")
    api = terminal.house.facts["particle"]["api"]
    child.expect("Show the secret now")
    child.sendline("n")
    child.expect("Authorization URI: ")
    child.sendline("")
    child.expect("Token URI: ")
    child.sendline(f"{api}/v1/access_tokens")
    child.expect("and should hold")
    child.sendline(f"{api}/oauth/token")
    child.expect("Client ID: ")
    child.sendline("")
    child.expect("Your Secret: ")
    child.sendline("5ec7e7" * 6)
    child.expect(r"holds 5ec7… \(36 characters\)")
    child.sendline("")
    child.expect("Not checked")
    assert terminal.finish(child) == 0
    assert "5ec7e7" not in terminal.screen
    assert terminal.remembered()["regions"]["na"]["checked"] is False


def test_dry_run_asks_nobody_and_writes_nothing(terminal: Terminal) -> None:
    before = terminal.clients()
    child = terminal.start(*SETUP, "--dry-run")
    child.expect("make an OAuth client of type web")
    assert terminal.finish(child) == 0
    assert terminal.clients() == before
    assert not terminal.config.exists()
    assert not (terminal.folder / "deploy").exists()


def test_a_wrong_password_may_be_typed_again(terminal: Terminal) -> None:
    child = terminal.start(*SETUP)
    child.expect("User name")
    child.sendline(terminal.house.facts["particle"]["user"])
    child.expect("Password")
    child.sendline("not the password")
    child.expect("User credentials are invalid")
    log_in(terminal, child)
    terminal.interrupt(child)
    terminal.finish(child)
    assert "not the password" not in terminal.screen


def test_a_second_region_is_a_second_client_and_setup_says_why(terminal: Terminal) -> None:
    first_run(terminal)
    child = terminal.start("setup", "--house", "--region", "eu")
    child.expect("exactly one redirect URI")
    child.expect("Alexa Redirect URL: ")
    child.sendline(terminal.redirect_uri.replace("pitangui.amazon.com", "layla.amazon.com"))
    child.expect("Skill ID")
    child.sendline("")
    child.expect("Show the secret now")
    terminal.interrupt(child)
    terminal.finish(child)
    regions = terminal.remembered()["regions"]
    assert regions["na"]["client_id"] != regions["eu"]["client_id"]
    assert {regions["na"]["client_id"], regions["eu"]["client_id"]} <= {
        client["id"] for client in terminal.clients()
    }


def test_a_client_left_over_by_an_interruption_is_found_and_deleted_when_asked(terminal: Terminal) -> None:
    particle = terminal.house.facts["particle"]
    body = {"name": "photonlink na", "type": "web", "redirect_uri": terminal.redirect_uri}
    headers = {"Authorization": f"Bearer {particle['access_token']}"}
    left = requests.post(f"{particle['api']}/v1/clients", headers=headers, json=body, timeout=10).json()[
        "client"
    ]["id"]
    child = terminal.start(*SETUP)
    log_in(terminal, child)
    child.expect("Alexa Redirect URL: ")
    child.sendline(terminal.redirect_uri)
    child.expect(f"The OAuth client {left} is left over")
    child.sendline("y")
    child.expect("made now")
    child.expect("Skill ID")
    terminal.interrupt(child)
    terminal.finish(child)
    assert left not in [client["id"] for client in terminal.clients()]


@pytest.mark.parametrize(
    "entries",
    [{"colour": "green"}, {"client_id": 1}, {"scheme": "digest"}, []],
    ids=["name", "type", "scheme", "list"],
)
def test_the_simulated_console_takes_what_its_page_has(terminal: Terminal, entries: object) -> None:
    answer = requests.post(f"{terminal.house.facts['dashboard']}/api/console", json=entries, timeout=10)
    assert answer.status_code == 400
    assert answer.json()["error"]


def test_linking_with_what_was_pasted_wrong_says_why(terminal: Terminal) -> None:
    dashboard = terminal.house.facts["dashboard"]
    assert requests.post(f"{dashboard}/api/console", json={"client_secret": "0" * 40}, timeout=10).ok
    answer = requests.post(f"{dashboard}/api/link", json={}, timeout=30).json()
    assert answer["ok"] is False
    assert "Client credentials are invalid" in answer["reason"]
