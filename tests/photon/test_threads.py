"""Threads of a sketch: they wait, compute and lock beside the application, and a watchdog barks when it hangs."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from photonsim.photon.wasm import Firmware

from .conftest import Bench

Sketch = Callable[[str], Firmware]

THREADS = r"""
SYSTEM_THREAD(ENABLED);
int ticks = 0, spins = 0, inside = 0, worst = 0, sum = 0;
Mutex mutex;
RecursiveMutex recursive;
os_queue_t queue;
os_semaphore_t semaphore;
Thread* ticker;

void tick(void* step) { for (;;) { ticks += *(int*)step; delay(100); } }
void enter() {
    WITH_LOCK(mutex) {
        if (++inside > worst) worst = inside;
        delay(5);
        --inside;
    }
}
int step = 1;
int act(String how) {
    if (how == "start") { ticker = new Thread("ticker", tick, &step); return ticker->isValid() && ticker->isRunning(); }
    if (how == "ticks") return ticks;
    if (how == "spin") { static volatile unsigned n = 0; Thread("spinner", [] { for (;;) { ++n; if (n % 1000000 == 0) ++spins; } }); return 1; }
    if (how == "spins") return spins;
    if (how == "locks") {
        Thread a("a", [] { for (int i = 0; i < 10; ++i) enter(); }), b("b", [] { for (int i = 0; i < 10; ++i) enter(); });
        a.join(), b.join();
        return worst == 1 && !a.isRunning() && !a.isCurrent();
    }
    if (how == "recursive") { recursive.lock(); recursive.lock(); recursive.unlock(); recursive.unlock(); return recursive.try_lock(); }
    if (how == "try") { mutex.lock(); bool got = mutex.trylock(); mutex.unlock(); TRY_LOCK(mutex) { got = !got; } return got; }
    if (how == "queue") {
        os_queue_create(&queue, sizeof(int), 2, nullptr);
        Thread producer("producer", [] { for (int i = 1; i <= 5; ++i) os_queue_put(queue, &i, CONCURRENT_WAIT_FOREVER, nullptr); });
        for (int item; os_queue_take(queue, &item, 100, nullptr) == 0;) sum += item;
        return sum;
    }
    if (how == "semaphore") {
        os_semaphore_create(&semaphore, 1, 0);
        Thread giver("giver", [] { delay(50); os_semaphore_give(semaphore, false); });
        return os_semaphore_take(semaphore, 10, false) != 0 && os_semaphore_take(semaphore, 1000, false) == 0;
    }
    if (how == "alone") {
        int before, after;
        SINGLE_THREADED_BLOCK() { before = ticks; for (volatile int i = 0; i < 3000000; ++i) {} after = ticks; }
        return after - before;
    }
    if (how == "huge") { Thread t("huge", [] {}, OS_THREAD_PRIORITY_DEFAULT, 100000); return t.isValid(); }
    if (how == "heap") {
        // Two threads that allocate and print without ever waiting: they are interrupted anywhere.
        static volatile int done = 0;
        auto work = [] {
            for (int i = 0; i < 4000; ++i) { String text = String::format("%d %.3f", i, i / 3.0); if (text.toInt() != i) return; }
            done = done + 1;
        };
        Thread a("a", work), b("b", work);
        a.join(), b.join();
        return done;
    }
    if (how == "deep") { Thread t("deep", [] { volatile char block[2000]; block[millis() % 2000] = 1; delay(10); block[millis() % 2000] = 2; }, OS_THREAD_PRIORITY_DEFAULT, 512); t.join(); return 1; }
    if (how == "free") return System.freeMemory();
    return -1;
}
void setup() { Particle.function("act", act); }
"""


def test_a_thread_goes_on_beside_the_application(bench: Bench, sketch: Sketch) -> None:
    board = bench.photon(sketch(THREADS))

    async def scenario() -> None:
        board.plug_in()
        await bench.clock.sleep(10)
        assert await board.call_function("act", "start") == 1
        await bench.clock.sleep(10)
        assert await board.call_function("act", "ticks") == pytest.approx(100, abs=2)
        assert await board.call_function("act", "alone") == 0

    bench.run(scenario())


def test_a_thread_that_computes_for_ever_leaves_the_application_its_turn(
    bench: Bench, sketch: Sketch
) -> None:
    board = bench.photon(sketch(THREADS))

    async def scenario() -> None:
        board.plug_in()
        await bench.clock.sleep(10)
        assert await board.call_function("act", "spin") == 1
        await bench.clock.sleep(1)
        first = await board.call_function("act", "spins")
        await bench.clock.sleep(1)
        assert await board.call_function("act", "spins") > first > 0

    bench.run(scenario())


@pytest.mark.parametrize(
    ("how", "result"),
    [("locks", 1), ("recursive", 1), ("try", 1), ("queue", 15), ("semaphore", 1), ("huge", 0), ("heap", 2)],
)
def test_what_threads_share(bench: Bench, sketch: Sketch, how: str, result: int) -> None:
    board = bench.photon(sketch(THREADS))

    async def scenario() -> None:
        board.plug_in()
        await bench.clock.sleep(10)
        assert await board.call_function("act", how) == result

    bench.run(scenario())


def test_a_thread_with_too_small_a_stack_is_a_stack_overflow(bench: Bench, sketch: Sketch) -> None:
    board = bench.photon(sketch(THREADS))

    async def scenario() -> None:
        board.plug_in()
        await bench.clock.sleep(10)
        with pytest.raises(ConnectionError):
            await board.call_function("act", "deep")

    bench.run(scenario())
    assert bench.summaries("panic")[0].startswith("p1: panic 13 (stack_overflow): ")


WATCHDOG = r"""
SYSTEM_THREAD(ENABLED);
ApplicationWatchdog watchdog(3000, [] { System.reset(77); });
int hang(String) { for (;;) {} }
int wait(String ms) { delay(ms.toInt()); return 1; }
int feed(String) { for (int i = 0; i < 5; ++i) { delay(2000); watchdog.checkin(); } return 1; }
int why(String) { return System.resetReason() * 1000 + System.resetReasonData(); }
void setup() {
    Particle.function("hang", hang); Particle.function("wait", wait);
    Particle.function("feed", feed); Particle.function("why", why);
}
"""


@pytest.mark.parametrize(
    ("function", "argument", "barks"),
    [("hang", "", True), ("wait", "7000", True), ("wait", "2000", False), ("feed", "", False)],
)
def test_the_watchdog_barks_when_the_application_does_not_check_in(
    bench: Bench, sketch: Sketch, function: str, argument: str, barks: bool
) -> None:
    board = bench.photon(sketch(WATCHDOG))

    async def scenario() -> None:
        board.plug_in()
        await bench.clock.sleep(60)
        began = bench.clock.now()
        if barks:
            with pytest.raises(ConnectionError):
                await board.call_function(function, argument)
            assert 3 <= bench.clock.now() - began <= 6.1
            await bench.clock.sleep(10)
            assert await board.call_function("why", "") == 140_077
        else:
            assert await board.call_function(function, argument) == 1

    bench.run(scenario())


def test_the_watchdog_does_not_bark_at_time_that_was_skipped_over(bench: Bench, sketch: Sketch) -> None:
    board = bench.photon(sketch(WATCHDOG))

    async def scenario() -> None:
        board.plug_in()
        await bench.clock.sleep(10)
        await bench.clock.advance(91 * 86_400.0)
        assert await board.call_function("why", "") == 40_000

    bench.run(scenario())
