"""What people paste, judged."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from photonlink.deploy.regions import REGIONS, Region
from photonlink.setup.pasted import (
    cleaned,
    complaint_about_field,
    complaint_about_redirect_uri,
    complaint_about_skill_id,
)

VENDORS = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", min_size=1, max_size=20)


@given(st.sampled_from(list(REGIONS.values())), VENDORS)
def test_each_regions_own_redirect_uri_is_taken(region: Region, vendor: str) -> None:
    assert complaint_about_redirect_uri(region.redirect_uri(vendor), region) == ""


@given(st.sampled_from(list(REGIONS.values())), st.sampled_from(list(REGIONS.values())), VENDORS)
def test_another_regions_is_refused_by_name(region: Region, other: Region, vendor: str) -> None:
    complaint = complaint_about_redirect_uri(other.redirect_uri(vendor), region)
    assert (complaint == "") == (region == other)
    if region != other:
        assert other.title in complaint


@given(st.text())
def test_anything_else_is_refused(text: str) -> None:
    assert complaint_about_redirect_uri(text, REGIONS["na"])
    assert complaint_about_skill_id(text)


@pytest.mark.parametrize(
    ("uri", "says"),
    [
        ("https://pitangui.amazon.com/spa/skill/account-linking-status.html?vendorId=M2A", "old form"),
        ("https://pitangui.amazon.com/api/skill/link/M2A/", "nothing more"),
        ("https://pitangui.amazon.com/api/skill/link/", "nothing more"),
        ("http://pitangui.amazon.com/api/skill/link/M2A", "no such address"),
        ("https://pitangui.amazon.com.example.com/api/skill/link/M2A", "no such address"),
    ],
)
def test_the_usual_mistakes_are_named(uri: str, says: str) -> None:
    assert says in complaint_about_redirect_uri(uri, REGIONS["na"])


@given(
    st.text("0123456789abcdef", min_size=20, max_size=40),
    st.text("0123456789abcdef", min_size=20, max_size=40),
)
def test_a_secret_is_never_told_whole(wanted: str, pasted: str) -> None:
    complaint = complaint_about_field("Your Secret", wanted, pasted, secret=True)
    assert (complaint == "") == (wanted == pasted)
    assert wanted not in complaint
    assert pasted not in complaint


@pytest.mark.parametrize(
    ("pasted", "says"),
    [
        ("https://api.particle.io/oauth/toke", "1 characters are cut off"),
        ("https://api.particle.io/oauth/token/", "something beside it"),
        ("https://API.particle.io/oauth/token", "capitals"),
        ("https://api.particle.io/v1/access_tokens", "something else"),
    ],
)
def test_a_wrong_field_is_shown_with_the_difference(pasted: str, says: str) -> None:
    assert says in complaint_about_field("Access Token URI", "https://api.particle.io/oauth/token", pasted)


def test_blanks_and_quotes_that_came_along_are_taken_off() -> None:
    assert cleaned(' "amzn1.ask.skill.x"\t\n') == "amzn1.ask.skill.x"
