// The device: its name, its version, its memory.
#include "Particle.h"
#include "heap.h"
#include "scheduler.h"

SystemClass System;
SleepResult SystemClass::sleep_result_;

namespace photon {
String hostText(int what) {
    char text[128];
    const int length = host_text(what, text, sizeof text);
    return String(text, static_cast<unsigned>(length));
}
}  // namespace photon
String SystemClass::deviceID() { return photon::hostText(host::TEXT_DEVICE_ID); }
String SystemClass::version() { return photon::hostText(host::TEXT_SYSTEM_VERSION); }
bool SystemClass::featureEnabled(HAL_Feature feature) {
    return feature == FEATURE_WARM_START ? photon::warm_start : true;
}
void SystemClass::runBackground() {
    photon::background();
    delay(1);
}
System_Mode_TypeDef SystemClass::mode() { return photon::system_mode; }
uint32_t SystemClass::freeMemory() { return static_cast<uint32_t>(photon::freeHeap()); }
