"""The whole path, from a command typed by a person to the duty cycle of a pin, and back to what Alexa believes."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any

import pytest

from .conftest import RunningHouse


def light(state: dict[str, Any], device: int, key: str) -> dict[str, Any]:
    found: dict[str, Any] = next(item for item in state["devices"][device]["lights"] if item["key"] == key)
    return found


def test_from_the_command_line_to_the_pins_of_two_devices_and_back(
    start_house: Callable[..., RunningHouse],
) -> None:
    house = start_house("--devices", "2", "--virtual-time")
    assert [len(device["lights"]) for device in house.facts["devices"]] == [4, 4]
    names = [item["name"] for device in house.facts["devices"] for item in device["lights"]]
    assert len(set(names)) == len(names) == 8

    for sentence in (
        "set the kitchen light to 40 percent",
        "set accent light to purple",
        "set the brightness of accent light to 60%",
        "turn on the hall light",
        "set kitchen light 2 to 7 percent",
        "set accent light 2 to green",
        "turn on hall light 2",
        "turn off hall light 2",
    ):
        said = house.command("say", "--json", sentence)
        answer = json.loads(said.stdout)
        assert (said.returncode, answer["ok"], answer["speech"]) == (0, True, "OK"), sentence
        assert len(answer["directives"]) == len(answer["responses"]) == 1
    assert house.command("clock", "advance", "1s").returncode == 0

    state = house.state()
    expected = [
        (0, "kitchen", {"power": "ON", "brightness": 40}),
        (0, "accent", {"power": "ON", "brightness": 60}),
        (0, "hall", {"power": "ON"}),
        (1, "kitchen", {"power": "ON", "brightness": 7}),
        (1, "accent", {"power": "ON", "brightness": 100}),
        (1, "hall", {"power": "OFF"}),
    ]
    for device, key, wanted in expected:
        views = light(state, device, key)
        for view in ("device", "particle", "alexa"):
            assert {name: views[view][name] for name in wanted} == wanted, (device, key, view)
    for device, hue, saturation in ((0, 277, 0.8619), (1, 120, 1.0)):
        views = light(state, device, "accent")
        for view in ("device", "particle", "alexa"):
            assert views[view]["color"]["hue"] == pytest.approx(hue, abs=2)
            assert views[view]["color"]["saturation"] == pytest.approx(saturation, abs=0.03)

    # The pin itself: 40 percent by CIE 1931, at 15 bits.
    pin = state["devices"][0]["pins"]["A5"]
    assert pin["mode"] == "AF_OUTPUT_PUSHPULL"
    assert pin["pwm"] == pytest.approx(((40 + 16) / 116) ** 3 * 32767, abs=1)
    assert (pin["resolution"], pin["frequency"]) == (15, 500)
    assert state["devices"][0]["pins"]["D6"]["digital"] == 1


def test_run_prints_one_line_of_json_and_ends_cleanly(start_house: Callable[..., RunningHouse]) -> None:
    house = start_house()
    facts = house.facts
    assert facts["ready"] is True
    assert facts["oauth_client"]["type"] == "web"
    assert facts["particle"]["api"].startswith("http://127.0.0.1:")
    assert facts["stands_for"][facts["particle"]["api"]] == "https://api.particle.io"
    state = house.state()
    assert state["alexa"]["linked"] is True
    assert len(state["alexa"]["endpoints"]) == 4
    device = state["devices"][0]
    assert device["online"] is True
    assert device["status_led"] == {
        "color": "#00ffff",
        "pattern": "breathe",
        "period_ms": 4000,
        "meaning": "connected to the cloud",
    }
    assert {item["kind"] for item in device["lights"]} == {"dimmable", "rgb", "tunable", "switch"}
    code, out, errors = house.stop()
    assert (code, out, errors) == (0, "", "")
    assert house.command("say", "turn on the hall light").returncode == 2


def test_no_link_starts_unlinked_and_alexa_says_so(start_house: Callable[..., RunningHouse]) -> None:
    house = start_house("--no-link")
    assert house.state()["alexa"] == {"linked": False, "endpoints": []}
    said = house.command("say", "turn on the hall light")
    assert said.returncode == 1
    assert "couldn't find a device or group named" in said.stdout
    assert "Link the skill" in said.stdout


def test_91_days_pass_in_a_running_house_and_the_token_is_refreshed(
    start_house: Callable[..., RunningHouse],
) -> None:
    house = start_house()
    began = time.monotonic()
    assert house.command("clock", "advance", "91d").returncode == 0
    assert house.command("say", "turn on the hall light").stdout == "OK\n"
    assert time.monotonic() - began < 30
    assert "refreshed" in house.command("trace", "--kind", "link").stdout


def test_the_trace_tells_the_story_without_its_secrets(start_house: Callable[..., RunningHouse]) -> None:
    house = start_house()
    house.command("say", "set the kitchen light to 40 percent")
    trace = house.command("trace", "-n", "500", "--json").stdout
    kinds = {json.loads(line)["kind"] for line in trace.splitlines()}
    assert {"http", "directive", "response", "link", "say"} <= kinds
    secrets = [
        house.facts["particle"]["password"],
        house.facts["particle"]["access_token"],
        house.facts["oauth_client"]["secret"],
    ]
    for secret in secrets:
        assert secret not in trace
    assert "lambda -> particle: POST /v1/devices/" in house.command("trace", "-n", "500").stdout


def test_commands_work_from_any_folder_and_find_a_house_by_url(
    start_house: Callable[..., RunningHouse], tmp_path: Any
) -> None:
    first, second = start_house(), start_house()
    assert second.command("say", "turn on the hall light", cwd=tmp_path).stdout == "OK\n"
    assert [item["device"]["power"] for item in second.state()["devices"][0]["lights"]][-1] == "ON"
    url = first.facts["dashboard"]
    assert second.command("say", "--house-url", url, "turn on the hall light").returncode == 0
    assert [item["device"]["power"] for item in first.state()["devices"][0]["lights"]][-1] == "ON"
