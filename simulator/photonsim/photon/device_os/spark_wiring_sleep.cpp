// System.sleep().
#include "Particle.h"
#include "scheduler.h"

namespace {

constexpr int NOT_SUPPORTED = -120, INVALID_ARGUMENT = -270;
constexpr uint16_t NO_PIN = 0xFFFF;
volatile uint16_t woken_by = NO_PIN;

// Stands still until an edge at one of the pins, or for so long (0: for ever). The pin, or NO_PIN.
uint16_t sleepUntilEdge(const uint16_t* pins, const InterruptMode* edges, int count, int64_t duration_ms) {
    woken_by = NO_PIN;
    for (int i = 0; i < count; ++i) {
        const uint16_t pin = pins[i];
        attachInterrupt(pin, [pin] { woken_by = pin; }, edges[i]);
    }
    const int64_t end = duration_ms > 0 ? host_now_us() + duration_ms * 1000 : INT64_MAX;
    while (woken_by == NO_PIN && host_now_us() < end) photon::waitUntilTime(end, host::WAIT_FOR_MESSAGES);
    for (int i = 0; i < count; ++i) detachInterrupt(pins[i]);
    return woken_by;
}

// Everything off but the clock and WKP; what follows is a start.
void standBy(bool wakes_by_pin, int64_t duration_ms) {
    for (int pin = 0; pin < BTN; ++pin) host_pin_mode(pin, INPUT);  // standby lets go of all pins
    const uint16_t pin = WKP;
    const InterruptMode edge = RISING;
    sleepUntilEdge(&pin, &edge, wakes_by_pin ? 1 : 0, duration_ms);
    host_reset(RESET_REASON_POWER_MANAGEMENT, 0);
}

// Without Wi-Fi meanwhile, which is there again afterwards.
uint16_t stop(const uint16_t* pins, const InterruptMode* edges, int count, int64_t duration_ms) {
    const bool reconnects = WiFi.ready() || WiFi.connecting();
    WiFi.off();
    const uint16_t pin = sleepUntilEdge(pins, edges, count, duration_ms);
    if (reconnects) WiFi.connect();
    return pin;
}

}  // namespace

SystemSleepConfiguration& SystemSleepConfiguration::gpio(pin_t pin, InterruptMode edge) {
    for (int i = 0; i < pins_; ++i) {
        if (pin_[i] == pin) {
            edge_[i] = edge;
            return *this;
        }
    }
    if (pins_ < TOTAL_PINS) {
        pin_[pins_] = pin;
        edge_[pins_++] = edge;
    }
    return *this;
}

int SystemSleepConfiguration::error() const {
    if (!valid() || (has_duration_ && duration_ms_ < 1000)) return INVALID_ARGUMENT;
    if (mode_ == SystemSleepMode::HIBERNATE) {
        for (int i = 0; i < pins_; ++i) {
            if (pin_[i] != WKP) return NOT_SUPPORTED;
        }
        return 0;
    }
    return pins_ || has_duration_ ? 0 : INVALID_ARGUMENT;
}

SystemSleepResult SystemClass::sleep(const SystemSleepConfiguration& configuration) {
    if (const int error = configuration.error()) {
        return SystemSleepResult(SystemSleepWakeupReason::UNKNOWN, NO_PIN, error);
    }
    if (configuration.mode() == SystemSleepMode::HIBERNATE) {
        WiFi.off();
        standBy(configuration.pins() > 0, configuration.duration_ms());
    }
    uint16_t pins[TOTAL_PINS];
    InterruptMode edges[TOTAL_PINS];
    for (int i = 0; i < configuration.pins(); ++i) {
        pins[i] = configuration.pin(i);
        edges[i] = configuration.edge(i);
    }
    const uint16_t pin = stop(pins, edges, configuration.pins(), configuration.duration_ms());
    sleep_result_ = pin == NO_PIN ? SleepResult(WAKEUP_REASON_RTC, NO_PIN) : SleepResult(WAKEUP_REASON_PIN, pin);
    return SystemSleepResult(pin == NO_PIN ? SystemSleepWakeupReason::BY_RTC : SystemSleepWakeupReason::BY_GPIO, pin, 0);
}

SleepResult SystemClass::sleep(Spark_Sleep_TypeDef mode, long seconds, SleepOption option) {
    const bool reconnects = WiFi.ready() || WiFi.connecting();
    WiFi.off();
    if (mode == SLEEP_MODE_WLAN) {
        static Timer wake(1000, [] { WiFi.connect(); }, true);
        if (seconds > 0 && reconnects) wake.changePeriod(static_cast<unsigned>(seconds) * 1000);
        return SleepResult();
    }
    standBy(!(option & SLEEP_DISABLE_WKP_PIN), static_cast<int64_t>(seconds) * 1000);
    return SleepResult();
}

SleepResult SystemClass::sleep(const uint16_t* pins, size_t count, const InterruptMode* edges, size_t edge_count, long seconds) {
    if (!count || !edge_count || count > TOTAL_PINS) return sleep_result_ = SleepResult(WAKEUP_REASON_NONE, NO_PIN, INVALID_ARGUMENT);
    InterruptMode each[TOTAL_PINS];
    for (size_t i = 0; i < count; ++i) each[i] = edges[i < edge_count ? i : edge_count - 1];
    const uint16_t pin = stop(pins, each, static_cast<int>(count), static_cast<int64_t>(seconds) * 1000);
    return sleep_result_ = pin == NO_PIN ? SleepResult(WAKEUP_REASON_RTC, NO_PIN) : SleepResult(WAKEUP_REASON_PIN, pin);
}
