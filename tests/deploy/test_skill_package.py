"""The skill package, the pages and the checklist."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from photonlink.deploy import REGIONS, Deployment, DeploymentError
from photonlink.deploy.checklist import checklist
from photonlink.deploy.pages import pages
from photonlink.deploy.render import read, rendered, write
from photonlink.deploy.skill_package import manifest, skill_package
from tests.deploy.skill_manifest import MANIFEST
from tests.deploy.test_template import SKILL, every_deployment


@every_deployment
def test_the_manifest_is_what_amazon_documents(deployment: Deployment) -> None:
    found = Draft202012Validator(MANIFEST).iter_errors(manifest(deployment))
    assert [error.message for error in found] == []


@every_deployment
def test_alexa_events_are_switched_on_in_the_full_profile_only(deployment: Deployment) -> None:
    permissions = manifest(deployment)["manifest"]["permissions"]
    assert permissions == ([{"name": "alexa::async_event:write"}] if deployment.profile == "full" else [])


@pytest.mark.parametrize("region", REGIONS)
def test_every_endpoint_is_the_function_in_the_regions_own_aws_region(region: str) -> None:
    apis = manifest(Deployment(REGIONS[region], aws_account="123456789012"))["manifest"]["apis"]
    arn = f"arn:aws:lambda:{REGIONS[region].aws}:123456789012:function:photonlink"
    for api in apis.values():
        assert api["endpoint"]["uri"] == arn
        assert api["regions"] == {region.upper(): {"endpoint": {"uri": arn}}}


def test_every_locale_has_an_interaction_model() -> None:
    deployment = Deployment(REGIONS["eu"])
    files = dict(skill_package(deployment))
    locales = manifest(deployment)["manifest"]["publishingInformation"]["locales"]
    assert {f"interactionModels/custom/{locale}.json" for locale in locales} <= set(files)


def test_a_language_without_an_interaction_model_leaves_the_custom_skill_out() -> None:
    deployment = Deployment(REGIONS["eu"], locales=("de-DE",))
    content = manifest(deployment)["manifest"]
    assert set(content["apis"]) == {"smartHome"}
    assert content["publishingInformation"]["distributionCountries"] == ["DE"]
    assert not [path for path, _ in skill_package(deployment) if "interactionModels" in path]


def test_account_linking_is_basic_with_the_two_uris_and_without_the_secret() -> None:
    linking = dict(skill_package(Deployment(REGIONS["na"], client_id="photonlink-na-17")))[
        "accountLinking.json"
    ]
    assert linking["accountLinkingRequest"] == {
        "type": "AUTH_CODE",
        "authorizationUrl": "https://api.particle.io/oauth/authorize",
        "accessTokenUrl": "https://api.particle.io/oauth/token",
        "accessTokenScheme": "HTTP_BASIC",
        "clientId": "photonlink-na-17",
        "scopes": [],
        "domains": [],
    }


@every_deployment
def test_the_pages_are_html_and_hold_no_open_placeholder(deployment: Deployment) -> None:
    for text in pages(deployment).values():
        assert "$" not in text
        page = _Page()
        page.feed(text)
        page.close()
        assert page.title
        assert page.open == []


def test_the_contact_is_escaped() -> None:
    text = pages(Deployment(REGIONS["na"], contact="A <b@example.com> & co"))["privacy.html"]
    assert "A &lt;b@example.com&gt; &amp; co" in text


def test_the_checklist_brings_the_endpoint_before_the_linking_and_events_before_both() -> None:
    text = checklist(Deployment(REGIONS["na"], "full"))
    places = [text.index(word) for word in ("Copy Skill ID", "cloudformation deploy", "Send Alexa Events", "Default endpoint", "Access Token URI")]  # fmt: skip
    assert places == sorted(places)


def test_login_with_amazon_is_rendered_only_knowingly() -> None:
    with pytest.raises(DeploymentError, match="everybody who links the skill controls all devices"):
        Deployment(REGIONS["na"], provider="amazon")


def test_login_with_amazon_has_amazons_uris_and_says_whose_lights_they_are() -> None:
    deployment = Deployment(REGIONS["na"], provider="amazon", shared=True)
    linking = dict(skill_package(deployment))["accountLinking.json"]["accountLinkingRequest"]
    assert linking["authorizationUrl"] == "https://www.amazon.com/ap/oa"
    assert linking["accessTokenUrl"] == "https://api.amazon.com/auth/o2/token"
    assert linking["scopes"] == ["profile:user_id"]
    assert "those of whoever runs this skill" in pages(deployment)["privacy.html"]
    assert "Everybody who links controls one Particle account" in checklist(deployment)


def test_what_was_rendered_is_read_back(tmp_path: Path) -> None:
    deployment = Deployment(REGIONS["fe"], "full", skill_id=SKILL, locales=("ja-JP",), contact="me")
    paths = write(deployment, tmp_path)
    assert {str(path.relative_to(tmp_path)) for path in paths} == set(rendered(deployment))
    assert read(tmp_path) == deployment


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"region": "mars"}', '{"region": "na", "colour": 1}'])
def test_a_damaged_record_is_named(tmp_path: Path, content: str) -> None:
    (tmp_path / "deployment.json").write_text(content)
    with pytest.raises(DeploymentError, match="render again"):
        read(tmp_path)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"skill_id": "amzn1.ask.skill.1234 "}, "Copy Skill ID"),
        ({"function_name": "my function"}, "letters, digits or dashes"),
        ({"aws_account": "1234"}, "12 digits"),
        ({"pages_url": "privacy.html"}, "expected a URL"),
        ({"locales": ("en-GB",)}, "--region eu"),
        ({"locales": ("en-XX",)}, "none of Alexa's"),
    ],
)
def test_what_makes_no_sense_is_refused_with_what_was_expected(wrong: dict[str, str], says: str) -> None:
    with pytest.raises(DeploymentError, match=says):
        Deployment(REGIONS["na"], **wrong)  # type: ignore[arg-type]


def test_files_are_the_same_each_time() -> None:
    deployment = Deployment(REGIONS["eu"], "full")
    assert json.dumps(rendered(deployment)) == json.dumps(rendered(deployment))


class _Page(HTMLParser):
    """Notes the title, and what was opened and not closed."""

    VOID = ("meta", "br", "link")

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.title = ""

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open[-1:] == ["title"]:
            self.title = data
