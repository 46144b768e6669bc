// What no other thread may interrupt. The host reads the count (photonsim/photon/wasm.py): no call is needed.
#pragma once
#include <stdint.h>

extern "C" volatile int32_t photon_critical;

namespace photon {
struct Critical {
    Critical() { photon_critical = photon_critical + 1; }
    ~Critical() { photon_critical = photon_critical - 1; }
    Critical(const Critical&) = delete;
    Critical& operator=(const Critical&) = delete;
};
}  // namespace photon
