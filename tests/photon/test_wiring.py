"""The wiring API beside pins: what sketches found on the net call, each promise by a small sketch."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from photonsim.photon.build import CompileError, compile_project
from photonsim.photon.pins import PIN_NUMBERS
from photonsim.photon.sketch import make_project
from photonsim.photon.wasm import Firmware

from .conftest import Bench

Sketch = Callable[[str], Firmware]

RETAINED = """
retained int starts = 100;
int warm = 0;
void setup() {
    starts++;
    warm = System.featureEnabled(FEATURE_WARM_START);
    Particle.variable("starts", starts);
    Particle.variable("warm", warm);
}
"""


def test_a_retained_variable_outlives_a_reset_and_not_a_loss_of_power(bench: Bench, sketch: Sketch) -> None:
    board = bench.photon(sketch(RETAINED))

    async def scenario() -> None:
        board.plug_in()
        await bench.clock.sleep(10)
        assert (await board.read_variable("starts"), await board.read_variable("warm")) == (101, 0)
        board.reset()
        await bench.clock.sleep(10)
        assert (await board.read_variable("starts"), await board.read_variable("warm")) == (102, 1)
        board.unplug()
        board.plug_in()
        await bench.clock.sleep(10)
        assert (await board.read_variable("starts"), await board.read_variable("warm")) == (101, 0)

    bench.run(scenario())


def test_a_retained_variable_outlives_a_panic(bench: Bench, sketch: Sketch) -> None:
    text = RETAINED + 'int die(String) { abort(); return 0; }\nSTARTUP(Particle.function("die", die));'
    board = bench.photon(sketch(text))

    async def scenario() -> None:
        board.plug_in()
        await bench.clock.sleep(10)
        with pytest.raises(Exception):  # noqa: B017 - which one is the cloud's business
            await board.call_function("die", "")
        await bench.clock.sleep(60)
        assert await board.read_variable("starts") == 102

    bench.run(scenario())


def answer(bench: Bench, sketch: Sketch, body: str, top: str = "") -> str:
    """What a sketch puts into the String `out`, one item a line."""
    board = bench.photon(
        sketch(
            f"String out;\nvoid say(String s) {{ out += s; out += '|'; }}\n{top}\n"
            f'void setup() {{ {body}\nParticle.variable("out", out); }}'
        )
    )

    async def scenario() -> str:
        board.plug_in()
        await bench.clock.sleep(20)
        return str(await board.read_variable("out"))

    return bench.run(scenario())


def test_time_knows_the_zone_and_daylight_saving_that_a_sketch_sets(bench: Bench, sketch: Sketch) -> None:
    body = """
        time_t t = 1700000000;  // Tue Nov 14 22:13:20 2023
        say(Time.timeStr(t)); Time.zone(1); say(Time.format(t, TIME_FORMAT_ISO8601_FULL));
        Time.beginDST(); say(String(Time.hour(t))); say(String(Time.isDST()));
        Time.setDSTOffset(0.5); say(Time.format(t, "%H:%M")); Time.endDST(); Time.zone(-3.5);
        say(Time.format(t, TIME_FORMAT_ISO8601_FULL)); Time.zone(0); say(Time.format(t, TIME_FORMAT_ISO8601_FULL));
        say(String(Time.hourFormat12(t))); say(String(Time.isPM(t))); say(String(Time.weekday(t)));
    """
    assert answer(bench, sketch, body).split("|")[:-1] == [
        "Tue Nov 14 22:13:20 2023",
        "2023-11-14T23:13:20+01:00",
        "0",
        "1",
        "23:43",
        "2023-11-14T18:43:20-03:30",
        "2023-11-14T22:13:20Z",
        "10",
        "1",
        "3",
    ]


def test_a_stream_is_read_by_text_number_and_terminator(bench: Bench, sketch: Sketch) -> None:
    top = """
    struct Tape : public Stream {
        const char* at = "set 12;level=-3.5,rest\\nlast";
        int available() override { return strlen(at); }
        int read() override { return *at ? *at++ : -1; }
        int peek() override { return *at ? *at : -1; }
        size_t write(uint8_t) override { return 1; }
    } tape;
    """
    body = """
        tape.setTimeout(10);
        say(String(tape.parseInt())); say(String(tape.findUntil("=", "\\n"))); say(String(tape.parseFloat(), 1));
        say(String(tape.findUntil("never", "rest"))); say(tape.readStringUntil('\\n')); say(tape.readString());
        say(tape.readString());
    """
    assert answer(bench, sketch, body, top).split("|")[:-1] == ["12", "1", "-3.5", "0", "", "last", ""]


def test_a_vector_grows_and_forgets(bench: Bench, sketch: Sketch) -> None:
    body = """
        particle::Vector<int> v; v.append(5); v.append(7); v.prepend(3); v.removeOne(5);
        for (int x : v) say(String(x));
        say(String(v.contains(7))); say(String(v.indexOf(9))); say(String(v.takeLast())); say(String(v.size()));
    """
    assert answer(bench, sketch, body) == "3|7|1|-1|7|1|"


def test_bytes_become_hexadecimal_digits(bench: Bench, sketch: Sketch) -> None:
    body = "uint8_t b[] = {0, 0xab, 0x7f}; char h[7] = {0}; say(bytes2hexbuf(b, 3, h));"
    assert answer(bench, sketch, body) == "00ab7f|"


def test_waiting_for_the_contrary_of_a_condition_ends_when_it_is_false(bench: Bench, sketch: Sketch) -> None:
    top = "bool busy() { return millis() < 9000; }"
    body = "say(String(waitForNot(busy, 20000))); waitUntilNot(busy); say(String(millis() / 1000));"
    assert answer(bench, sketch, body, top) == "1|9|"


def test_a_sketch_may_have_a_random_of_its_own(bench: Bench, sketch: Sketch) -> None:
    top = "int random(int low, int high) { return low + high; }"
    assert answer(bench, sketch, "say(String(random(40, 2)));", top) == "42|"


def test_a_time_can_be_a_string_and_be_printed(bench: Bench, sketch: Sketch) -> None:
    body = """
        time_t t = 1700000000; Serial.println(Time.now()); Serial.print(t);
        say(String(t)); say("t=" + String(t - 1)); String s = "at "; s += t; say(s + t);
        say(String(-5LL)); say(String(18446744073709551615ULL, HEX));
    """
    assert (
        answer(bench, sketch, body) == "1700000000|t=1699999999|at 17000000001700000000|-5|ffffffffffffffff|"
    )


def test_a_name_that_is_too_long_is_a_compile_error_that_says_so() -> None:
    text = f'int f(String) {{ return 0; }}\nvoid setup() {{ Particle.function("{"n" * 65}", f); }}'
    with pytest.raises(CompileError) as refused:
        compile_project(make_project("sketch", {"sketch.ino": text.encode()}))
    assert "sketch.ino:2" in refused.value.output
    assert "at most 64 characters" in refused.value.output


def test_sizes_can_be_asked_of_the_newer_device_os_only(bench: Bench) -> None:
    project = make_project("sketch", {"a.ino": b"int n; void loop() { n = Particle.maxEventDataSize(); }"})
    assert compile_project(project, "3.3.1")
    with pytest.raises(CompileError) as refused:
        compile_project(project, "2.3.1")
    assert "maxEventDataSize" in refused.value.output


SLEEPER = """
int woken = 0;
void setup() {
    pinMode(D7, OUTPUT);
    Particle.variable("woken", woken);
}
void loop() {
    digitalWrite(D7, HIGH);
    System.sleep(D2, RISING, 60);
    digitalWrite(D7, LOW);
    woken = System.wokenUpByPin() ? 1 : 2;
    delay(30000);
}
"""


@pytest.mark.parametrize(("after", "reason"), [(5, 1), (None, 2)])
def test_a_sleep_ends_by_an_edge_at_its_pin_or_by_its_time(
    bench: Bench, sketch: Sketch, after: float | None, reason: int
) -> None:
    board = bench.photon(sketch(SLEEPER))

    async def scenario() -> None:
        board.plug_in()
        board.pins.set_input(PIN_NUMBERS["D2"], 0)
        await bench.clock.sleep(10)
        assert not board.online
        assert board.pins.views()["D7"]["digital"] == 1
        if after:
            await bench.clock.sleep(after)
            board.pins.set_input(PIN_NUMBERS["D2"], 1)
            await bench.clock.sleep(12)
        else:
            await bench.clock.sleep(65)
        assert board.pins.views()["D7"]["digital"] == 0
        assert board.online
        assert await board.read_variable("woken") == reason

    bench.run(scenario())


def test_a_deep_sleep_ends_in_a_start(bench: Bench, sketch: Sketch) -> None:
    board = bench.photon(
        sketch(
            "int reason; void setup() { reason = System.resetReason(); "
            'Particle.variable("reason", reason); }\n'
            "void loop() { if (reason == RESET_REASON_POWER_DOWN) System.sleep(SLEEP_MODE_DEEP, 30); }"
        )
    )

    async def scenario() -> None:
        board.plug_in()
        await bench.clock.sleep(20)
        assert not board.online
        await bench.clock.sleep(30)
        assert await board.read_variable("reason") == 30

    bench.run(scenario())


CONFIGURED = """
SYSTEM_THREAD(ENABLED);
int result = 0, boots = 0;
retained int starts = 0;
String said;
int nap(String how) {
    SystemSleepConfiguration configuration;
    if (how == "pins") configuration.mode(SystemSleepMode::STOP).gpio(D2, RISING).gpio(D3, FALLING).duration(60s);
    if (how == "time") configuration.mode(SystemSleepMode::ULTRA_LOW_POWER).duration(5000);
    if (how == "short") configuration.mode(SystemSleepMode::STOP).duration(999);
    if (how == "nothing") configuration.mode(SystemSleepMode::STOP);
    if (how == "odd") configuration.mode(SystemSleepMode::HIBERNATE).gpio(D2, RISING);
    if (how == "hibernate") configuration.mode(SystemSleepMode::HIBERNATE).duration(20s).flag(SystemSleepFlag::WAIT_CLOUD);
    if (how == "old") {
        SleepResult old = System.sleep({D2, D3}, {RISING, FALLING}, 60);
        said = String(old.reason()) + " " + old.pin() + " " + old.error();
        return 0;
    }
    SystemSleepResult slept = System.sleep(configuration);
    said = String((int)slept.wakeupReason()) + " " + slept.wakeupPin() + " " + slept.error();
    return slept.error();
}
void setup() {
    starts++;
    pinMode(D2, INPUT_PULLDOWN), pinMode(D3, INPUT_PULLUP);
    Particle.function("nap", nap);
    Particle.variable("said", said);
    Particle.variable("starts", starts);
}
"""


@pytest.mark.parametrize(
    ("how", "seconds", "told"),
    [("pins", 2, "1 3 0"), ("old", 2, "1 3 0"), ("time", 5, "4 65535 0"), ("pins", 60, "4 65535 0")],
)
def test_a_configured_sleep_tells_what_ended_it(
    bench: Bench, sketch: Sketch, how: str, seconds: float, told: str
) -> None:
    board = bench.photon(sketch(CONFIGURED))

    async def scenario() -> None:
        board.plug_in()
        await bench.clock.sleep(10)
        with pytest.raises(ConnectionError):
            await board.call_function("nap", how)
        await bench.clock.sleep(seconds)
        assert not board.online
        if seconds < 5:
            board.pins.set_input(PIN_NUMBERS["D3"], 0)
        await bench.clock.sleep(10)
        assert await board.read_variable("said") == told

    bench.run(scenario())


def test_a_sleep_that_the_photon_cannot_have_is_refused_and_hibernation_ends_in_a_start(
    bench: Bench, sketch: Sketch
) -> None:
    board = bench.photon(sketch(CONFIGURED))

    async def scenario() -> None:
        board.plug_in()
        await bench.clock.sleep(10)
        for how, error in (("", -270), ("short", -270), ("nothing", -270), ("odd", -120)):
            assert await board.call_function("nap", how) == error
        assert board.online
        with pytest.raises(ConnectionError):
            await board.call_function("nap", "hibernate")
        await bench.clock.sleep(15)
        assert not board.online
        await bench.clock.sleep(15)
        assert await board.read_variable("starts") == 2

    bench.run(scenario())
