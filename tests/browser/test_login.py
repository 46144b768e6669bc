"""Particle's login and consent pages in a real browser, with and without JavaScript, by keyboard alone."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.house.conftest import RunningHouse, start_house

pytestmark = pytest.mark.slow

__all__ = ["start_house"]


def open_login(page: Page, house: RunningHouse, state: str = "a+b/c=") -> None:
    client = house.facts["oauth_client"]
    query = {
        "response_type": "code",
        "client_id": client["id"],
        "redirect_uri": client["redirect_uri"],
        "state": state,
    }
    page.goto(f"{house.facts['particle']['api']}/oauth/authorize?{urlencode(query)}")


@pytest.mark.parametrize("javascript", [True, False])
def test_a_person_logs_in_and_allows_by_keyboard_alone(
    browser: Browser, start_house: Callable[..., RunningHouse], javascript: bool
) -> None:
    house = start_house("--no-link")
    context = browser.new_context(java_script_enabled=javascript, viewport={"width": 390, "height": 780})
    page = context.new_page()
    open_login(page, house)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Log in")
    page.keyboard.type(house.facts["particle"]["user"])  # the first field has the focus
    page.keyboard.press("Tab")
    page.keyboard.type("wrong")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_visible()
    page.keyboard.type(house.facts["particle"]["password"])  # the name was kept, the password has the focus
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("wants access")
    expect(page.get_by_text("all of your devices", exact=False)).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/api/skill/link/**")
    arrived = parse_qs(urlsplit(page.url).query.replace("+", "%2B"))
    assert arrived["state"] == ["a+b/c="]
    assert len(arrived["code"][0]) == 40
    context.close()


def test_deny_goes_back_with_access_denied(
    browser: Browser, start_house: Callable[..., RunningHouse]
) -> None:
    house = start_house("--no-link")
    page = browser.new_page()
    open_login(page, house)
    page.get_by_label("Email").fill(house.facts["particle"]["user"])
    page.get_by_label("Password").fill(house.facts["particle"]["password"])
    page.get_by_role("button", name="Log in").click()
    page.get_by_role("button", name="Deny").click()
    page.wait_for_url("**/api/skill/link/**")
    assert parse_qs(urlsplit(page.url).query)["error"] == ["access_denied"]
    page.close()


def test_the_pages_fit_a_phone_and_load_nothing_from_elsewhere(
    browser: Browser, start_house: Callable[..., RunningHouse]
) -> None:
    house = start_house("--no-link")
    page = browser.new_page(viewport={"width": 320, "height": 600})
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    open_login(page, house)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert {f"{urlsplit(url).scheme}://{urlsplit(url).netloc}" for url in asked} == {
        house.facts["particle"]["api"]
    }
    page.close()
