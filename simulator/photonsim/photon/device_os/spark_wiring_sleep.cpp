// System.sleep().
#include "Particle.h"
#include "scheduler.h"

namespace {

volatile bool woken = false;

// Stands still until an edge at `pin`, or for `seconds` (0: for ever). Whether the edge came.
bool sleepUntilEdge(uint16_t pin, InterruptMode edge, long seconds) {
    woken = false;
    attachInterrupt(pin, [] { woken = true; }, edge);
    const int64_t end = seconds > 0 ? host_now_us() + static_cast<int64_t>(seconds) * 1000000 : INT64_MAX;
    while (!woken && host_now_us() < end) photon::waitUntilTime(end, host::WAIT_FOR_MESSAGES);
    detachInterrupt(pin);
    return woken;
}

}  // namespace

SleepResult SystemClass::sleep(Spark_Sleep_TypeDef mode, long seconds) {
    const bool reconnects = WiFi.ready() || WiFi.connecting();
    WiFi.off();
    if (mode == SLEEP_MODE_WLAN) {
        static Timer wake(1000, [] { WiFi.connect(); }, true);
        if (seconds > 0 && reconnects) wake.changePeriod(static_cast<unsigned>(seconds) * 1000);
        return SleepResult();
    }
    for (int pin = 0; pin < BTN; ++pin) host_pin_mode(pin, INPUT);  // standby lets go of all pins
    sleepUntilEdge(WKP, RISING, seconds);
    host_reset(RESET_REASON_POWER_MANAGEMENT, 0);
    return SleepResult();
}

SleepResult SystemClass::sleep(uint16_t wake_pin, uint16_t edge, long seconds) {
    const bool reconnects = WiFi.ready() || WiFi.connecting();
    WiFi.off();
    const bool by_pin = sleepUntilEdge(wake_pin, static_cast<InterruptMode>(edge), seconds);
    sleep_result_ = by_pin ? SleepResult(WAKEUP_REASON_PIN, wake_pin) : SleepResult(WAKEUP_REASON_RTC, 0xFFFF);
    if (reconnects) WiFi.connect();
    return sleep_result_;
}
