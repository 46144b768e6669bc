"""docs/build-it.md: its pictures, links and commands are there, and its pins are those of the table."""

from __future__ import annotations

import importlib.util
import re
import shlex
from importlib.metadata import entry_points
from pathlib import Path
from types import ModuleType
from xml.etree import ElementTree

import pytest

from photonlink.cli.lights import lights
from photonsim.photon import led

ROOT = Path(__file__).parents[2]
PAGES = ["build-it.md", "reference/firmware-check.md"]
TEXT = (ROOT / "docs/build-it.md").read_text(encoding="utf-8")
TABLE = (ROOT / "firmware/photon-lights/src/MyLights.h").read_text(encoding="utf-8")


def drawer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("draw_schematics", ROOT / "scripts/draw_schematics.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading).strip().lower().replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES)
def test_each_link_leads_to_a_file_and_a_section(page: str) -> None:
    file = ROOT / "docs" / page
    for target in re.findall(r"\]\(([^)]+)\)", file.read_text(encoding="utf-8")):
        if target.startswith("http"):
            continue
        path, _, section = target.partition("#")
        linked = (file.parent / path).resolve() if path else file
        assert linked.is_file(), target
        assert not section or section in anchors(linked), target


def test_pictures_are_those_that_the_script_draws_and_each_is_shown() -> None:
    drawn = drawer().pictures()
    assert set(re.findall(r"\(pictures/(wiring-[a-z]+\.svg)\)", TEXT)) == set(drawn)
    for name, content in drawn.items():
        assert (ROOT / "docs/pictures" / name).read_text(encoding="utf-8") == content, (
            "run draw_schematics.py"
        )
        ElementTree.fromstring(content)


@pytest.mark.parametrize(
    ("picture", "line"),
    [
        ("strip", r'dimmable\("kitchen", "[^"]*", (A5)\)'),
        ("rgb", r'rgb\("accent", "[^"]*", (D0), (D1), (A4)\)'),
        ("tunable", r'tunable\("desk", "[^"]*", (TX), (RX),'),
        ("relay", r'onOff\("hall", "[^"]*", (D6)\)'),
        ("button", r'dimmable\("kitchen".*\.button\((A0)\)'),
    ],
)
def test_pins_in_the_pictures_are_those_of_the_table(picture: str, line: str) -> None:
    found = re.search(line, TABLE)
    assert found is not None
    shown = re.findall(r">([AD][0-7]|TX|RX)</text>", drawer().pictures()[f"wiring-{picture}.svg"])
    assert shown == list(found.groups())


def test_each_make_target_and_command_exists() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in set(re.findall(r"\bmake ([a-z][a-z-]*)", TEXT)) - {"it"}:
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target
    known = {entry.name for entry in entry_points(group="photonlink.commands")}
    assert set(re.findall(r"\bphotonlink ([a-z]+)", TEXT)) <= known


def test_the_resistor_is_calculated_right() -> None:
    volts, amperes, ohms = re.search(r"([\d.]+) V ÷ ([\d.]+) A = (\d+) Ω", TEXT).groups()  # type: ignore[union-attr]
    assert float(volts) / float(amperes) == pytest.approx(float(ohms), rel=0.01)
    assert float(amperes) < 0.010


def test_the_functions_called_are_those_of_the_firmware() -> None:
    firmware = "".join(path.read_text() for path in (ROOT / "firmware/photon-lights/src").glob("Cap*.h"))
    for word, key in re.findall(r"particle call livingroom (\w+) (\w+)=", TEXT):
        assert f'{{"{word}",' in firmware
        assert f'"{key}"' in TABLE


COLORS = {"#ffffff": "white", "#0000ff": "blue", "#00ff00": "green", "#00ffff": "cyan", "#ff00ff": "magenta"}
COLORS |= {"#ffff00": "yellow"}
WORDS = {"solid": "solid", "breathe": "breathing", "blink": "blinking"}
SIGNALS = [
    signal for signal in vars(led).values() if isinstance(signal, led.LedSignal) and signal.color in COLORS
]


def test_the_options_of_photonlink_lights_exist() -> None:
    for line in re.findall(r"^photonlink (lights [a-z]+.*?)(?: +#.*)?$", TEXT, re.MULTILINE):
        _, command, *arguments = shlex.split(line)
        known = {
            option
            for parameter in lights.commands[command].params
            for option in [*parameter.opts, *parameter.secondary_opts]
        }
        assert {word for word in arguments if word.startswith("--")} <= known, line


@pytest.mark.parametrize("signal", SIGNALS, ids=lambda signal: signal.meaning)
def test_what_a_simulated_led_can_show_stands_in_the_table(signal: led.LedSignal) -> None:
    rows = re.findall(r"^\| ([^|]+) \|", TEXT, re.MULTILINE)
    if signal.pattern in WORDS:
        assert any(row.startswith(f"{WORDS[signal.pattern]} {COLORS[signal.color]}") for row in rows)
    else:
        assert any("orange" in row for row in rows)
