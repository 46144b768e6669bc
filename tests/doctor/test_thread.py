"""What people met when they linked Alexa to Particle in 2016 and 2017, told as scenarios.

Each sets a house up as it was described, sees the same symptom, gets a verdict, applies the fix and lights a lamp.
"""

from __future__ import annotations

from photonlink.doctor import Case, Configuration, examine
from photonlink.doctor.probes import Probes
from photonsim.sync_house import SyncHouse

from .conftest import causes


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


def test_a_european_account_needs_layla(photon_house: SyncHouse) -> None:
    """S5: the redirect URI of North America, and a European account."""
    with photon_house.fault("L105"):
        assert "redirect_uri does not match" in photon_house.alexa.link().reason
        found = photon_house.doctor()
        assert causes(found) == ["L105"]
        assert "--region eu" in next(v.fix for v in found.problems)
    assert lamp_lights(photon_house)


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
