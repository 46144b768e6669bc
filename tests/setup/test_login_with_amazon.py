"""Linking through Amazon's login, with the Particle token kept on the server side."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from photonlink.deploy import REGIONS, Deployment
from photonlink.deploy.render import write
from photonlink.doctor.command import doctor
from photonlink.settings import CONSENT, Settings, SettingsError
from photonsim.pytest_plugin import open_house
from photonsim.sync_house import SyncHouse

TOKEN = "5ec7e7" * 6 + "5ec7"


def give_lambda_a_token(house: SyncHouse, token: str) -> None:
    variables = {"PHOTONLINK_SHARED_PARTICLE_TOKEN": token, CONSENT: "yes"}
    inner = house._house
    house._thread.call(lambda: inner.lambda_.set_environment({**inner.lambda_.environment(), **variables}))


def test_a_token_of_its_own_is_refused_until_its_consequence_is_accepted() -> None:
    with pytest.raises(
        SettingsError, match="everybody who links this skill then controls all devices"
    ) as caught:
        Settings.from_environ({"PHOTONLINK_SHARED_PARTICLE_TOKEN": TOKEN})
    assert CONSENT in str(caught.value)
    assert TOKEN not in str(caught.value)
    with pytest.raises(SettingsError):
        Settings.from_environ({"PHOTONLINK_SHARED_PARTICLE_TOKEN": TOKEN, CONSENT: "1"})
    settings = Settings.from_environ({"PHOTONLINK_SHARED_PARTICLE_TOKEN": TOKEN, CONSENT: "yes"})
    assert settings.shared_particle_token == TOKEN
    assert TOKEN not in repr(settings)


def test_consent_without_a_token_is_named() -> None:
    with pytest.raises(SettingsError, match="PHOTONLINK_SHARED_PARTICLE_TOKEN is missing"):
        Settings.from_environ({CONSENT: "yes"})


def test_the_whole_path_works_with_amazons_login() -> None:
    with open_house(link=False) as house:
        house.fault_on("L115")  # the console entries of Login with Amazon
        give_lambda_a_token(house, house.particle.token)
        house.alexa.unlink()
        assert house.alexa.link().ok
        assert house.alexa.say("set the kitchen light to 40 percent").ok
        house.clock.advance(2)  # the fade
        assert house.photon().light("kitchen")["device"]["brightness"] == 40  # type: ignore[index]
        assert "L115" not in {verdict.code for verdict in house.doctor().problems}


def test_a_token_that_particle_refuses_does_not_unlink_anybody() -> None:
    with open_house(link=False) as house:
        house.fault_on("L115")
        give_lambda_a_token(house, house.particle.token)
        house.alexa.unlink()
        assert house.alexa.link().ok
        give_lambda_a_token(house, TOKEN)
        exchange = house.alexa.directive("Alexa.PowerController", "TurnOn", f"{house.photon().id}:kitchen")
        assert exchange.error is not None
        assert "CREDENTIAL" not in str(exchange.error)
        assert house.alexa.linked


def test_the_doctor_takes_a_rendered_deployment_as_meant(tmp_path: Path) -> None:
    write(Deployment(REGIONS["na"], provider="amazon", shared=True), tmp_path)
    said = CliRunner().invoke(doctor, ["--deployment", str(tmp_path), "--offline", "--json"])
    verdicts = {each["code"]: each["verdict"] for each in json.loads(said.stdout)["verdicts"]}
    assert verdicts["L115"] == "ok"
