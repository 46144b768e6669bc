#include "scheduler.h"

#include "Particle.h"
#include "dispatch.h"

// Overridden by firmware that knows when its loop() next has something to do, in ms; 0: no such knowledge.
extern "C" __attribute__((weak)) unsigned long photonlink_idle_ms() { return 0; }
__attribute__((weak)) void setup() {}
__attribute__((weak)) void loop() {}
// Left out by most sketches: then nobody asks the ports after each loop().
__attribute__((weak)) void serialEvent();
__attribute__((weak)) void serialEvent1();

namespace {

constexpr int POLLS_BEFORE_TIME_PASSES = 100;
constexpr int64_t BACKGROUND_INTERVAL_US = 1000000;  // Device OS, system_cloud.h: SPARK_LOOP_DELAY_MILLIS
constexpr int64_t LOOP_PERIOD_US = 1000;             // of a loop() that does not wait
constexpr unsigned long NEVER = 0xFFFFFFFF;

int polls = 0;
bool in_timer = false;
unsigned long delayed_since_background_ms = 0;

void runTimers() {
    if (in_timer || Timer::nextDue() == INT64_MAX) return;
    in_timer = true;
    Timer::runDue(host_now_us());
    in_timer = false;
}

}  // namespace

namespace photon {

System_Mode_TypeDef system_mode = AUTOMATIC;
bool system_thread = false;
bool between_loops = false;

void waitUntilTime(int64_t until_us, int32_t flags) {
    if (host_current_thread()) {
        // Another thread than the application's: no timers, no interrupts, no messages.
        while (host_now_us() < until_us) host_wait(until_us, 0);
        return;
    }
    for (;;) {
        polls = 0;
        int64_t next = until_us;
        if (!in_timer && Timer::nextDue() < next) next = Timer::nextDue();
        const int32_t woken = host_wait(next, flags);
        if (woken & host::WOKEN_BY_INTERRUPT) dispatchInterrupts();
        runTimers();
        if (host_now_us() >= until_us) return;
        if ((flags & host::WAIT_FOR_MESSAGES) && (woken & (host::WOKEN_BY_MESSAGE | host::WOKEN_BY_INTERRUPT))) return;
    }
}

void waitForEdge(int64_t until_us) {
    if (host_current_thread()) {
        host_wait(until_us, 0);
        return;
    }
    polls = 0;
    int64_t next = until_us;
    if (!in_timer && Timer::nextDue() < next) next = Timer::nextDue();
    if (host_wait(next, 0) & host::WOKEN_BY_INTERRUPT) dispatchInterrupts();
    runTimers();
}

void polled(int64_t step_us) {
    if (++polls >= POLLS_BEFORE_TIME_PASSES) waitUntilTime(host_now_us() + step_us, 0);
}

// The system joins a network, connects, listens or takes an update. Without a thread of its own it does so here, and the
// application stands still; timers and interrupts do not.
void connectionWork(int32_t busy_ms) {
    for (; busy_ms; busy_ms = host_cloud(host::SYSTEM_BUSY)) {
        waitUntilTime(host_now_us() + static_cast<int64_t>(busy_ms) * 1000, 0);
    }
}

void background() {
    delayed_since_background_ms = 0;
    connectionWork(host_pumped());
    dispatchMessage();
}

bool waitForCondition(const std::function<bool()>& condition, unsigned long timeout_ms) {
    const int64_t end = host_now_us() + static_cast<int64_t>(timeout_ms) * 1000;
    while (!condition()) {
        if (host_now_us() >= end) return false;
        background();
        waitUntilTime(host_now_us() + LOOP_PERIOD_US, host::WAIT_FOR_MESSAGES);
    }
    return true;
}

}  // namespace photon

void delay(unsigned long ms) {
    if (!ms) return;
    if (host_current_thread()) return photon::waitUntilTime(host_now_us() + static_cast<int64_t>(ms) * 1000, 0);
    const int64_t begin = host_now_us();
    const int64_t end = begin + static_cast<int64_t>(ms) * 1000;
    int64_t next_background = begin + BACKGROUND_INTERVAL_US;
    delayed_since_background_ms += ms;
    for (int64_t now = begin; now < end; now = host_now_us()) {
        if (now >= next_background || delayed_since_background_ms >= 1000) {
            next_background = now + BACKGROUND_INTERVAL_US;
            photon::background();
            continue;
        }
        photon::waitUntilTime(next_background < end ? next_background : end, 0);
    }
}

void delayMicroseconds(unsigned int us) { photon::waitUntilTime(host_now_us() + us, 0); }

void CloudClass::process() {
    ApplicationWatchdog::checkin();
    if (host_current_thread()) return;
    photon::background();
    photon::polled(LOOP_PERIOD_US);
}

// The application thread, from setup() to the next reset. The constructors have run.
extern "C" __attribute__((export_name("photon_main"))) void photon_main() {
    host_boot(photon::system_mode, photon::system_thread);
    if (photon::system_mode == AUTOMATIC && !photon::system_thread) {
        // Without a system thread nothing of the application runs before the first connection.
        while (!Particle.connected()) photon::waitUntilTime(host_now_us() + BACKGROUND_INTERVAL_US, host::WAIT_FOR_MESSAGES);
    }
    setup();
    host_setup_done();
    for (;;) {
        // With MANUAL the system connects by itself, and handles what comes only when it is told to.
        if (photon::system_thread || photon::system_mode != MANUAL) photon::background();
        else photon::connectionWork(host_cloud(host::SYSTEM_BUSY));
        loop();
        if (serialEvent && Serial.available()) serialEvent();
        if (serialEvent1 && Serial1.available()) serialEvent1();
        ApplicationWatchdog::checkin();
        photon::between_loops = true;
        const unsigned long idle_ms = photonlink_idle_ms();
        if (idle_ms) {
            const int64_t until = idle_ms == NEVER ? INT64_MAX : host_now_us() + static_cast<int64_t>(idle_ms) * 1000;
            photon::waitUntilTime(until, host::WAIT_FOR_MESSAGES | host::WAIT_HINTED);
        } else {
            photon::waitUntilTime(host_now_us() + LOOP_PERIOD_US, host::WAIT_FOR_MESSAGES);
        }
        photon::between_loops = false;
    }
}
