"""Compiling and flashing through the cloud, with a stand-in for the compiler."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import httpx2
import pytest

from photonsim.particle_cloud import Build, BuildFailed, EventPublished, Observation

from .conftest import DEVICE, OTHER_DEVICE, Bench

ERROR = "bad_code.cpp: In function 'void loop()':\nbad_code.cpp:5:3: error: 'invalid' was not declared"


class StandInBuilder:
    """Takes every project but those with "invalid" in them."""

    def __init__(self) -> None:
        self.asked: list[tuple[dict[str, bytes], int, str]] = []

    async def compile(self, files: Mapping[str, bytes], platform_id: int, version: str) -> Build:
        self.asked.append((dict(files), platform_id, version))
        if any(b"invalid" in source for source in files.values()):
            raise BuildFailed([ERROR])
        return Build(b"image of " + b",".join(files.values()), text=1000, data=20, bss=300)


@pytest.fixture
def builder(bench: Bench) -> StandInBuilder:
    found = StandInBuilder()
    bench.cloud.state.builder = found
    return found


def multipart(files: dict[str, bytes], **fields: str) -> dict[str, Any]:
    """A multipart body as particle-api-js sends it: file, file2, … with relative paths for names."""
    boundary, parts = "----formdata", []
    for number, (path, content) in enumerate(files.items(), 1):
        name = "file" if number == 1 else f"file{number}"
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"; filename="{path}"\r\n'
        parts.append(head.encode() + b"Content-Type: application/octet-stream\r\n\r\n" + content + b"\r\n")
    for name, value in fields.items():
        parts.append(
            f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        )
    body = b"".join(parts) + f"--{boundary}--\r\n".encode()
    return {"content": body, "headers": {"Content-Type": f"multipart/form-data; boundary={boundary}"}}


GOOD = {"src/app.ino": b"void loop() {}", "src/lib/led.h": b"// led", "project.properties": b"name=x"}


def test_sources_are_compiled_as_sent_and_the_binary_can_be_downloaded(
    bench: Bench, builder: StandInBuilder
) -> None:
    async def scenario() -> tuple[httpx2.Response, httpx2.Response, httpx2.Response]:
        upload = multipart(GOOD, platform_id="6", build_target_version="3.3.1")
        made = await bench.send("POST", "/v1/binaries", **upload)
        path = made.json()["binary_url"]
        return made, await bench.send("GET", path), await bench.send("GET", path, token=bench.other_token)

    made, binary, not_theirs = bench.run(scenario())
    assert builder.asked == [(GOOD, 6, "3.3.1")]
    body = made.json()
    assert set(body) == {"ok", "binary_id", "binary_url", "expires_at", "sizeInfo"}
    assert body["sizeInfo"].splitlines()[1].split()[:3] == ["1000", "20", "300"]
    assert binary.headers["content-type"] == "application/binary"
    assert binary.content.startswith(b"image of ")
    assert not_theirs.status_code == 404


def test_code_that_does_not_compile_comes_back_with_the_compilers_words(
    bench: Bench, builder: StandInBuilder
) -> None:
    answer = bench.run(bench.send("POST", "/v1/binaries", **multipart({"bad_code.ino": b"invalid"})))
    assert answer.status_code == 406
    body = answer.json()
    assert (body["ok"], body["code"], body["output"]) == (False, 200, "build didn't produce binary")
    assert body["errors"] == [ERROR]


def test_without_a_builder_the_cloud_says_so(bench: Bench) -> None:
    answer = bench.run(bench.send("POST", "/v1/binaries", **multipart(GOOD)))
    assert answer.status_code == 503
    assert answer.json() == {"ok": False, "code": 503, "errors": ["build service not available"]}


def flash(bench: Bench, files: dict[str, bytes]) -> tuple[httpx2.Response, list[tuple[str, str | None]]]:
    seen: list[Observation] = []
    bench.cloud.observe(seen.append)

    async def scenario() -> httpx2.Response:
        answer = await bench.send("PUT", f"/v1/devices/{DEVICE}", **multipart(files))
        await bench.clock.advance(1)
        return answer

    answer = bench.run(scenario())
    events = [event for event in seen if isinstance(event, EventPublished)]
    return answer, [(event.name, event.data) for event in events if event.name == "spark/flash/status"]


def test_flashing_sources_compiles_them_and_updates_the_device(bench: Bench, builder: StandInBuilder) -> None:
    session = bench.online()
    answer, events = flash(bench, GOOD)
    assert answer.json() == {
        "ok": True,
        "id": DEVICE,
        "status": "Update started",
        "message": "Update started",
    }
    assert [image[:8] for image in session.images] == [b"image of"]
    assert events == [("spark/flash/status", "started "), ("spark/flash/status", "success ")]


def test_a_binary_is_flashed_as_it_is(bench: Bench) -> None:
    session = bench.online()
    _, events = flash(bench, {"firmware.bin": b"\x00\x01\r\n\xff"})
    assert session.images == [b"\x00\x01\r\n\xff"]
    assert events[-1] == ("spark/flash/status", "success ")


@pytest.mark.parametrize("trouble", ["refuses_updates", "gone"])
def test_an_update_that_fails_says_so_and_changes_nothing(bench: Bench, trouble: str) -> None:
    session = bench.online()
    setattr(session, trouble, True)
    if trouble == "gone":
        bench.cloud.disconnect(session, graceful=False)
    seen: list[Observation] = []
    bench.cloud.observe(seen.append)

    async def scenario() -> None:
        await bench.send("PUT", f"/v1/devices/{DEVICE}", **multipart({"firmware.bin": b"x"}))
        await bench.clock.advance(60)

    bench.run(scenario())
    assert EventPublished(DEVICE, "spark/flash/status", "failed ") in seen
    assert session.images == []


def test_flashing_answers_in_the_recorded_words(bench: Bench, builder: StandInBuilder) -> None:
    async def scenario() -> list[httpx2.Response]:
        path, good, bad = f"/v1/devices/{DEVICE}", multipart(GOOD), multipart({"a.ino": b"invalid"})
        offline = await bench.send("PUT", path, **good)
        bench.online()
        return [
            offline,
            await bench.send("PUT", path, **bad),
            await bench.send("PUT", f"/v1/devices/{OTHER_DEVICE}", **good),
        ]

    offline, bad, not_mine = bench.run(scenario())
    timed_out = {"ok": False, "code": 500, "errors": ["Request Timed Out"]}
    assert (offline.status_code, offline.json()) == (500, timed_out)
    assert bad.status_code == 200
    assert bad.json() == {
        "ok": False,
        "output": "build didn't produce binary",
        "stdout": "",
        "errors": [ERROR],
    }
    assert not_mine.status_code == 403


@pytest.mark.parametrize("path", ["../evil.cpp", "~/evil.cpp", "a/../../b", "a\\..\\..\\b", "a//b", "/"])
def test_paths_outside_the_project_are_refused(bench: Bench, builder: StandInBuilder, path: str) -> None:
    answer = bench.run(bench.send("POST", "/v1/binaries", **multipart({path: b"x"})))
    assert answer.status_code == 400
    assert builder.asked == []


@pytest.mark.parametrize("path", ["/home/me/app/firmware.bin", "C:\\app\\firmware.bin", "./firmware.bin"])
def test_of_an_absolute_path_only_the_name_counts(bench: Bench, builder: StandInBuilder, path: str) -> None:
    bench.run(bench.send("POST", "/v1/binaries", **multipart({path: b"x"})))
    ((files, _, _),) = builder.asked
    assert list(files) == ["firmware.bin"]


@pytest.mark.parametrize(
    "keywords",
    [
        {"content": b"nonsense", "headers": {"Content-Type": "multipart/form-data; boundary=x"}},
        {"content": b"nonsense", "headers": {"Content-Type": "multipart/form-data"}},
        {"content": b"--x\r\n\r\n", "headers": {"Content-Type": "multipart/form-data; boundary=x"}},
        {"json": {}},
        multipart({"a.ino": b"x" * 9_000_000}),
    ],
)
def test_malformed_and_oversized_uploads_are_refused(
    bench: Bench, builder: StandInBuilder, keywords: dict[str, Any]
) -> None:
    answer = bench.run(bench.send("POST", "/v1/binaries", **keywords))
    assert answer.status_code in (400, 413)
    assert answer.json()["ok"] is False
    assert builder.asked == []
