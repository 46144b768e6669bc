"""What people met when they linked Alexa to Particle in 2016 and 2017, told as scenarios.

Each sets a house up as it was described, sees the same symptom, gets a verdict, applies the fix and lights a lamp.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from photonlink.cli.main import photonlink
from photonlink.doctor import Case, Configuration, examine
from photonlink.doctor.probes import Probes
from photonsim.sync_house import SyncHouse

from .conftest import causes

pytestmark = pytest.mark.slow


def lamp_lights(house: SyncHouse) -> bool:
    """The lamp at the end of each story."""
    return house.alexa.linked and house.alexa.say("turn on the kitchen light").ok


def test_an_app_client_gives_code_400(photon_house: SyncHouse) -> None:
    """S2: the advice of that time was a client of type app."""
    with photon_house.fault("L101"):
        assert "400" in photon_house.alexa.link().reason
        found = photon_house.doctor()
        assert causes(found) == ["L101"]
        assert "photonlink setup" in next(v.fix for v in found.problems)
    assert lamp_lights(photon_house)


def test_a_user_name_and_a_token_are_no_client(photon_house: SyncHouse) -> None:
    """S3: the client id is the user name at Particle, the secret an access token of the IDE."""
    with photon_house.fault("L102"), photon_house.fault("L103"):
        assert "Invalid client credentials" in photon_house.alexa.link().reason
        found = photon_house.doctor()
        assert causes(found) == ["L102", "L103"]
        assert found.first == "L102"
    photon_house.alexa.link()
    assert lamp_lights(photon_house)


def test_an_endpoint_that_was_not_saved_is_named(photon_house: SyncHouse) -> None:
    """S4: the Lambda's ARN was not filled in and saved together with the rest of the form."""
    with photon_house.fault("A302"):
        assert causes(photon_house.doctor()) == ["A302"]
    photon_house.alexa.link()
    assert lamp_lights(photon_house)


def test_linking_that_ends_after_the_token_is_not_the_fault_of_oauth(photon_house: SyncHouse) -> None:
    """S7: the exchange succeeds at each attempt, and yet "unsuccessful"; with version 2 of the skill it links."""
    with photon_house.fault("A306"):
        photon_house.alexa.unlink()
        assert not photon_house.alexa.link().ok
        found = photon_house.doctor()
        assert causes(found) == ["A306"]
        oauth = {v.code: v.verdict for v in found.verdicts if v.code in ("L101", "L104", "L105", "L108")}
        assert set(oauth.values()) == {"ok"}, "the doctor proves that the exchange works"
        photon_house.rewrite_manifest(payload_version="2")
        assert photon_house.alexa.link().ok, "version 2 has no AcceptGrant"
        photon_house.rewrite_manifest(payload_version="3")
    photon_house.alexa.unlink()
    assert photon_house.alexa.link().ok
    assert lamp_lights(photon_house)


def test_a_european_account_needs_layla(photon_house: SyncHouse) -> None:
    """S5: the redirect URI of North America, and a European account."""
    with photon_house.fault("L105"):
        assert "redirect_uri does not match" in photon_house.alexa.link().reason
        found = photon_house.doctor()
        assert causes(found) == ["L105"]
        assert "--region eu" in next(v.fix for v in found.problems)
    assert lamp_lights(photon_house)


def test_the_seven_things_that_the_form_asks_for_are_told_with_their_fields(tmp_path: Path) -> None:
    """S1: what goes into which field, when Particle's login is the provider."""
    done = CliRunner().invoke(
        photonlink, ["deploy", "render", "--region", "na", "--out", str(tmp_path / "na")]
    )
    assert done.exit_code == 0, done.output
    told = (tmp_path / "na" / "CHECKLIST.md").read_text(encoding="utf-8")
    for field in (
        "Web Authorization URI",
        "Access Token URI",
        "Client ID",
        "Secret",
        "Authentication Scheme",
        "Scope",
    ):
        assert field in told
    assert "Alexa Redirect URLs" in told


def test_the_privacy_page_is_made(tmp_path: Path) -> None:
    """S11: the form wants the URL of a privacy policy."""
    CliRunner().invoke(photonlink, ["deploy", "render", "--region", "na", "--out", str(tmp_path / "na")])
    page = (tmp_path / "na" / "pages" / "privacy.html").read_text(encoding="utf-8")
    assert "Particle" in page
    assert "Put both on any web server" in (tmp_path / "na" / "CHECKLIST.md").read_text(encoding="utf-8")


def test_a_smart_home_skill_and_a_custom_skill_share_one_client(photon_house: SyncHouse) -> None:
    """S13: lights by name, and events published to the user's devices, with one login."""
    assert lamp_lights(photon_house)
    assert photon_house.alexa.say("ask photon lights to publish good night").ok
    assert photon_house.doctor().problems == []


def test_any_word_does_for_a_scope(photon_house: SyncHouse) -> None:
    """S6: nobody knows what goes into the scope field; a client without a scope takes anything."""
    photon_house.reconfigure(scopes=("profile",))
    photon_house.alexa.unlink()
    assert photon_house.alexa.link().ok
    assert photon_house.doctor().problems == []
    assert lamp_lights(photon_house)


def test_a_code_works_once() -> None:
    """S8: the code was tried by hand; the answer blames the client's type, and may be wrong."""
    given = Configuration.from_mapping(
        {
            "skill": {"client_id": "photonlink-4821"},
            "linking": {
                "token_status": 400,
                "token_error": '{"error":"invalid_client",'
                '"error_description":"The grant type is unauthorised for this client_id"}',
            },
        },
        "what was seen",
    )
    verdict = next(v for v in examine(Case(given, Probes(offline=True))).verdicts if v.code == "L101")
    assert verdict.verdict == "unknown"
    assert "a code works once" in verdict.evidence
    assert "fresh code" in verdict.fix


def test_a_wrong_token_uri_is_the_usual_cause(photon_house: SyncHouse) -> None:
    """S9: the login works, linking is unsuccessful."""
    with photon_house.fault("L108"):
        assert not photon_house.alexa.link().ok
        assert causes(photon_house.doctor()) == ["L108"]
    assert lamp_lights(photon_house)


def test_the_error_page_tells_whose_it_is(photon_house: SyncHouse) -> None:
    """S10: an error page in the web view, before any login: Particle's answer, not Amazon's."""
    with photon_house.fault("L104"):
        photon_house.reconfigure(client_id="photonlink-9999")
        reason = photon_house.alexa.link().reason
        assert "the web view shows an error page, status 400" in reason
        assert "invalid_client" in reason
        assert causes(photon_house.doctor()) == ["L104"]
    assert photon_house.alexa.link().ok
    assert lamp_lights(photon_house)
