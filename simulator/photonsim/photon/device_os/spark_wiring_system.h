#pragma once
#include <stdint.h>

#include <chrono>
#include <functional>
#include <initializer_list>

#include "photon_host.h"
#include "spark_wiring.h"
#include "spark_wiring_sleep.h"
#include "spark_wiring_error.h"
#include "spark_wiring_string.h"
#include "system_event.h"

typedef enum { DEFAULT = 0, AUTOMATIC = 1, SEMI_AUTOMATIC = 2, MANUAL = 3, SAFE_MODE = 4 } System_Mode_TypeDef;
enum HAL_Feature { FEATURE_RETAINED_MEMORY = 1, FEATURE_WARM_START, FEATURE_RESET_INFO };
enum System_Reset_Reason {
    RESET_REASON_NONE = 0,
    RESET_REASON_UNKNOWN = 10,
    RESET_REASON_PIN_RESET = 20,
    RESET_REASON_POWER_MANAGEMENT = 30,
    RESET_REASON_POWER_DOWN = 40,
    RESET_REASON_POWER_BROWNOUT = 50,
    RESET_REASON_WATCHDOG = 60,
    RESET_REASON_UPDATE = 70,
    RESET_REASON_UPDATE_ERROR = 80,
    RESET_REASON_UPDATE_TIMEOUT = 90,
    RESET_REASON_FACTORY_RESET = 100,
    RESET_REASON_SAFE_MODE = 110,
    RESET_REASON_DFU_MODE = 120,
    RESET_REASON_PANIC = 130,
    RESET_REASON_USER = 140,
};
enum cloud_disconnect_reason {
    CLOUD_DISCONNECT_REASON_NONE,
    CLOUD_DISCONNECT_REASON_ERROR,
    CLOUD_DISCONNECT_REASON_USER,
    CLOUD_DISCONNECT_REASON_NETWORK_DISCONNECT,
    CLOUD_DISCONNECT_REASON_LISTENING,
    CLOUD_DISCONNECT_REASON_SYSTEM_RESET,
    CLOUD_DISCONNECT_REASON_SLEEP,
    CLOUD_DISCONNECT_REASON_UNKNOWN
};
enum network_disconnect_reason {
    NETWORK_DISCONNECT_REASON_NONE,
    NETWORK_DISCONNECT_REASON_ERROR,
    NETWORK_DISCONNECT_REASON_USER,
    NETWORK_DISCONNECT_REASON_NETWORK_OFF,
    NETWORK_DISCONNECT_REASON_LISTENING,
    NETWORK_DISCONNECT_REASON_SLEEP,
    NETWORK_DISCONNECT_REASON_RESET,
    NETWORK_DISCONNECT_REASON_UNKNOWN
};
enum SystemResetFlag { RESET_NO_WAIT = 1, RESET_PERSIST_DFU = 2 };
enum system_flag_t {
    SYSTEM_FLAG_OTA_UPDATE_PENDING = host::FLAG_UPDATE_PENDING,
    SYSTEM_FLAG_OTA_UPDATE_ENABLED = host::FLAG_UPDATE_ENABLED,
    SYSTEM_FLAG_RESET_PENDING = host::FLAG_RESET_PENDING,
    SYSTEM_FLAG_RESET_ENABLED = host::FLAG_RESET_ENABLED,
    // These five change nothing here.
    SYSTEM_FLAG_STARTUP_LISTEN_MODE,
    SYSTEM_FLAG_WIFITESTER_OVER_SERIAL1,
    SYSTEM_FLAG_PUBLISH_RESET_INFO,
    SYSTEM_FLAG_RESET_NETWORK_ON_CLOUD_ERRORS,
    SYSTEM_FLAG_PM_DETECTION,
    SYSTEM_FLAG_OTA_UPDATE_FORCED = host::FLAG_UPDATE_FORCED
};
enum { ENABLED = 1, DISABLED = 0 };
enum Spark_Sleep_TypeDef { SLEEP_MODE_WLAN = 0, SLEEP_MODE_DEEP = 1, SLEEP_MODE_SOFTPOWEROFF = 2 };
// What becomes of the network, and whether WKP wakes from deep sleep. Only the latter changes something here.
enum SleepOption { SLEEP_NETWORK_OFF = 0, SLEEP_NETWORK_STANDBY = 1, SLEEP_DISABLE_WKP_PIN = 2, SLEEP_NO_WAIT = 4 };
enum SleepReason { WAKEUP_REASON_NONE = 0, WAKEUP_REASON_PIN = 1, WAKEUP_REASON_RTC = 2, WAKEUP_REASON_PIN_OR_RTC = 3, WAKEUP_REASON_UNKNOWN = 4 };
typedef SleepReason WakeupReason;

// What ended a sleep.
class SleepResult {
public:
    SleepResult() = default;
    SleepResult(SleepReason reason, uint16_t pin, int error = 0) : reason_(reason), pin_(pin), error_(error) {}
    SleepReason reason() const { return reason_; }
    bool wokenUpByPin() const { return reason_ == WAKEUP_REASON_PIN; }
    bool wokenUpByRtc() const { return reason_ == WAKEUP_REASON_RTC; }
    uint16_t pin() const { return pin_; }
    int error() const { return error_; }
    operator int() const { return error_; }

private:
    SleepReason reason_ = WAKEUP_REASON_NONE;
    uint16_t pin_ = 0xFFFF;
    int error_ = 0;
};

class SystemClass {
public:
    static String deviceID();
    static String version();
    static uint32_t versionNumber() { return static_cast<uint32_t>(host_number(host::NUMBER_SYSTEM_VERSION)); }
    static uint32_t freeMemory();
    static unsigned uptime() { return static_cast<unsigned>(host_now_us() / 1000000); }
    static uint64_t millis() { return static_cast<uint64_t>(host_now_us() / 1000); }
    static uint32_t ticks() { return static_cast<uint32_t>(host_now_us() * 120); }
    static uint32_t ticksPerMicrosecond() { return 120; }
    static void ticksDelay(uint32_t duration) {
        for (const uint32_t began = ticks(); ticks() - began < duration;) {}
    }
    static System_Mode_TypeDef mode();
    static void reset() { reset(0); }
    static void reset(SystemResetFlag flag) { reset(0, flag); }
    static void reset(uint32_t data) { reset(data, 0); }
    static void reset(uint32_t data, int flags);
    static void enterSafeMode(int = 0) { host_reset(RESET_REASON_SAFE_MODE, 0); }
    static void dfu(int = 0) { host_reset(RESET_REASON_DFU_MODE, 0); }

    // -- updates and resets that wait until the sketch allows them
    static void enableUpdates() { host_system_flag(host::FLAG_UPDATE_ENABLED, 1); }
    static void disableUpdates() { host_system_flag(host::FLAG_UPDATE_ENABLED, 0); }
    static bool updatesEnabled() { return host_system_flag(host::FLAG_UPDATE_ENABLED, -1) != 0; }
    static bool updatesPending() { return host_system_flag(host::FLAG_UPDATE_PENDING, -1) != 0; }
    static bool updatesForced() { return host_system_flag(host::FLAG_UPDATE_FORCED, -1) != 0; }
    static void enableReset() { host_system_flag(host::FLAG_RESET_ENABLED, 1); }
    static void disableReset() { host_system_flag(host::FLAG_RESET_ENABLED, 0); }
    static bool resetEnabled() { return host_system_flag(host::FLAG_RESET_ENABLED, -1) != 0; }
    static bool resetPending() { return host_system_flag(host::FLAG_RESET_PENDING, -1) != 0; }

    static void enable(system_flag_t flag) { host_system_flag(flag, 1); }
    static void disable(system_flag_t flag) { host_system_flag(flag, 0); }
    static bool enabled(system_flag_t flag) { return host_system_flag(flag, -1) != 0; }

    // -- waiting, while the background runs
    template <typename Condition>
    static bool waitCondition(Condition condition) {
        return waitConditionWhile(condition, [] { return true; });
    }
    template <typename Condition>
    static bool waitCondition(Condition condition, system_tick_t timeout_ms) {
        const uint64_t end = millis() + timeout_ms;
        return waitConditionWhile(condition, [end] { return millis() < end; });
    }
    template <typename Condition, typename While>
    static bool waitConditionWhile(Condition condition, While goes_on) {
        while (goes_on() && !condition()) runBackground();
        return condition();
    }

    // -- system events
    static bool on(system_event_t events, void (*handler)(system_event_t, int, void*)) {
        return listenTo(events, reinterpret_cast<void*>(handler), [handler](system_event_t e, int p) { handler(e, p, nullptr); });
    }
    static bool on(system_event_t events, void (*handler)(system_event_t, int)) {
        return listenTo(events, reinterpret_cast<void*>(handler), handler);
    }
    static bool on(system_event_t events, void (*handler)(system_event_t)) {
        return listenTo(events, reinterpret_cast<void*>(handler), [handler](system_event_t e, int) { handler(e); });
    }
    static bool on(system_event_t events, void (*handler)()) {
        return listenTo(events, reinterpret_cast<void*>(handler), [handler](system_event_t, int) { handler(); });
    }
    template <typename Handler>
    static void off(Handler* handler) {
        ignore(all_events, reinterpret_cast<void*>(handler));
    }
    template <typename Handler>
    static void off(system_event_t events, Handler* handler) {
        ignore(events, reinterpret_cast<void*>(handler));
    }

    static int resetReason() { return host_number(host::NUMBER_RESET_REASON); }
    static uint32_t resetReasonData() { return static_cast<uint32_t>(host_number(host::NUMBER_RESET_DATA)); }
    static bool enableFeature(HAL_Feature) { return true; }
    static bool disableFeature(HAL_Feature) { return true; }

    // Wi-Fi off for so many seconds, while the sketch goes on; with SLEEP_MODE_DEEP everything off, and then a start
    // (0: only a rising edge at WKP ends it).
    static SleepResult sleep(long seconds) { return sleep(SLEEP_MODE_WLAN, seconds); }
    static SleepResult sleep(Spark_Sleep_TypeDef mode, long seconds = 0, SleepOption option = SLEEP_NETWORK_OFF);
    static SleepResult sleep(Spark_Sleep_TypeDef mode, SleepOption option, long seconds = 0) { return sleep(mode, seconds, option); }
    static SleepResult sleep(std::chrono::seconds time) { return sleep(static_cast<long>(time.count())); }
    static SleepResult sleep(Spark_Sleep_TypeDef mode, std::chrono::seconds time, SleepOption option = SLEEP_NETWORK_OFF) {
        return sleep(mode, static_cast<long>(time.count()), option);
    }
    // Stop mode: the sketch stands still until the edge, or so many seconds (0: for ever), and then goes on.
    static SleepResult sleep(uint16_t wake_pin, InterruptMode edge, long seconds = 0, SleepOption = SLEEP_NETWORK_OFF) {
        return sleep(&wake_pin, 1, &edge, 1, seconds);
    }
    static SleepResult sleep(uint16_t wake_pin, InterruptMode edge, SleepOption, long seconds = 0) { return sleep(wake_pin, edge, seconds); }
    static SleepResult sleep(uint16_t wake_pin, InterruptMode edge, std::chrono::seconds time) {
        return sleep(wake_pin, edge, static_cast<long>(time.count()));
    }
    // One of several pins, each with its own edge, or all with the last.
    static SleepResult sleep(std::initializer_list<pin_t> pins, InterruptMode edge, long seconds = 0) {
        return sleep(pins.begin(), pins.size(), &edge, 1, seconds);
    }
    static SleepResult sleep(std::initializer_list<pin_t> pins, InterruptMode edge, std::chrono::seconds time) {
        return sleep(pins, edge, static_cast<long>(time.count()));
    }
    static SleepResult sleep(std::initializer_list<pin_t> pins, std::initializer_list<InterruptMode> edges, long seconds = 0) {
        return sleep(pins.begin(), pins.size(), edges.begin(), edges.size(), seconds);
    }
    static SleepResult sleep(const pin_t* pins, size_t count, InterruptMode edge, long seconds = 0) {
        return sleep(pins, count, &edge, 1, seconds);
    }
    static SleepResult sleep(const pin_t* pins, size_t count, const InterruptMode* edges, size_t edge_count, long seconds = 0);
    // As it is configured; an error where the Photon cannot sleep like that.
    static SystemSleepResult sleep(const SystemSleepConfiguration& configuration);
    static SleepResult sleepResult() { return sleep_result_; }
    static int sleepError() { return sleep_result_.error(); }
    static SleepReason wakeUpReason() { return sleep_result_.reason(); }
    static bool wokenUpByPin() { return sleep_result_.wokenUpByPin(); }
    static bool wokenUpByRtc() { return sleep_result_.wokenUpByRtc(); }
    static uint16_t wakeUpPin() { return sleep_result_.pin(); }
    static bool featureEnabled(HAL_Feature feature);
    static uint16_t buttonPushed(uint8_t = 0) { return static_cast<uint16_t>(host_number(host::NUMBER_BUTTON_MS)); }

private:
    static void runBackground();
    static bool listenTo(system_event_t events, void* key, std::function<void(system_event_t, int)> handler);
    static void ignore(system_event_t events, void* key);
    static SleepResult sleep_result_;
};
extern SystemClass System;

namespace photon {
// A text of the board, photon_host.h: TEXT_*.
String hostText(int what);
extern System_Mode_TypeDef system_mode;
extern bool system_thread;
struct Startup {
    explicit Startup(void (*code)()) { code(); }
};
}  // namespace photon

#define PHOTON_JOIN2(a, b) a##b
#define PHOTON_JOIN(a, b) PHOTON_JOIN2(a, b)
#define STARTUP(code) static photon::Startup PHOTON_JOIN(photon_startup_, __COUNTER__)([] { code; });
#define SYSTEM_MODE(mode) STARTUP(photon::system_mode = mode)
#define SYSTEM_THREAD(state) STARTUP(photon::system_thread = (state) == ENABLED)
// Numbers of a product, once in a program. The simulated cloud has no products, so nothing asks for them.
#define PRODUCT_ID(id) uint16_t __system_product_id = (id);
#define PRODUCT_VERSION(version) uint16_t __system_product_version = (version);
