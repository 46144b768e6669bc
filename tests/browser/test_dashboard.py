"""The dashboard in a real browser."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, expect

from tests.house.conftest import RunningHouse, start_house

pytestmark = pytest.mark.slow

__all__ = ["start_house"]


def test_the_page_shows_the_lights_live_and_takes_a_sentence(
    browser: Browser, start_house: Callable[..., RunningHouse]
) -> None:
    house = start_house()
    page = browser.new_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    page.goto(house.facts["dashboard"])
    expect(page.get_by_text("Alexa is linked and knows 4 endpoints")).to_be_visible()
    kitchen = page.get_by_role("row", name="kitchen light")
    expect(kitchen).to_contain_text("off")
    page.get_by_label("A sentence for Alexa").fill("set the kitchen light to 40 percent")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("Alexa: OK")
    expect(kitchen.get_by_text("on · 40 %")).to_have_count(3)
    house.command("say", "turn off the kitchen light")
    expect(kitchen.get_by_text("off")).to_have_count(3)
    assert problems == []
    page.close()


def test_names_of_lights_cannot_become_markup(
    browser: Browser, start_house: Callable[..., RunningHouse]
) -> None:
    house = start_house("--no-link")
    page = browser.new_page()
    state = house.state()
    state["devices"][0]["name"] = "<img src=x onerror=document.title='broken'>"
    page.route("**/api/house", lambda route: route.fulfill(json=state))
    page.goto(house.facts["dashboard"])
    expect(page.get_by_text("<img src=x")).to_be_visible()
    assert page.title() == "photonlink house"
    page.close()
