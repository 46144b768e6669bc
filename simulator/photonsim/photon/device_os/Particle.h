// The wiring API of Device OS for a sketch that runs on a simulated Photon (platform 6).
#pragma once
#include <ctype.h>
#include <limits.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <chrono>

#include "hal_platform.h"
#include "pinmap_impl.h"
#include "spark_wiring.h"
#include "spark_wiring_arduino.h"
#include "spark_wiring_character.h"
#include "spark_wiring_cloud.h"
#include "spark_wiring_eeprom.h"
#include "spark_wiring_i2c.h"
#include "spark_wiring_interrupts.h"
#include "spark_wiring_json.h"
#include "spark_wiring_led.h"
#include "spark_wiring_logging.h"
#include "spark_wiring_print.h"
#include "spark_wiring_retained.h"
#include "spark_wiring_rgb.h"
#include "spark_wiring_serial.h"
#include "spark_wiring_servo.h"
#include "spark_wiring_spi.h"
#include "spark_wiring_string.h"
#include "spark_wiring_system.h"
#include "spark_wiring_tcpclient.h"
#include "spark_wiring_thread.h"
#include "spark_wiring_time.h"
#include "spark_wiring_timer.h"
#include "spark_wiring_tone.h"
#include "spark_wiring_vector.h"
#include "spark_wiring_udp.h"
#include "spark_wiring_watchdog.h"
#include "spark_wiring_wifi.h"
#include "string_convert.h"
#include "system_version.h"

using namespace spark;
using namespace particle;
using namespace std::literals::chrono_literals;

// Waiting for a condition runs the background, as in a long delay().
#define waitUntil(condition) \
    do {                     \
        while (!(condition())) Particle.process(), delay(1); \
    } while (0)
#define waitUntilNot(condition) waitUntil([&] { return !(condition)(); })
#define waitForNot(condition, timeout_ms) photon::waitForCondition([&] { return !(condition)(); }, timeout_ms)
#define waitFor(condition, timeout_ms) photon::waitForCondition([&] { return (condition)(); }, timeout_ms)
namespace photon {
bool waitForCondition(const std::function<bool()>& condition, unsigned long timeout_ms);
}

void setup();
void loop();
void serialEvent();
void serialEvent1();

// Older names of Particle.process().
inline void spark_process() { Particle.process(); }
inline void SPARK_WLAN_Loop() { Particle.process(); }

// Lower-case hexadecimal digits of `bytes`, two for each, without an end mark; returns the buffer.
inline char* bytes2hexbuf(const uint8_t* bytes, unsigned length, char* out) {
    for (unsigned i = 0; i < length; ++i) {
        out[2 * i] = "0123456789abcdef"[bytes[i] >> 4];
        out[2 * i + 1] = "0123456789abcdef"[bytes[i] & 15];
    }
    return out;
}
