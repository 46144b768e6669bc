"""Limits of Particle.*, where handlers run, and the order of a start: on both versions, with and without a system thread.

Sources: particle-iot/device-os v2.3.1 and v3.3.1: wiring/inc/spark_wiring_cloud.h, system/src/system_cloud_internal.cpp,
communication/inc/protocol_defs.h, communication/src/publisher.h, system/src/main.cpp, system/src/system_task.cpp.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from photonsim.photon.photon import Photon
from photonsim.photon.wasm import Firmware

from .conftest import Bench

pytestmark = pytest.mark.slow

Sketch = Callable[[str], Firmware]

SKETCH = r"""
SYSTEM_THREAD(%s);
bool ready = true;
int negative = -5;
unsigned large = 3000000000u;
double half = 0.5;
char text[1000];
int depth = 0, deepest = 0, calls = 0, late = 0;
String events;

int length(String argument) { return argument.length(); }
int first(String) { return 1; }
int second(String) { return 2; }
int slow(String argument) {
    ++calls;
    ++depth;
    if (depth > deepest) deepest = depth;
    if (argument == "delay") delay(2500);
    if (argument == "short") delay(500);
    if (argument == "stuck") for (const unsigned long began = millis(); millis() - began < 13000;) {}
    if (argument == "process") for (int i = 0; i < 50; ++i) { Particle.process(); delay(10); }
    --depth;
    return deepest;
}
int burst(String gap) {
    // Bit i: the i-th of eight events was accepted.
    int accepted = 0;
    for (int i = 0; i < 8; ++i) {
        if (Particle.publish("burst", String(i), PRIVATE)) accepted |= 1 << i;
        delay(gap.toInt());
    }
    return accepted;
}
int longest(String) {
    char name[101];
    memset(name, 'n', 100);
    name[100] = 0;
    return Particle.publish(name, text, PRIVATE);
}
int functions(String) {
    int count = 0;
    while (count < 300 && Particle.function(String::format("function%%03d", count).c_str(), first)) ++count;
    return count;
}
int variables(String) {
    int count = 0;
    while (count < 300 && Particle.variable(String::format("variable%%03d", count).c_str(), negative)) ++count;
    return count;
}
int names(String) {
    String name;
    for (int i = 0; i < 64; ++i) name += 'x';
    const bool fits = Particle.function(name.c_str(), first);
    name += 'x';
    return fits + 2 * Particle.function(name.c_str(), first);
}
void heard(const char* event, const char* data) {
    events += String::format("%%s:%%s;", event, data ? data : "NULL");
}
int subscribe(String) {
    int count = 0;
    while (count < 10 && Particle.subscribe("more", [](const char*, const char*) {}, MY_DEVICES)) ++count;
    return count;
}
int go(String how) {
    if (how == "offline") {
        Particle.disconnect();
        delay(1500);
        const bool sent = Particle.publish("offline", PRIVATE);
        late = sent ? 1 : 2;
        Particle.connect();
    }
    return 0;
}
int begun_ms = 0, begun_connected = 0;
void setup() {
    begun_ms = millis();
    begun_connected = Particle.connected();
    memset(text, 't', sizeof text - 1);
    Particle.function("length", length);
    Particle.function("again", first);
    Particle.function("again", second);
    Particle.function("slow", slow);
    Particle.function("burst", burst);
    Particle.function("longest", longest);
    Particle.function("functions", functions);
    Particle.function("variables", variables);
    Particle.function("names", names);
    Particle.function("subscribe", subscribe);
    Particle.function("go", go);
    Particle.variable("ready", ready);
    Particle.variable("negative", negative);
    Particle.variable("large", large);
    Particle.variable("half", half);
    Particle.variable("text", text);
    Particle.variable("events", events);
    Particle.variable("calls", calls);
    Particle.variable("late", late);
    Particle.variable("begun_ms", begun_ms);
    Particle.variable("begun_on", begun_connected);
    Particle.variable("computed", [] { return 6 * 7; });
    Particle.subscribe("kit", heard, MY_DEVICES);
}
void loop() { delay(1); }
"""

OLD, NEW = "2.3.1", "3.3.1"


@pytest.fixture(params=["DISABLED", "ENABLED"])
def threaded(request: pytest.FixtureRequest) -> bool:
    return bool(request.param == "ENABLED")


@pytest.fixture(params=[OLD, NEW])
def version(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def board(bench: Bench, sketch: Sketch, threaded: bool, version: str) -> Photon:
    firmware = sketch(SKETCH % ("ENABLED" if threaded else "DISABLED"))
    return bench.photon(firmware, system_version=version)


async def _online(bench: Bench, board: Photon) -> None:
    board.plug_in()
    await bench.clock.sleep(10)
    assert board.online


def test_sizes_names_and_types(bench: Bench, board: Photon, version: str) -> None:
    size = 622 if version == OLD else 864

    async def scenario() -> None:
        await _online(bench, board)
        assert await board.call_function("length", "a" * 1000) == size, "an argument is cut"
        assert await board.read_variable("text") == "t" * size, "a string is cut"
        assert await board.call_function("again", "") == 2, "the same name again replaces the handler"
        assert await board.read_variable("ready") is True
        assert await board.read_variable("negative") == -5
        assert await board.read_variable("large") == 3_000_000_000 - 2**32, "32 bits with a sign on the wire"
        assert await board.read_variable("half") == 0.5
        assert await board.read_variable("computed") == 42
        assert dict(board.variables)["half"] == "double"
        assert await board.call_function("names", "") == 1, "64 characters fit, 65 do not"
        assert await board.call_function("longest", "") == 1
        event = bench.cloud.events[-1]
        assert event.name == "n" * 64
        assert event.data == "t" * size

    bench.run(scenario())


def test_how_many_functions_variables_and_subscriptions(bench: Bench, board: Photon, version: str) -> None:
    async def scenario() -> None:
        await _online(bench, board)
        described = list(board.functions), list(board.variables)
        functions = await board.call_function("functions", "")
        variables = await board.call_function("variables", "")
        if version == OLD:
            used = 15 + sum(len(n) + 3 for n in described[0]) + sum(len(n) + 5 for n in described[1])
            assert functions == (768 - used) // (len("function000") + 3), "768 bytes of description"
            assert variables == (768 - used - functions * 14) // (len("variable000") + 5)
        else:
            assert (functions, variables) == (100 - len(described[0]), 100 - len(described[1]))
        assert (list(board.functions), list(board.variables)) == described, (
            "the cloud hears of it at the next start"
        )
        assert await board.call_function("subscribe", "") == 3, "four, and setup() has taken one"

    bench.run(scenario())


@pytest.mark.parametrize(
    ("gap_ms", "accepted"),
    [
        (0, 0b00001111),  # refused calls are counted: nothing gets through until it is quiet
        (200, 0b00001111),
        (240, 0b00001111),  # what the sketch computes in between may count as a slice of 10 ms
        (250, 0b11111111),
    ],
)
def test_four_events_in_a_second(bench: Bench, board: Photon, gap_ms: int, accepted: int) -> None:
    async def scenario() -> None:
        await _online(bench, board)
        assert await board.call_function("burst", str(gap_ms)) == accepted
        sent = [event.data for event in bench.cloud.events if event.name == "burst"]
        assert sent == [str(i) for i in range(8) if accepted >> i & 1]
        await bench.clock.sleep(1)
        assert await board.call_function("burst", "0") & 1, "after a quiet second the first is accepted"

    bench.run(scenario())


def test_what_is_published_without_a_connection_fails(bench: Bench, board: Photon) -> None:
    async def scenario() -> None:
        await _online(bench, board)
        asked = asyncio.ensure_future(board.call_function("go", "offline"))
        await bench.clock.sleep(15)
        assert board.online
        assert await board.read_variable("late") == 2
        assert "offline" not in [event.name for event in bench.cloud.events]
        asked.cancel()

    bench.run(scenario())


def test_subscriptions_match_by_prefix_and_a_missing_payload_is_null_without_a_system_thread(
    bench: Bench, board: Photon, threaded: bool
) -> None:
    async def scenario() -> None:
        await _online(bench, board)
        for name, data in (("kitchen", "on"), ("ki", "no"), ("kit", None), ("Kitchen", "no")):
            board.deliver_event(name, data)
        await bench.clock.sleep(1)
        assert await board.read_variable("events") == (
            "kitchen:on;kit:;" if threaded else "kitchen:on;kit:NULL;"
        )

    bench.run(scenario())


@pytest.mark.parametrize(("how", "nested"), [("", 1), ("short", 1), ("delay", 2), ("process", 2)])
def test_a_handler_that_lets_the_background_run_is_entered_again(
    bench: Bench, board: Photon, how: str, nested: int
) -> None:
    async def scenario() -> None:
        await _online(bench, board)
        one = asyncio.ensure_future(board.call_function("slow", how))
        await bench.clock.sleep(0.1)
        assert await board.call_function("slow", "") == nested
        await one

    bench.run(scenario())


def test_a_full_queue_of_twenty_makes_the_system_thread_wait_for_five_seconds(
    bench: Bench, board: Photon, threaded: bool
) -> None:
    async def scenario() -> None:
        await _online(bench, board)
        for how, answered in (("short", 25), ("stuck", 23 if threaded else 25)):
            blocking = asyncio.ensure_future(board.call_function("slow", how))
            await bench.clock.sleep(0.1)
            rest = [asyncio.ensure_future(board.call_function("slow", "")) for _ in range(25)]
            await bench.clock.sleep(0.1)
            ping = asyncio.ensure_future(board.ping())
            await bench.clock.sleep(0.1)
            assert not ping.done()  # the system thread itself stands
            await blocking
            await bench.clock.sleep(2)
            assert await ping
            assert sum(call.done() for call in rest) == answered
            for call in rest:
                call.cancel()
        lost = [line for line in bench.summaries("device") if "its queue was full for 5 s" in line]
        assert len(lost) == (2 if threaded else 0)

    bench.run(scenario())


def test_setup_waits_for_the_cloud_only_without_a_system_thread(
    bench: Bench, board: Photon, threaded: bool
) -> None:
    async def scenario() -> None:
        await _online(bench, board)
        assert bool(await board.read_variable("begun_on")) is not threaded
        begun = int(await board.read_variable("begun_ms"))
        assert begun < 500 if threaded else begun > 2000

    bench.run(scenario())
