#pragma once
#include <stdint.h>

#include "photon_host.h"
#include "spark_wiring_string.h"

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
    RESET_REASON_UPDATE_TIMEOUT = 90,
    RESET_REASON_FACTORY_RESET = 100,
    RESET_REASON_SAFE_MODE = 110,
    RESET_REASON_DFU_MODE = 120,
    RESET_REASON_PANIC = 130,
    RESET_REASON_USER = 140,
};
enum SystemResetFlag { RESET_NO_WAIT = 1 };
enum { ENABLED = 1, DISABLED = 0 };

class SystemClass {
public:
    String deviceID() const;
    String version() const;
    uint32_t versionNumber() const { return static_cast<uint32_t>(host_number(host::NUMBER_SYSTEM_VERSION)); }
    uint32_t freeMemory() const;
    unsigned uptime() const { return static_cast<unsigned>(host_now_us() / 1000000); }
    uint64_t millis() const { return static_cast<uint64_t>(host_now_us() / 1000); }
    uint32_t ticks() const { return static_cast<uint32_t>(host_now_us() * 120); }
    uint32_t ticksPerMicrosecond() const { return 120; }
    System_Mode_TypeDef mode() const;
    void reset() { reset(0); }
    void reset(uint32_t data, int = 0) { host_reset(RESET_REASON_USER, static_cast<int32_t>(data)); }
    int resetReason() const { return host_number(host::NUMBER_RESET_REASON); }
    uint32_t resetReasonData() const { return static_cast<uint32_t>(host_number(host::NUMBER_RESET_DATA)); }
    bool enableFeature(HAL_Feature) { return true; }
    uint16_t buttonPushed(uint8_t = 0) const { return static_cast<uint16_t>(host_number(host::NUMBER_BUTTON_MS)); }
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
#define STARTUP(code) static photon::Startup PHOTON_JOIN(photon_startup_, __LINE__)([] { code; });
#define SYSTEM_MODE(mode) STARTUP(photon::system_mode = mode)
#define SYSTEM_THREAD(state) STARTUP(photon::system_thread = (state) == ENABLED)
#define PRODUCT_ID(id)
#define PRODUCT_VERSION(version)
