"""Devices over REST: who sees them, what they answer, and what is said when they don't."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx2
import pytest

from photonsim.particle_cloud import FunctionCalled, Observation, VariableRead

from .conftest import DEVICE, OTHER_DEVICE, Bench

DENIED = {
    "error": "Permission Denied",
    "info": "I didn't recognize that device name or ID, try opening "
    "https://api.particle.io/v1/devices?access_token=undefined",
}


def test_a_function_call_reaches_the_device_by_form_and_by_json(bench: Bench) -> None:
    session = bench.online()
    seen: list[Observation] = []
    bench.cloud.observe(seen.append)

    async def scenario() -> list[httpx2.Response]:
        path = f"/v1/devices/{DEVICE}/light"
        return [
            await bench.send("POST", path, data={"arg": "kitchen=brightness,+10"}),
            await bench.send("POST", path, json={"arg": "kitchen=+10"}),
            await bench.send("POST", path, json={"args": "kitchen=40"}),
            await bench.send("POST", path, json={"arg": 40}),
        ]

    answers = bench.run(scenario())
    assert [argument for _, argument in session.calls] == [
        "kitchen=brightness,+10",
        "kitchen=+10",
        "kitchen=40",
        "40",
    ]
    assert answers[0].json() == {
        "id": DEVICE,
        "name": "kitchen",
        "last_app": "",
        "connected": True,
        "return_value": 1,
    }
    assert FunctionCalled(DEVICE, "light", "kitchen=40", 1) in seen


def test_a_plus_that_was_not_encoded_arrives_as_a_space(bench: Bench) -> None:
    session = bench.online()
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    bench.run(bench.send("POST", f"/v1/devices/{DEVICE}/light", content="arg=kitchen=+10", headers=headers))
    assert session.calls == [("light", "kitchen= 10")]


@pytest.mark.parametrize(("name", "status"), [("toggle", 200), ("Toggle", 404), ("blahblah", 404)])
def test_function_names_are_exact(bench: Bench, name: str, status: int) -> None:
    bench.online()
    answer = bench.run(bench.send("POST", f"/v1/devices/{DEVICE}/{name}", json={"arg": ""}))
    assert answer.status_code == status
    if status == 404:
        assert answer.json() == {"ok": False, "error": f"Function {name} not found"}


def test_an_offline_device_fails_at_once_in_the_recorded_words(bench: Bench) -> None:
    async def scenario() -> tuple[list[httpx2.Response], float]:
        answers = [
            await bench.send("POST", f"/v1/devices/{DEVICE}/toggle", json={"arg": ""}),
            await bench.send("GET", f"/v1/devices/{DEVICE}/answer"),
            await bench.send("PUT", f"/v1/devices/{DEVICE}", json={"signal": "1"}),
            await bench.send("PUT", f"/v1/devices/{DEVICE}/ping", json={}),
        ]
        return answers, bench.clock.now()

    began = bench.clock.now()
    (call, variable, signal, ping), ended = bench.run(scenario())
    assert ended == began
    assert (call.status_code, call.json()) == (400, {"ok": False, "error": "Timed out."})
    assert (variable.status_code, variable.json()) == (408, {"error": "Timed out."})
    silent = {
        "ok": False,
        "code": 500,
        "errors": [{"error": "Timed out, didn't hear back from device service"}],
    }
    assert (signal.status_code, signal.json()) == (500, silent)
    assert (ping.status_code, ping.json()) == (200, {"online": False, "ok": True})


def test_a_hung_device_is_given_30_seconds_and_its_neighbour_is_not_delayed(bench: Bench) -> None:
    bench.online().hung = True
    bench.cloud.add_device("3" * 24, "hall", "hobbyist@example.com")
    bench.online("3" * 24)

    async def scenario() -> tuple[httpx2.Response, float]:
        began = bench.clock.now()
        answer = await bench.send("POST", f"/v1/devices/{DEVICE}/toggle", json={"arg": ""})
        return answer, bench.clock.now() - began

    async def both() -> tuple[httpx2.Response, tuple[httpx2.Response, float]]:
        import asyncio

        slow = asyncio.ensure_future(scenario())
        quick = await bench.send("POST", "/v1/devices/hall/toggle", json={"arg": ""})
        return quick, await slow

    quick, (slow, took) = bench.run(both())
    assert quick.status_code == 200
    assert (slow.status_code, slow.json()) == (400, {"ok": False, "error": "Timed out."})
    assert took == pytest.approx(30.0)


def test_a_device_that_vanished_is_offline_after_two_keep_alives(bench: Bench) -> None:
    session = bench.online()

    async def online() -> bool:
        answer: dict[str, Any] = (await bench.send("GET", f"/v1/devices/{DEVICE}")).json()
        assert answer["online"] == answer["connected"]
        return bool(answer["online"])

    async def scenario() -> list[bool]:
        session.gone = True
        bench.cloud.disconnect(session, graceful=False, reason="power")
        states = [await online()]
        await bench.clock.advance(29)
        states.append(await online())
        await bench.clock.advance(2)
        return [*states, await online()]

    assert bench.run(scenario()) == [True, True, False]


def test_a_call_to_a_device_that_vanished_waits_until_the_cloud_has_noticed(bench: Bench) -> None:
    session = bench.online()

    async def scenario() -> tuple[httpx2.Response, float]:
        session.gone = True
        bench.cloud.disconnect(session, graceful=False)
        await bench.clock.advance(20)
        began = bench.clock.now()
        answer = await bench.send("POST", f"/v1/devices/{DEVICE}/toggle", json={"arg": ""})
        return answer, bench.clock.now() - began

    answer, took = bench.run(scenario())
    assert (answer.status_code, answer.json()) == (400, {"ok": False, "error": "Timed out."})
    assert took == pytest.approx(10.0)


def test_a_goodbye_is_offline_at_once_and_a_reconnect_replaces_the_session(bench: Bench) -> None:
    first = bench.online()

    async def scenario() -> list[object]:
        bench.cloud.disconnect(first, graceful=True)
        gone = (await bench.send("GET", f"/v1/devices/{DEVICE}")).json()
        second = bench.online()
        bench.cloud.disconnect(first, graceful=True)  # late news of the old connection
        back = (await bench.send("GET", f"/v1/devices/{DEVICE}")).json()
        await bench.send("POST", f"/v1/devices/{DEVICE}/toggle", json={"arg": ""})
        return [gone["online"], gone["functions"], gone["variables"], back["online"], len(second.calls)]

    assert bench.run(scenario()) == [False, None, None, True, 1]


@pytest.mark.parametrize(
    ("name", "result", "raw"),
    [
        ("answer", 42, "42"),
        ("ratio", 0.5, "0.5"),
        ("lights", '[1,["kitchen"]]', '[1,["kitchen"]]'),
        ("ready", True, "true"),
    ],
)
def test_variables_have_their_types_and_a_raw_form(bench: Bench, name: str, result: object, raw: str) -> None:
    bench.online()
    seen: list[Observation] = []
    bench.cloud.observe(seen.append)

    async def scenario() -> tuple[httpx2.Response, httpx2.Response]:
        path = f"/v1/devices/{DEVICE}/{name}"
        return await bench.send("GET", path), await bench.send("GET", path + "?format=raw")

    typed, bare = bench.run(scenario())
    body = typed.json()
    assert body["cmd"] == "VarReturn"
    assert body["name"] == name
    assert body["result"] == result
    assert type(body["result"]) is type(result)
    assert body["coreInfo"]["deviceID"] == DEVICE
    assert bare.text == raw
    assert isinstance(seen[0], VariableRead)


def test_a_double_that_is_not_a_number_reads_as_null(bench: Bench) -> None:
    bench.online().values["ratio"] = float("nan")
    answer = bench.run(bench.send("GET", f"/v1/devices/{DEVICE}/ratio"))
    assert answer.json()["result"] is None


def test_an_unknown_variable_is_told_apart(bench: Bench) -> None:
    bench.online()
    answer = bench.run(bench.send("GET", f"/v1/devices/{DEVICE}/blahblah"))
    assert (answer.status_code, answer.json()) == (404, {"ok": False, "error": "Variable not found"})


def test_devices_are_found_by_name_without_regard_to_case(bench: Bench) -> None:
    bench.cloud.state.fleet.rename(bench.cloud.state.fleet.owned_by(_user(bench))[0], "Küche 1")
    answer = bench.run(bench.send("GET", "/v1/devices/k%C3%BCche%201"))
    assert answer.json()["id"] == DEVICE


def _user(bench: Bench) -> str:
    user = bench.cloud.state.users.find("hobbyist@example.com")
    assert user is not None
    return user.id


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "", None),
        ("GET", "/answer", None),
        ("POST", "/toggle", {"arg": ""}),
        ("PUT", "", {"name": "mine"}),
        ("PUT", "", {"signal": "1"}),
        ("PUT", "/ping", {}),
        ("DELETE", "", {}),
        ("GET", "/events", None),
    ],
)
@pytest.mark.parametrize("device", [OTHER_DEVICE, "garage", "1234"])
def test_another_accounts_device_is_refused_in_the_words_of_an_unknown_one(
    bench: Bench, method: str, path: str, body: object, device: str
) -> None:
    other = bench.online(OTHER_DEVICE)
    answer = bench.run(bench.send(method, f"/v1/devices/{device}{path}", json=body))
    assert (answer.status_code, answer.json()) == (403, DENIED)
    assert other.calls == []
    assert other.signals == []


def test_claiming(bench: Bench) -> None:
    bench.cloud.add_device("4" * 24, "new", None)

    async def scenario() -> list[tuple[int, object]]:
        found = []
        for body in ({}, {"id": "123456"}, {"id": "4" * 24}, {"id": OTHER_DEVICE}):
            answer = await bench.send("POST", "/v1/devices", json=body)
            found.append((answer.status_code, answer.json()["errors"]))
        bench.online("4" * 24)
        answer = await bench.send("POST", "/v1/devices", data={"id": "4" * 24})
        found.append((answer.status_code, answer.json()))
        found.append((200, [device["name"] for device in (await bench.send("GET", "/v1/devices")).json()]))
        return found

    nothing, unknown, offline, taken, claimed, listed = bench.run(scenario())
    assert nothing == (400, ["arg.deviceID is empty"])
    assert unknown == (404, ["device does not exist"])
    assert offline == (404, [["Core isn't online", 404]])
    assert taken[0] == 403
    assert "That belongs to someone else." in str(taken[1])
    assert claimed == (200, {"user_id": _user(bench), "id": "4" * 24, "connected": True, "ok": True})
    assert listed == (200, ["kitchen", "new"])


def test_rename_release_signal_ping_and_notes(bench: Bench) -> None:
    session = bench.online()

    async def scenario() -> list[object]:
        path = f"/v1/devices/{DEVICE}"
        answers = [
            await bench.send("PUT", path, json={"name": "hall"}),
            await bench.send("PUT", path, data={"signal": "1"}),
            await bench.send("PUT", path, json={"signal": "0"}),
            await bench.send("PUT", path + "/ping", json={}),
            await bench.send("PUT", path, json={"notes": "above the sink"}),
            await bench.send("DELETE", path, json={}),
            await bench.send("GET", "/v1/devices"),
        ]
        return [answer.json() for answer in answers]

    rename, on, off, ping, notes, release, listed = bench.run(scenario())
    assert rename == {"name": "hall", "id": DEVICE}
    assert on == {"id": DEVICE, "connected": True, "signaling": True}
    assert off == {"id": DEVICE, "connected": True, "signaling": False}
    assert session.signals == [True, False]
    assert ping == {"online": True, "ok": True}
    assert notes == {"id": DEVICE, "notes": "above the sink"}
    assert release == {"ok": True}
    assert listed == []


@pytest.mark.parametrize("name", ["", "  ", "a\x00b", "x" * 101, "new\nline"])
def test_names_that_cannot_be_shown_are_refused(bench: Bench, name: str) -> None:
    answer = bench.run(bench.send("PUT", f"/v1/devices/{DEVICE}", json={"name": name}))
    assert answer.status_code == 400
    assert answer.json()["ok"] is False


def test_a_claim_code_works_once_for_the_account_that_asked(bench: Bench) -> None:
    bench.cloud.add_device("4" * 24, "new", None)

    async def scenario() -> dict[str, Any]:
        answer: dict[str, Any] = (await bench.send("POST", "/v1/device_claims", json={})).json()
        return answer

    body = bench.run(scenario())
    assert len(body["claim_code"]) == 63
    assert body["device_ids"] == [DEVICE]
    fleet = bench.cloud.state.fleet
    assert fleet.claim_with_code("4" * 24, body["claim_code"])
    assert not fleet.claim_with_code("4" * 24, body["claim_code"])
    assert fleet.find(_user(bench), "new").id == "4" * 24


def test_data_operations_are_counted_and_can_run_out(make_bench: Callable[..., Bench]) -> None:
    bench = make_bench(data_operations=3)
    session = bench.online()

    async def scenario() -> list[httpx2.Response]:
        bench.publish(session, "one", "1")
        return [
            await bench.send("POST", f"/v1/devices/{DEVICE}/toggle", json={"arg": ""}),
            await bench.send("GET", f"/v1/devices/{DEVICE}/answer"),
            await bench.send("POST", f"/v1/devices/{DEVICE}/toggle", json={"arg": ""}),
            await bench.send("POST", "/v1/devices/events", json={"name": "x"}),
            await bench.send("GET", "/v1/user"),
        ]

    call, variable, refused, publish, user = bench.run(scenario())
    assert (call.status_code, variable.status_code) == (200, 200)
    assert (refused.status_code, publish.status_code) == (403, 403)
    assert "Data operations" in refused.json()["info"]
    assert user.json()["data_operations"]["used"] == 3
    assert user.json()["data_operations"]["devices"] == {DEVICE: 3}


def test_data_operations_begin_again_with_the_month(make_bench: Callable[..., Bench]) -> None:
    bench = make_bench(data_operations=1)
    bench.online()

    async def scenario() -> list[int]:
        found = []
        for _ in range(3):
            found.append((await bench.send("POST", f"/v1/devices/{DEVICE}/toggle", json={})).status_code)
            if len(found) == 2:
                await bench.clock.advance(31 * 86_400)
        return found

    assert bench.run(scenario()) == [200, 403, 200]
