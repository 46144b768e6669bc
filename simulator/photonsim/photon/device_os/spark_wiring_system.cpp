// The device: its name, its version, its memory.
#include "Particle.h"
#include "scheduler.h"

SystemClass System;

namespace photon {
String hostText(int what) {
    char text[128];
    const int length = host_text(what, text, sizeof text);
    return String(text, static_cast<unsigned>(length));
}
}  // namespace photon
String SystemClass::deviceID() const { return photon::hostText(host::TEXT_DEVICE_ID); }
String SystemClass::version() const { return photon::hostText(host::TEXT_SYSTEM_VERSION); }
System_Mode_TypeDef SystemClass::mode() const { return photon::system_mode; }
uint32_t SystemClass::freeMemory() const {
    // The largest block that can be had, found by halving: the heap has no other measure to offer.
    uint32_t low = 0, high = 64 * 1024;
    while (high - low > 64) {
        const uint32_t middle = (low + high) / 2;
        void* block = malloc(middle);
        if (block) {
            free(block);
            low = middle;
        } else {
            high = middle;
        }
    }
    return low;
}
