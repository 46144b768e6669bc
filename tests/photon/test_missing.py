"""A call that isn't there is an error of the compiler that says whether the Photon has it."""

from __future__ import annotations

import re

import pytest

from photonsim.photon import missing
from photonsim.photon.build import DEVICE_OS, CompileError, compile_project
from photonsim.photon.sketch import make_project

HEADERS = "\n".join(path.read_text() for path in sorted(DEVICE_OS.glob("*.h")))


@pytest.mark.parametrize(
    ("line", "note"),
    [
        ("Particle.keepAlive(30);", "Particle.keepAlive is for devices that talk UDP"),
        ("Cellular.on();", "Cellular is for devices with a cellular modem"),
        ("BleUuid id;", "BleUuid is for devices of the third generation"),
        ("System.batteryCharge();", "System.batteryCharge is for devices with a battery charger"),
        (
            "Particle.telepathy();",
            "Particle.telepathy is not a call of Device OS 2.3.1 or 3.3.1 on the Photon",
        ),
        ("CANChannel can(CAN_D1_D2);", "CANChannel is there on the Photon, but not in this simulator"),
        ("FixedPointUQ<8, 8> half(0.5f);", "FixedPointUQ is there on the Photon, but not in this simulator"),
    ],
)
def test_the_error_names_the_call_and_says_whether_the_photon_has_it(line: str, note: str) -> None:
    with pytest.raises(CompileError) as caught:
        compile_project(make_project("x", {"x.ino": f"void setup() {{\n  {line}\n}}\n".encode()}))
    assert re.search(
        rf"^x\.ino:2:\d+: error: .*\n(.*\n)*?x\.ino:2:\d+: note: {re.escape(note)}", caught.value.output, re.M
    )


def test_a_name_of_the_sketchs_own_is_left_to_the_compiler() -> None:
    output = "x.ino:2:3: error: use of undeclared identifier 'lamp'\n"
    assert missing.explain(output) == output


@pytest.mark.parametrize(
    "name", [name for name, said in missing._NAMES.items() if said == missing._MISSING_HERE]
)
def test_what_is_said_to_be_missing_is_missing(name: str) -> None:
    assert not re.search(rf"\b{name}\b", HEADERS)
