"""`photonlink tokens` and `photonlink revoke` against a linked house."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st

from photonlink.setup.account import Client, Token
from photonlink.setup.token_list import expiry, explanation, find, rows
from photonsim.sync_house import SyncHouse
from tests.setup.conftest import Commands

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def listed(house: SyncHouse) -> list[dict[str, str]]:
    """The account's tokens as its own list shows them."""
    particle = house.particle
    found: list[dict[str, str]] = requests.get(
        f"{particle.base_url}/v1/access_tokens", auth=(particle.user, particle.password), timeout=10
    ).json()
    return found


def linking_tokens(house: SyncHouse) -> list[str]:
    return [each["token"] for each in listed(house) if each["client"].startswith("photonlink-")]


def link_again(house: SyncHouse) -> None:
    house.alexa.unlink()
    assert house.alexa.link().ok
    house.clock.advance("1d")


def test_the_list_tells_attempts_of_linking_from_logins_and_marks_its_own(
    run: Commands, house: SyncHouse
) -> None:
    link_again(house)
    said = run("tokens", "list", answers=run.login)
    assert said.exit_code == 0, said.output
    assert "1 of 2" in said.stdout
    assert "2 of 2" in said.stdout
    assert said.stdout.count("this login") == 1
    assert "login with the password" in said.stdout
    assert not [each["token"] for each in listed(house) if each["token"] in said.output]


def test_a_token_is_explained_by_the_characters_that_are_shown(run: Commands, house: SyncHouse) -> None:
    (token,) = linking_tokens(house)
    said = run("tokens", "explain", token[:6], answers=run.login)
    assert "attempt 1 of 1" in said.output
    assert "all devices of this account" in said.output
    assert token not in said.output


def test_old_attempts_are_revoked_and_the_one_in_use_stays(run: Commands, house: SyncHouse) -> None:
    link_again(house)
    link_again(house)
    assert len(linking_tokens(house)) == 3
    said = run("tokens", "revoke", "--old-attempts", "--yes", answers=run.login)
    assert said.output.count("is revoked") == 2
    assert len(linking_tokens(house)) == 1
    assert house.alexa.say("turn on the kitchen light").ok


def test_revoking_asks_first(run: Commands, house: SyncHouse) -> None:
    (token,) = linking_tokens(house)
    said = run("tokens", "revoke", token[:6], answers=f"{run.login}n\n")
    assert "Revoke" in said.output
    assert linking_tokens(house) == [token]


def test_a_cloud_that_lists_no_tokens_shows_the_login_alone(run: Commands, house: SyncHouse) -> None:
    with house.fault("no-token-list"):
        said = run("tokens", "list", answers=run.login)
    assert said.exit_code == 0
    assert "this login" in said.stdout
    assert "does not list tokens" in said.stderr


def test_what_begins_no_single_token_is_refused(run: Commands) -> None:
    said = run("tokens", "explain", "zzzz", answers=run.login)
    assert said.exit_code == 1
    assert "photonlink tokens list" in said.output


def test_revoke_says_what_to_choose(run: Commands) -> None:
    assert run("tokens", "revoke").exit_code == 2


# -- photonlink revoke -----------------------------------------------------------------------------


def clients(house: SyncHouse) -> list[str]:
    base, token = house.particle
    answer: dict[str, Any] = requests.get(
        f"{base}/v1/clients", headers={"Authorization": f"Bearer {token}"}, timeout=10
    ).json()
    return [client["name"] for client in answer["clients"]]


def webhooks(house: SyncHouse) -> list[Any]:
    base, token = house.particle
    found: list[Any] = requests.get(
        f"{base}/v1/integrations", headers={"Authorization": f"Bearer {token}"}, timeout=10
    ).json()
    return found


@pytest.fixture
def set_up(run: Commands) -> Commands:
    """Somebody ran setup."""
    uri = "https://pitangui.amazon.com/api/skill/link/M2A"
    said = run("setup", "--region", "na", answers=f"{run.login}{uri}\n\nn\n\n\n\n\n")
    assert said.exit_code == 0, said.output
    return run


def test_everything_that_setup_made_is_undone(set_up: Commands, house: SyncHouse) -> None:
    before = {each["token"] for each in listed(house)}
    assert "photonlink na" in clients(house)
    assert webhooks(house)
    kept = json.loads((set_up.config / "credentials.json").read_text())
    said = set_up("revoke", "--yes")
    assert said.exit_code == 0, said.output
    assert "photonlink na" not in clients(house)
    assert webhooks(house) == []
    assert not list((set_up.config).iterdir())
    after = {each["token"] for each in listed(house)}
    assert before - after == {value for name, value in kept.items() if name.endswith("token")}
    assert "delete-stack --region us-east-1 --stack-name photonlink-na" in said.output
    assert not [secret for secret in kept.values() if secret in said.output]


def test_nothing_is_undone_without_a_yes(set_up: Commands, house: SyncHouse) -> None:
    set_up("revoke", answers="n\n")
    set_up("revoke", "--dry-run")
    assert "photonlink na" in clients(house)
    assert webhooks(house)


def test_a_second_revoke_has_nothing_to_do(set_up: Commands) -> None:
    set_up("revoke", "--yes")
    said = set_up("revoke", "--yes")
    assert (said.exit_code, "Nothing was set up" in said.output) == (0, True)


def test_what_is_gone_already_is_no_obstacle(set_up: Commands, house: SyncHouse) -> None:
    base, token = house.particle
    headers = {"Authorization": f"Bearer {token}"}
    for client in requests.get(f"{base}/v1/clients", headers=headers, timeout=10).json()["clients"]:
        if client["name"] == "photonlink na":
            requests.delete(f"{base}/v1/clients/{client['id']}", headers=headers, timeout=10)
    assert set_up("revoke", "--yes").exit_code == 0


def test_a_grant_in_a_local_store_goes_with_it(set_up: Commands, house: SyncHouse, tmp_path: Path) -> None:
    from photonlink.alexa.reports.accounts import Account, Accounts
    from photonlink.alexa.reports.lwa import Tokens
    from photonlink.store import open_store

    path = tmp_path / "store.db"
    accounts = Accounts(open_store(str(path)))
    tokens = Tokens(*["Atza|x"] * 2, *[0.0] * (len(Tokens._fields) - 2))
    accounts.save(Account(house.particle.user, tokens, "https://api.amazonalexa.com/v3/events"))
    assert set_up("revoke", "--yes", "--store", str(path)).exit_code == 0
    assert accounts.by_name(house.particle.user) is None


# -- the list itself -------------------------------------------------------------------------------


@given(st.lists(st.text("0123456789abcdef", min_size=40, max_size=40), unique=True, max_size=30))
def test_every_token_is_found_by_what_is_shown_of_it_and_no_more_than_half_is(values: list[str]) -> None:
    found = rows([Token(value, "c", "") for value in values], [], "")
    for row in found:
        assert 4 <= len(row.shown) <= 20
        if len(row.shown) < 20:
            assert find(found, row.shown) is row


@pytest.mark.parametrize(
    ("expires", "says"),
    [
        ("", "never"),
        (NOW.isoformat(), "has expired"),
        ((NOW + timedelta(hours=5, minutes=1)).isoformat(), "in 5 h"),
        ((NOW + timedelta(days=89)).isoformat(), "in 89 days"),
        ("2026-02-01T00:00:00.000Z", "in 31 days"),
        ("some day", "some day"),
    ],
)
def test_expiry_is_told_in_words(expires: str, says: str) -> None:
    assert expiry(Token("t", "c", expires), NOW) == says


def test_an_attempt_before_the_last_is_said_to_be_of_no_use() -> None:
    tokens = [Token(letter * 40, "photonlink-1", f"2026-0{n}-01") for n, letter in enumerate("ab", 1)]
    old, new = rows(tokens, [Client("photonlink-1", "photonlink na", "web", "")], "")
    assert "can be revoked" in explanation(old, NOW)
    assert "the one that Alexa uses" in explanation(new, NOW)
