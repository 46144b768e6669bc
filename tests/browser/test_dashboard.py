"""The dashboard in a real browser."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from photonsim.photon import led
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
    page.route("**/api/house?*", lambda route: route.fulfill(json=state))
    page.goto(house.facts["dashboard"])
    expect(page.get_by_text("<img src=x")).to_be_visible()
    assert page.title() == "photonlink house"
    page.close()


def test_the_status_led_moves_as_on_the_board(
    browser: Browser, start_house: Callable[..., RunningHouse]
) -> None:
    house = start_house("--no-link")
    page = browser.new_page()
    state = house.state()
    device = state["devices"][0]
    page.route("**/api/house?*", lambda route: route.fulfill(json=state))
    page.goto(house.facts["dashboard"])

    def animation(pattern: str) -> dict[str, Any]:
        """Name, milliseconds of the period and of what has passed of it, of the LED's only animation."""
        moving: dict[str, Any] = page.wait_for_function(
            """pattern => {
                const [moving] = document.querySelector('.led.' + pattern)?.getAnimations() ?? [];
                const timing = moving?.effect.getComputedTiming();
                return moving && {name: moving.animationName, period: timing.duration,
                    passed: moving.currentTime - timing.delay,
                    frames: moving.effect.getKeyframes().map(f => [f.computedOffset * timing.duration, f.opacity])};
            }""",
            arg=pattern,
        ).json_value()
        return moving

    assert animation("breathe")["period"] == 4000
    # Each refresh makes a new element: the pattern goes on in it.
    page.wait_for_function(
        """() => {
            const moving = document.querySelector('.led').getAnimations()[0];
            return moving && moving.currentTime - moving.effect.getComputedTiming().delay > 1500;
        }"""
    )
    device["status_led"] = led.sos(2, "nmi").as_json()
    panic = animation("sos")
    assert panic["period"] == 4400 + 2 * 600
    edges = [round(at) for at, _ in panic["frames"]]
    assert edges[:8] == [0, 150, 250, 400, 500, 650, 750, 1050]
    assert edges[-5:] == [3600 + 0, 3900, 4200, 4500, 5600]
    assert [opacity for _, opacity in panic["frames"][:4]] == ["1", "0", "1", "0"]

    def seen_at(signal: led.LedSignal, pattern: str, *shares: float) -> list[str]:
        """Colour and opacity of the LED at these shares of its period."""
        device["status_led"] = signal.as_json()
        assert animation(pattern)["period"] == signal.period_ms
        seen: list[str] = page.evaluate(
            """shares => {
                const led = document.querySelector('.led'), [moving] = led.getAnimations();
                const timing = moving.effect.getComputedTiming();
                moving.pause();
                return shares.map(share => {
                    moving.currentTime = timing.delay + share * timing.duration;
                    const {backgroundColor, opacity} = getComputedStyle(led);
                    return backgroundColor + ' ' + Number(opacity).toFixed(2);
                });
            }""",
            list(shares),
        )
        return seen

    cyan, orange = "rgb(0, 255, 255)", "rgb(255, 96, 0)"
    assert seen_at(led.CLOUD_HANDSHAKE, "blink", 0.2, 0.7) == [f"{cyan} 1.00", f"{cyan} 0.00"]
    faded = seen_at(led.CLOUD_CONNECTED, "breathe", 0, 0.25, 0.5, 0.75)
    assert faded == [f"{cyan} 1.00", f"{cyan} 0.50", f"{cyan} 0.00", f"{cyan} 0.50"]
    assert seen_at(led.KEY_REFUSED, "flashes", 0.2, 0.7) == [f"{orange} 1.00", f"{cyan} 1.00"]
    assert len(set(seen_at(led.SIGNAL, "rainbow", *((n + 0.5) / 7 for n in range(7))))) == 7
    page.close()


def test_a_board_can_be_pressed_and_its_plug_pulled(
    browser: Browser, start_house: Callable[..., RunningHouse]
) -> None:
    house = start_house("--no-link")
    page = browser.new_page()
    page.goto(house.facts["dashboard"])
    expect(page.get_by_text("1 of 1 Photons online")).to_be_visible()
    page.get_by_text("Press a button, or pull the plug").click()
    page.get_by_role("button", name="Unplug").click()
    expect(page.get_by_text("photon: Unplug")).to_be_visible()
    expect(page.get_by_text("0 of 1 Photons online")).to_be_visible()
    page.get_by_role("button", name="Plug in").click()
    expect(page.get_by_text("1 of 1 Photons online")).to_be_visible(timeout=15_000)
    page.get_by_role("button", name="SETUP for 3 s").click()
    expect(page.get_by_text("listening mode: waits for Wi-Fi credentials")).to_be_visible(timeout=15_000)
    page.close()


def test_of_a_large_house_the_page_shows_the_first_devices(
    browser: Browser, start_house: Callable[..., RunningHouse]
) -> None:
    house = start_house("--devices", "45", "--no-link")
    page = browser.new_page()
    page.goto(house.facts["dashboard"])
    expect(page.get_by_text("45 of 45 Photons online")).to_be_visible()
    expect(page.get_by_text("... and 5 more Photons: /api/house has them all")).to_be_visible()
    expect(page.locator("main section")).to_have_count(40)
    assert len(house.state()["devices"]) == 45
    page.close()
