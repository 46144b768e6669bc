"""`photonlink lights`: the table of lights from the command line, against the cloud of a simulated house."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from photonlink.cli.main import photonlink
from photonlink.cli.running import is_house_known, remember
from photonlink.cli.table_line import BadPart, Wiring, Wish, line_for, refusal
from photonsim.pytest_plugin import open_house
from photonsim.sync_house import SyncHouse
from tests.house.conftest import RunningHouse, start_house
from tests.setup.conftest import Commands

pytestmark = pytest.mark.slow

__all__ = ["start_house"]

Lights = Callable[..., Result]
CODES = (Path(__file__).parents[2] / "firmware" / "photon-lights" / "src" / "Codes.h").read_text()


@pytest.fixture
def lights(house: SyncHouse, run: Commands) -> Lights:
    """`photonlink lights ...` with a token of the house."""

    def call(*arguments: str) -> Result:
        return run("lights", *arguments, "--token", house.particle.token)

    return call


def manifest(lights: Lights) -> dict[str, dict[str, Any]]:
    (device,) = json.loads(lights("--json").stdout)
    return {light.pop("key"): light for light in device["lights"]}


def test_the_list_shows_key_name_kind_pins_and_state(house: SyncHouse, lights: Lights) -> None:
    assert house.alexa.say("set the kitchen light to 40 percent").ok
    shown = lights()
    assert shown.exit_code == 0, shown.output
    rows = [line.split() for line in shown.stdout.splitlines()]
    assert ["kitchen", "kitchen", "light", "dimmable", "A5", "40", "%"] in [row[-7:] for row in rows]
    assert ["desk", "desk", "lamp", "tunable", "2000-9000", "K", "TX,RX", "off"] in [row[-8:] for row in rows]


def test_the_list_as_json_is_all_that_is_shown(lights: Lights) -> None:
    found = manifest(lights)
    assert list(found) == ["kitchen", "accent", "desk", "hall"]
    assert found["desk"] == {
        "name": "desk lamp",
        "kind": "tunable",
        "kelvin": [2000, 9000],
        "pins": ["TX", "RX"],
        "low": False,
        "state": {"on": 0, "bri": 0, "ct": 2700},
    }


def test_a_light_is_added_changed_and_removed(house: SyncHouse, lights: Lights) -> None:
    added = lights("add", "shelf", "--kind", "dimmable", "--pins", "WKP", "--name", "shelf light")
    assert added.exit_code == 0, added.output
    assert "5 lights" in added.stdout
    assert manifest(lights)["shelf"]["pins"] == ["WKP"]
    house.clock.advance("5s")
    assert house.alexa.say("turn on the shelf light").ok

    changed = lights("change", "shelf", "--kind", "switch", "--low", "--button", "D5", "--name", "wall light")
    assert changed.exit_code == 0, changed.output
    shelf = manifest(lights)["shelf"]
    assert (shelf["kind"], shelf["pins"], shelf["low"], shelf["name"]) == (
        "switch",
        ["WKP"],
        True,
        "wall light",
    )
    assert house.photon(0).pin("D5")["mode"] == "INPUT_PULLUP"
    assert house.photon(0).pin("A7")["digital"] == 0

    removed = lights("remove", "shelf")
    assert removed.exit_code == 0, removed.output
    assert "shelf" not in manifest(lights)


def test_a_change_leaves_what_is_not_given(house: SyncHouse, lights: Lights) -> None:
    assert lights("change", "desk", "--kelvin", "2700-6500").exit_code == 0
    desk = manifest(lights)["desk"]
    assert (desk["pins"], desk["kelvin"], desk["name"]) == (["TX", "RX"], [2700, 6500], "desk lamp")
    assert lights("change", "kitchen", "--pins", "WKP").exit_code == 0
    assert house.photon(0).pin("A0")["mode"] == "INPUT_PULLUP", "its button"
    assert lights("change", "kitchen", "--fade", "0").exit_code == 0
    assert manifest(lights)["kitchen"]["pins"] == ["WKP"]


def test_reset_asks_first_and_brings_the_compiled_table_back(lights: Lights, run: Commands) -> None:
    before = manifest(lights)
    assert lights("remove", "kitchen").exit_code == 0
    refused = lights("reset")
    assert "kitchen" not in manifest(lights)
    assert refused.stdout == "", "the question is no result"
    assert lights("reset", "--yes").exit_code == 0
    assert manifest(lights) == before


ADD = ("add", "new", "--name", "new light")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            (*ADD, "--kind", "dimmable", "--pins", "D5"),
            "needs pins with PWM: D0, D1, D2, D3, A4, A5, WKP, RX, TX",
        ),
        ((*ADD, "--kind", "switch", "--pins", "a5"), "another task already: A5 is of kitchen"),
        (
            (*ADD, "--kind", "switch", "--pins", "A0"),
            "another task already, such as that of a light's button",
        ),
        ((*ADD, "--kind", "dimmable", "--pins", "D2"), "share one PWM channel"),
        ((*ADD, "--kind", "rgb", "--pins", "D2,D3"), "not as many as the kind needs"),
        ((*ADD, "--kind", "switch", "--pins", "D9"), "no such pin"),
        ((*ADD, "--kind", "tunable", "--pins", "D2,D3"), "--kelvin takes two for tunable"),
        ((*ADD, "--kind", "switch", "--pins", "D5", "--fade", "99999"), "0 to 10000 milliseconds"),
        (("add", "New", "--kind", "switch", "--pins", "D5", "--name", "x"), "'New' can't be a key"),
        (("add", "new", "--kind", "switch", "--pins", "D5", "--name", "a,low"), "can't be a spoken name"),
        (("add", "new", "--kind", "switch", "--pins", "D5", "--name", ""), "can't be a spoken name"),
        (("add", "kitchen", "--kind", "switch", "--pins", "D5", "--name", "x"), "lights change kitchen"),
        (("change", "attic", "--low"), "There is no light 'attic'"),
        (("remove", "attic"), "There is no light 'attic'"),
    ],
)
def test_a_refusal_is_a_sentence_with_exit_code_1(
    lights: Lights, arguments: tuple[str, ...], said: str
) -> None:
    before = manifest(lights)
    refused = lights(*arguments)
    assert refused.exit_code == 1
    assert said in refused.stderr
    assert refused.stdout == ""
    assert manifest(lights) == before


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("change", "kitchen"), "Change what?"),
        (("change", "kitchen", "--kelvin", "warm"), "is no number of kelvin"),
        (("remove", "kitchen", "--device", "attic"), "no device attic. It has"),
        (("add", "new", "--kind", "lava", "--pins", "D5", "--name", "x"), "'lava' is not one of"),
        (("--device", "attic", "remove", "kitchen"), "Give --device behind remove"),
    ],
)
def test_wrong_usage_has_exit_code_2(lights: Lights, arguments: tuple[str, ...], said: str) -> None:
    refused = lights(*arguments)
    assert refused.exit_code == 2
    assert said in refused.stderr


def test_a_house_with_two_photons_wants_to_know_which(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_house(devices=2) as house:
        base_url, token = house.particle
        access = ("--api", base_url, "--token", token)
        one, two = house.state()["devices"]
        refused = CliRunner().invoke(photonlink, ["lights", "remove", "hall", *access])
        assert (refused.exit_code, one["name"] in refused.stderr) == (2, True)
        key = two["lights"][0]["key"]
        done = CliRunner().invoke(photonlink, ["lights", "remove", key, "--device", two["name"], *access])
        assert done.exit_code == 0, done.output
        listed = json.loads(CliRunner().invoke(photonlink, ["lights", "--json", *access]).stdout)
        assert [len(each["lights"]) for each in listed] == [4, 3]

        house.photon(1).unplug()
        house.clock.advance("2m")
        listed = json.loads(CliRunner().invoke(photonlink, ["lights", "--json", *access]).stdout)
        assert [each["error"] for each in listed] == [None, "offline"]


def test_other_firmware_is_told_what_it_is_not() -> None:
    with open_house(firmware=Path("d502"), link=False) as house:
        base_url, token = house.particle
        access = ("--api", base_url, "--token", token)
        assert "not photon-lights" in CliRunner().invoke(photonlink, ["lights", *access]).stdout
        refused = CliRunner().invoke(photonlink, ["lights", "remove", "kitchen", *access])
        assert refused.exit_code == 1
        assert "make flash" in refused.stderr


def test_a_token_that_is_not_good_is_a_sentence(house: SyncHouse, run: Commands) -> None:
    refused = run("lights", "--token", "f" * 40)
    assert refused.exit_code == 1
    assert "does not take the access token" in refused.stderr
    assert "f" * 40 not in refused.output


def test_the_login_of_setup_is_used_and_json_stays_json(run: Commands) -> None:
    first = run("lights", "--json", answers=run.login)
    assert first.exit_code == 0, first.output
    assert len(json.loads(first.stdout)[0]["lights"]) == 4
    again = run("lights", "--json")
    assert json.loads(again.stdout)[0]["lights"] == json.loads(first.stdout)[0]["lights"]


def test_the_running_house_is_found(start_house: Callable[..., RunningHouse]) -> None:
    house = start_house()
    added = house.command(
        "lights", "add", "shelf", "--kind", "dimmable", "--pins", "WKP", "--name", "shelf light"
    )
    assert added.returncode == 0, added.stderr
    listed = json.loads(house.command("lights", "--json").stdout)
    assert [light["key"] for light in listed[0]["lights"]][-1] == "shelf"
    assert house.command("lights", "remove", "attic").returncode == 1


def test_a_house_that_was_killed_does_not_stand_in_the_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    assert not is_house_known()
    remember("http://127.0.0.1:9")
    assert is_house_known()
    record = tmp_path / "photonlink" / "house.json"
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    record.write_text(json.dumps({**json.loads(record.read_text()), "pid": ended.pid}))
    assert not is_house_known()


def test_every_code_of_the_table_has_a_sentence() -> None:
    codes = {int(code) for code in re.findall(r"= (-\d+),", CODES)}
    of_other_functions = {-4, -5, -6}
    for code in codes - of_other_functions:
        assert "unknown here" not in refusal(code, "kitchen", "kitchen=")
    assert "unknown here" in refusal(-99, "kitchen", "kitchen=")


def test_a_line_is_what_the_firmware_documents() -> None:
    wiring = Wiring("tunable", ("TX", "RX"), (2700, 6500))
    wish = Wish("desk lamp", "A2", True, 200)
    assert (
        line_for("desk", wiring, wish) == "desk=tunable,TX,RX,2700,6500,button=A2,low,fade=200,name=desk lamp"
    )
    assert line_for("desk", None, Wish(is_low=False)) == "desk=high"
    with pytest.raises(BadPart):
        line_for("desk", None, Wish(name="x,low"))
