"""Compiling in the simulated cloud, and flashing over the air."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
import requests

from photonsim.pytest_plugin import open_house

if TYPE_CHECKING:
    from photonsim.sync_house import ParticleAccess, SyncHouse

pytestmark = pytest.mark.slow

BLINK = b"""void setup() { Particle.function("blink", blink); pinMode(D7, OUTPUT); EEPROM.put(1000, 77); }
void loop() {}
int blink(String how) { digitalWrite(D7, HIGH); return how.toInt() + helper(); }
int helper() { int kept; EEPROM.get(1000, kept); return kept; }
"""
BROKEN = b"void setup() {\n  nonsense();\n}\n"


@pytest.fixture
def house() -> Iterator[SyncHouse]:
    with open_house(link=False) as opened:
        yield opened


def call(particle: ParticleAccess, method: str, path: str, **options: Any) -> requests.Response:
    headers = {"authorization": f"Bearer {particle.token}"}
    return requests.request(method, f"{particle.base_url}{path}", headers=headers, timeout=120, **options)


def sources(**files: bytes) -> dict[str, tuple[str, bytes]]:
    names = {f"file{n or ''}" if n != 1 else "file2": name for n, name in enumerate(files)}
    return {part: (name.replace("__", "/").replace("_", "."), files[name]) for part, name in names.items()}


def test_a_sketch_compiles_downloads_and_flashes_as_a_binary(house: SyncHouse) -> None:
    particle = house.particle
    built = call(particle, "POST", "/v1/binaries", files=sources(blink_ino=BLINK), data={"platform_id": "6"})
    assert built.status_code == 200, built.text
    body = built.json()
    assert body["ok"] is True
    assert "text\t" in body["sizeInfo"]
    image = call(particle, "GET", body["binary_url"]).content
    assert image[:4] == b"\0asm"
    flashed = call(particle, "PUT", "/v1/devices/photon", files={"file": ("firmware.bin", image)})
    assert flashed.json()["message"] == "Update started"
    house.clock.advance("20s")
    assert call(particle, "POST", "/v1/devices/photon/blink", data={"arg": "1"}).json()["return_value"] == 78
    assert house.photon(0).pin("D7")["digital"] == 1


def test_flashing_from_source_is_told_by_events_and_keeps_eeprom(house: SyncHouse) -> None:
    particle = house.particle
    assert (
        call(particle, "POST", "/v1/devices/photon/name", data={"arg": "kitchen=Stove"}).json()[
            "return_value"
        ]
        == 0
    )
    seen: list[str] = []
    ready = threading.Event()

    def listen() -> None:
        url = f"{particle.base_url}/v1/devices/events"
        with requests.get(
            url, headers={"authorization": f"Bearer {particle.token}"}, stream=True, timeout=60
        ) as stream:
            for raw in stream.iter_lines(chunk_size=1):
                ready.set()
                line = raw.decode()
                if line.startswith("event:"):
                    name = line.removeprefix("event: ")
                if line.startswith("data:") and '"data":"' in line:
                    seen.append(f"{name} {line.split(chr(34))[3]}".strip())
                    if "spark/device/app-hash" in name:
                        return

    listener = threading.Thread(target=listen, daemon=True)
    listener.start()
    assert ready.wait(20)
    before = house.photon(0)._photon.eeprom.content
    answer = call(particle, "PUT", "/v1/devices/photon", files=sources(blink_ino=BLINK))
    assert answer.json() == {
        "ok": True,
        "id": house.photon(0).id,
        "status": "Update started",
        "message": "Update started",
    }
    house.clock.advance("20s")
    listener.join(20)
    assert seen[0] == "spark/flash/status started"
    story = [
        entry
        for entry in seen
        if entry.startswith(("spark/flash", "spark/status", "spark/device/last_reset"))
    ]
    assert story == [
        "spark/flash/status started",
        "spark/flash/status success",
        "spark/status offline",
        "spark/status online",
        "spark/device/last_reset update",
    ]
    after = house.photon(0)._photon.eeprom.content
    assert after[:1000] == before[:1000]
    described = call(particle, "GET", "/v1/devices/photon").json()
    assert described["functions"] == ["blink"]
    assert described["online"] is True


def test_a_sketch_that_does_not_compile_leaves_the_old_firmware_and_says_where(house: SyncHouse) -> None:
    particle = house.particle
    for method, path in (("POST", "/v1/binaries"), ("PUT", "/v1/devices/photon")):
        answer = call(particle, method, path, files=sources(broken_ino=BROKEN)).json()
        assert answer["ok"] is False
        assert answer["output"] == "build didn't produce binary"
        assert "broken.ino:2:3: error:" in answer["errors"][0]
    assert (
        call(particle, "POST", "/v1/devices/photon/power", data={"arg": "hall=on"}).json()["return_value"]
        == 1
    )


def test_a_project_with_folders_libraries_and_headers_compiles(house: SyncHouse) -> None:
    files = {
        "file": ("project.properties", b"name=demo\ndependencies.thing=1.0.0\n"),
        "file2": (
            "src/demo.ino",
            b'#include "thing.h"\n#include "part/part.h"\nvoid setup() { Particle.function("sum", [](String) { return thing() + part(); }); }\n',
        ),
        "file3": ("src/part/part.h", b"int part();\n"),
        "file4": ("src/part/part.cpp", b'#include "part.h"\nint part() { return 2; }\n'),
        "file5": ("lib/thing/src/thing.h", b"int thing();\n"),
        "file6": ("lib/thing/src/thing.cpp", b'#include "thing.h"\nint thing() { return 40; }\n'),
    }
    assert call(house.particle, "PUT", "/v1/devices/photon", files=files).json()["ok"] is True
    house.clock.advance("20s")
    assert house.photon(0).call("sum") == 42


@pytest.mark.parametrize("name", ["../evil.cpp", "a\\..\\evil.cpp"])
def test_names_that_climb_out_are_refused(house: SyncHouse, name: str) -> None:
    answer = call(house.particle, "POST", "/v1/binaries", files={"file": (name, b"int x;")})
    assert answer.json()["ok"] is False


def test_an_update_that_is_interrupted_leaves_the_old_firmware(house: SyncHouse) -> None:
    particle = house.particle
    built = call(
        particle, "POST", "/v1/binaries", files=sources(blink_ino=BLINK), data={"platform_id": "6"}
    ).json()
    image = call(particle, "GET", built["binary_url"]).content
    call(particle, "PUT", "/v1/devices/photon", files={"file": ("firmware.bin", image)})
    house.photon(0).unplug()
    house.photon(0).plug_in()
    house.clock.advance("20s")
    assert "power" in call(particle, "GET", "/v1/devices/photon").json()["functions"]
