// System.sleep() by a configuration, as Device OS has it since 2.0. Source: Device OS v2.3.1,
// system/inc/system_sleep_configuration.h and hal/src/stm32f2xx/sleep_hal.cpp. What wakes a simulated Photon is an edge
// or the time; serial ports, voltages and networks do not.
#pragma once
#include <chrono>

#include "spark_wiring.h"
#include "spark_wiring_interrupts.h"

namespace particle {
enum class SystemSleepMode : uint8_t { NONE = 0, STOP = 1, ULTRA_LOW_POWER = 2, HIBERNATE = 3 };
enum class SystemSleepFlag : uint32_t { NONE = 0, WAIT_CLOUD = 1 };
enum class SystemSleepWakeupReason : uint16_t { UNKNOWN = 0, BY_GPIO = 1, BY_RTC = 4 };

class SystemSleepConfiguration {
public:
    SystemSleepConfiguration& mode(SystemSleepMode mode) {
        mode_ = mode;
        return *this;
    }
    SystemSleepConfiguration& flag(SystemSleepFlag) { return *this; }
    // At least a second.
    SystemSleepConfiguration& duration(system_tick_t ms) {
        has_duration_ = true;
        duration_ms_ = ms;
        return *this;
    }
    SystemSleepConfiguration& duration(std::chrono::milliseconds time) { return duration(static_cast<system_tick_t>(time.count())); }
    // One of several pins; of HIBERNATE it must be WKP.
    SystemSleepConfiguration& gpio(pin_t pin, InterruptMode edge);
    bool valid() const { return mode_ != SystemSleepMode::NONE; }

    SystemSleepMode mode() const { return mode_; }
    // 0, or the error of a configuration that the Photon refuses (services/inc/system_error.h).
    int error() const;
    long duration_ms() const { return has_duration_ ? static_cast<long>(duration_ms_) : 0; }
    int pins() const { return pins_; }
    pin_t pin(int index) const { return pin_[index]; }
    InterruptMode edge(int index) const { return edge_[index]; }

private:
    SystemSleepMode mode_ = SystemSleepMode::NONE;
    bool has_duration_ = false;
    system_tick_t duration_ms_ = 0;
    int pins_ = 0;
    pin_t pin_[TOTAL_PINS];
    InterruptMode edge_[TOTAL_PINS];
};

class SystemSleepResult {
public:
    SystemSleepResult() = default;
    SystemSleepResult(SystemSleepWakeupReason reason, pin_t pin, int error) : reason_(reason), pin_(pin), error_(error) {}
    SystemSleepWakeupReason wakeupReason() const { return reason_; }
    pin_t wakeupPin() const { return pin_; }  // 65535 where no pin did
    int error() const { return error_; }

private:
    SystemSleepWakeupReason reason_ = SystemSleepWakeupReason::UNKNOWN;
    pin_t pin_ = 0xFFFF;
    int error_ = 0;
};
}  // namespace particle
using particle::SystemSleepConfiguration;
using particle::SystemSleepFlag;
using particle::SystemSleepMode;
using particle::SystemSleepResult;
using particle::SystemSleepWakeupReason;
