// The device: its name, its version, its memory.
#include "Particle.h"
#include "heap.h"
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
bool SystemClass::featureEnabled(HAL_Feature feature) const {
    return feature == FEATURE_WARM_START ? photon::warm_start : true;
}
System_Mode_TypeDef SystemClass::mode() const { return photon::system_mode; }
uint32_t SystemClass::freeMemory() const { return static_cast<uint32_t>(photon::freeHeap()); }
