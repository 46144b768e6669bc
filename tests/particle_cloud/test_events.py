"""Event streams and publishing."""

from __future__ import annotations

from collections.abc import Callable

import httpx2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from photonsim.particle_cloud.model.events import Event

from .conftest import DEVICE, OTHER_DEVICE, START, Bench
from .streams import Stream


def open_stream(bench: Bench, path: str = "/v1/devices/events", *, slow: bool = False) -> Stream:
    return Stream(bench.cloud.app, path, bench.token, slow=slow)


def test_a_stream_begins_with_ok_and_carries_events_in_the_recorded_form(bench: Bench) -> None:
    session = bench.online()

    async def scenario() -> Stream:
        stream = open_stream(bench)
        await stream.until(":ok\n\n")
        bench.publish(session, "photonlink/state", '{"kitchen":1}')
        await stream.until("photonlink/state")
        stream.hang_up()
        await stream.task
        return stream

    stream = bench.run(scenario())
    assert stream.status == 200
    assert stream.headers["content-type"].startswith("text/event-stream")
    assert stream.text == (
        ":ok\n\n"
        "event: photonlink/state\n"
        'data: {"data":"{\\"kitchen\\":1}","ttl":60,"published_at":"2023-11-14T22:13:20.000Z",'
        f'"coreid":"{DEVICE}"}}\n\n'
    )


@pytest.mark.parametrize(
    ("path", "heard"),
    [
        ("/v1/devices/events", ["light/on", "other"]),
        ("/v1/events/light", ["light/on"]),
        ("/v1/devices/events/light", ["light/on"]),
        ("/v1/devices/events/light%2Fon?nonce=1.5", ["light/on"]),
        (f"/v1/devices/{DEVICE}/events", ["light/on"]),
        ("/v1/devices/kitchen/events/li", ["light/on"]),
        (f"/v1/devices/{DEVICE}/events/Li", []),
    ],
)
def test_streams_are_filtered_by_prefix_and_device(bench: Bench, path: str, heard: list[str]) -> None:
    session = bench.online()

    async def scenario() -> list[str]:
        stream = open_stream(bench, path.replace("%2F", "/"))
        await stream.until(":ok")
        bench.publish(session, "light/on", "1")
        await bench.send("POST", "/v1/devices/events", json={"name": "other"})
        bench.cloud.drop_streams()
        await stream.task
        return [name for name, _ in stream.events()]

    assert bench.run(scenario()) == heard


def test_nobody_hears_another_accounts_events(bench: Bench) -> None:
    other = bench.online(OTHER_DEVICE)

    async def scenario() -> tuple[Stream, Stream]:
        mine, refused = open_stream(bench), open_stream(bench, f"/v1/devices/{OTHER_DEVICE}/events")
        await mine.until(":ok")
        bench.publish(other, "secret", "42")
        bench.cloud.drop_streams()
        await mine.task
        await refused.task
        return mine, refused

    mine, refused = bench.run(scenario())
    assert mine.text == ":ok\n\n"
    assert refused.status == 403
    assert "Permission Denied" in refused.text


def test_a_refused_stream_is_a_json_error(bench: Bench) -> None:
    async def scenario() -> Stream:
        stream = Stream(bench.cloud.app, "/v1/devices/events", "0" * 40)
        await stream.task
        return stream

    stream = bench.run(scenario())
    assert stream.status == 401
    assert stream.headers["content-type"] == "application/json; charset=utf-8"
    assert '"invalid_token"' in stream.text


def test_a_silent_stream_gets_comments(make_bench: Callable[..., Bench]) -> None:
    bench = make_bench(heartbeat=0.01)

    async def scenario() -> Stream:
        stream = open_stream(bench)
        await stream.until(":\n\n:\n\n")
        stream.hang_up()
        await stream.task
        return stream

    assert bench.run(scenario()).text.startswith(":ok\n\n:\n\n:\n\n")


def test_comments_come_often_enough_for_the_strictest_client(bench: Bench) -> None:
    assert bench.cloud.settings.heartbeat <= 9


def test_a_slow_reader_is_cut_off_and_slows_nobody(make_bench: Callable[..., Bench]) -> None:
    bench = make_bench(stream_backlog=10)

    async def scenario() -> tuple[Stream, Stream, int]:
        slow, quick = open_stream(bench, slow=True), open_stream(bench)
        await slow.until(":ok")
        await quick.until(":ok")
        for number in range(50):
            await bench.send("POST", "/v1/devices/events", json={"name": "n", "data": str(number)})
            await quick.until(f'"{number}"')
        await slow.task
        left = bench.cloud.state.events.open_streams(_user(bench))
        quick.hang_up()
        await quick.task
        return slow, quick, left

    slow, quick, left = bench.run(scenario())
    assert slow.closed
    assert [data["data"] for _, data in quick.events()] == [str(number) for number in range(50)]
    assert left == 1


def _user(bench: Bench) -> str:
    user = bench.cloud.state.users.find("hobbyist@example.com")
    assert user is not None
    return user.id


def test_a_client_that_goes_away_is_forgotten(bench: Bench) -> None:
    async def scenario() -> int:
        stream = open_stream(bench)
        await stream.until(":ok")
        stream.hang_up()
        await stream.task
        return bench.cloud.state.events.open_streams(_user(bench))

    assert bench.run(scenario()) == 0


def test_published_events_reach_streams_and_the_accounts_devices(bench: Bench) -> None:
    mine, other = bench.online(), bench.online(OTHER_DEVICE)

    async def scenario() -> tuple[httpx2.Response, Stream]:
        stream = open_stream(bench)
        await stream.until(":ok")
        body = {"name": "test", "data": '{"abc":"def"}', "ttl": 3600, "private": True}
        answer = await bench.send("POST", "/v1/devices/events", json=body)
        await stream.until("test")
        bench.cloud.drop_streams()
        await stream.task
        return answer, stream

    answer, stream = bench.run(scenario())
    assert answer.json() == {"ok": True}
    (event,) = [data for name, data in stream.events() if name == "test"]
    assert event["data"] == '{"abc":"def"}'
    assert event["ttl"] == 3600
    assert event["coreid"] == "api"
    assert ("test", '{"abc":"def"}') in mine.events
    assert other.events == []


@pytest.mark.parametrize(
    "body", [{}, {"name": ""}, {"name": "n" * 65}, {"name": "n", "data": "d" * 865}, {"name": "ü" * 33}]
)
def test_events_that_no_device_could_take_are_refused(bench: Bench, body: dict[str, str]) -> None:
    answer = bench.run(bench.send("POST", "/v1/devices/events", json=body))
    assert answer.status_code == 400
    assert answer.json()["ok"] is False


def test_the_cloud_tells_when_a_device_comes_and_goes(bench: Bench) -> None:
    async def scenario() -> list[tuple[str, str]]:
        stream = open_stream(bench)
        await stream.until(":ok")
        session = bench.online()
        bench.cloud.disconnect(session, graceful=True)
        bench.cloud.drop_streams()
        await stream.task
        return [(name, data["data"]) for name, data in stream.events()]

    assert bench.run(scenario()) == [("spark/status", "online"), ("spark/status", "offline")]


def test_delivery_can_be_made_double_and_out_of_order(bench: Bench) -> None:
    async def scenario(duplicate: bool, reorder: bool) -> list[str]:
        stream = open_stream(bench)
        await stream.until(":ok")
        bench.cloud.faults.duplicate_events, bench.cloud.faults.reorder_events = duplicate, reorder
        for name in ("one", "two", "three"):
            await bench.send("POST", "/v1/devices/events", json={"name": name})
        await bench.clock.advance(2)
        bench.cloud.drop_streams()
        await stream.task
        return [name for name, _ in stream.events()]

    async def both() -> tuple[list[str], list[str]]:
        return await scenario(True, False), await scenario(False, True)

    double, swapped = bench.run(both())
    assert double == ["one", "one", "two", "two", "three", "three"]
    assert swapped == ["two", "one", "three"]


@given(name=st.text(min_size=1, max_size=64), data=st.none() | st.text(max_size=200))
def test_no_name_and_no_data_can_break_the_frame_of_a_stream(name: str, data: str | None) -> None:
    name = name.encode("utf-8", "replace").decode()
    data = None if data is None else data.encode("utf-8", "replace").decode()
    wire = Event("1", "u", name, data, 60, START, "api", None).wire.decode()
    assert wire.count("\n") == 3
    assert "\r" not in wire
    assert wire.startswith("event: ")
    assert wire.endswith("\n\n")
