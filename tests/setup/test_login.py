"""Logging in at the simulated cloud: password, one-time code, token."""

from __future__ import annotations

import json

import pyotp
import requests

from photonlink.deploy import REGIONS, Deployment
from photonlink.deploy.render import read, write
from photonsim.sync_house import SyncHouse
from tests.setup.conftest import Commands

#: Enough to get past the login; the wizard then gives up for want of a redirect URI.
NONSENSE = "x\nx\nx\n"


def test_a_password_brings_a_token_that_lives_for_a_week(run: Commands) -> None:
    said = run("setup", "--region", "na", answers=run.login + NONSENSE)
    assert f"Logged in as {run.particle.user}" in said.output
    kept = json.loads((run.config / "credentials.json").read_text())
    (token,) = kept.values()
    answer = requests.get(
        f"{run.particle.base_url}/v1/access_tokens/current",
        headers={"Authorization": f"Bearer {token}"},
        timeout=10,
    )
    assert answer.json()["client_id"] == "particle"
    assert run.particle.password not in said.output
    assert token not in said.output


def test_an_account_with_two_steps_wants_the_code(run: Commands, house: SyncHouse) -> None:
    base, token = run.particle
    headers = {"Authorization": f"Bearer {token}"}
    begun = requests.get(f"{base}/v1/user/mfa-enable", headers=headers, timeout=10).json()
    codes = pyotp.TOTP(begun["secret"])
    body = {"mfa_token": begun["mfa_token"], "otp": codes.at(int(house.clock.now))}
    assert requests.post(f"{base}/v1/user/mfa-enable", headers=headers, json=body, timeout=10).ok
    house.clock.advance(60)
    answers = f"{run.login}{codes.at(int(house.clock.now))}\n{NONSENSE}"
    said = run("setup", "--region", "na", answers=answers)
    assert "One-time code" in said.output
    assert f"Logged in as {run.particle.user}" in said.output


def test_a_token_does_as_well(run: Commands) -> None:
    said = run("setup", "--region", "na", answers=f"\n{run.particle.token}\n{NONSENSE}")
    assert f"Logged in as {run.particle.user}" in said.output
    assert run.particle.token not in said.output


def test_a_kept_token_that_was_revoked_is_asked_for_again(run: Commands) -> None:
    run("setup", "--region", "na", answers=run.login + NONSENSE)
    (token,) = json.loads((run.config / "credentials.json").read_text()).values()
    requests.delete(f"{run.particle.base_url}/v1/access_tokens/{token}", timeout=10)
    said = run("setup", "--region", "na", answers=run.login + NONSENSE)
    assert "not good any more" in said.output
    assert "Logged in as" in said.output


def test_three_wrong_passwords_end_it_with_advice(run: Commands) -> None:
    said = run("setup", "--region", "na", answers="alice@example.com\nwrong\n" * 3)
    assert said.exit_code == 1
    assert "console.particle.io" in said.output


def test_a_cloud_that_is_not_there_is_a_sentence(run: Commands) -> None:
    run.particle = type(run.particle)("http://127.0.0.1:9", "", "", "")
    said = run("setup", "--region", "na", answers="a\nb\n")
    assert said.exit_code == 1
    assert "cannot be reached" in said.output


def test_what_was_rendered_before_keeps_what_it_was_told(run: Commands) -> None:
    folder = run.folder / "deploy" / "na"
    write(Deployment(REGIONS["na"], "full", contact="Alice", function_name="alices-lights"), folder)
    uri = "https://pitangui.amazon.com/api/skill/link/M2A"
    said = run("setup", "--region", "na", answers=f"{run.login}{uri}\n\nn\n\n\n\n\n")
    assert said.exit_code == 0, said.output
    deployment = read(folder)
    assert (deployment.profile, deployment.contact, deployment.function_name) == (
        "full",
        "Alice",
        "alices-lights",
    )
    assert deployment.client_id.startswith("photonlink-na-")
    assert "--stack-name alices-lights-na" in run("revoke", "--yes").output
